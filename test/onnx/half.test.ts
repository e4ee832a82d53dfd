import { describe, expect, it } from 'vitest';
import { toHalf, toHalfArray } from '../../src/onnx/half.js';

describe('toHalf', () => {
  // numpy: np.float16(x).view('u2')
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [0.1, 0x2e66],
    [65504, 0x7bff],
    [65519.996, 0x7bff],
    [65520, 0x7c00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [1.5 * 2 ** -25, 0x0001],
    [2049, 0x6800],
    [2051, 0x6802],
    [1023.9 * 2 ** -24, 0x0400],
    [Number.POSITIVE_INFINITY, 0x7c00],
  ])('rounds %d to the nearest, ties to even', (value, bits) => {
    expect(toHalf(value)).toBe(bits);
  });

  it('keeps NaN', () => {
    expect(toHalf(Number.NaN) & 0x7fff).toBeGreaterThan(0x7c00);
  });

  it('is applied to every value of an array', () => {
    expect([...toHalfArray(Float32Array.of(1, 0.1))]).toEqual([0x3c00, 0x2e66]);
  });
});
