import { describe, expect, it } from 'vitest';
import { toRgba } from '../../src/faces/rgba.js';

/** Picture whose three channels are v, v + 1 and v + 2. */
function picture(width: number, height: number, values: readonly number[]) {
  return { width, height, data: Uint8Array.from(values.flatMap((v) => [v, v + 1, v + 2])) };
}

function red({ data }: { data: Uint8ClampedArray }): number[] {
  return [...data].filter((_, i) => i % 4 === 0);
}

describe('toRgba', () => {
  it('adds an opaque alpha and changes nothing else where the size is right', () => {
    expect([...toRgba(picture(2, 1, [10, 200]), 1024).data]).toEqual([10, 11, 12, 255, 200, 201, 202, 255]);
  });

  it('averages what each pixel covers: blocks', () => {
    const image = toRgba(picture(4, 2, [0, 10, 100, 120, 20, 30, 140, 160]), 2);
    expect([image.width, image.height]).toEqual([2, 1]);
    expect(red(image)).toEqual([15, 130]);
  });

  it('averages what each pixel covers: shares of pixels', () => {
    // 3 → 2: the first covers all of 0 and half of 90, (0 + 45) / 1.5 = 30; the second (45 + 180) / 1.5 = 150.
    const image = toRgba(picture(3, 1, [0, 90, 180]), 2);
    expect([image.width, image.height]).toEqual([2, 1]);
    expect(red(image)).toEqual([30, 150]);
  });

  it('keeps the mean of a picture shrunk by an odd factor', () => {
    const values = Array.from({ length: 70 * 50 }, (_, i) => (i * 37) % 251);
    const small = red(toRgba(picture(70, 50, values), 28));
    expect(small).toHaveLength(28 * 20);
    const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b) / list.length;
    expect(Math.abs(mean(small) - mean(values))).toBeLessThan(0.1);
  });

  it('never enlarges, and keeps a thread of a picture one pixel wide', () => {
    expect(toRgba(picture(1, 1, [5]), 1024).width).toBe(1);
    const { width, height } = toRgba(picture(1, 5000, Array(5000).fill(7)), 1024);
    expect([width, height]).toEqual([1, 1024]);
  });

  it('refuses a buffer of another length', () => {
    expect(() => toRgba({ data: new Uint8Array(11), width: 2, height: 2 }, 1024)).toThrow(/2x2 has 12 bytes/);
    expect(() => toRgba({ data: new Uint8Array(0), width: 0, height: 0 }, 1024)).toThrow(/Invariant/);
  });
});
