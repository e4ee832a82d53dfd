import { describe, expect, it } from 'vitest';
import { hamming, phash, popcount } from '../../src/filter/phash.js';
import golden from '../fixtures/filters.json' with { type: 'json' };
import { paint } from '../image/planes.js';

const grey = (side: number, values: Float32Array) => paint(side, side, (_, x, y) => values[y * side + x]!);

/** As in test/fixtures/filters.py. */
const scattered = Float32Array.from({ length: 1024 }, (_, i) => ((i * i * 7 + i * 13) % 251) / 125 - 1);

describe('phash', () => {
  it("has the bits of imagehash's phash on a 32 px image", () => {
    expect(phash(grey(32, scattered))).toBe(golden.phash);
  });

  it('survives a change of size, brightness and contrast', () => {
    const at = (x: number, y: number): number => Math.sin(x * 5 + y * 2) * 0.5 + Math.cos(y * 9 - x * 4) * 0.3;
    const small = paint(64, 64, (_, x, y) => at((x + 0.5) / 64, (y + 0.5) / 64));
    const large = paint(160, 160, (_, x, y) => 0.6 * at((x + 0.5) / 160, (y + 0.5) / 160) + 0.1);
    const other = paint(64, 64, (_, x, y) => at((y + 0.5) / 64, (x + 0.5) / 64));
    expect(hamming(phash(small), phash(large))).toBeLessThanOrEqual(4);
    expect(hamming(phash(small), phash(other))).toBeGreaterThan(12);
  });

  it('is 16 digits even of an image without any contrast', () => {
    expect(phash(paint(8, 8, () => 0))).toBe('0000000000000000');
  });
});

describe('hamming', () => {
  it('counts differing bits in both halves', () => {
    expect(hamming('0000000000000000', 'ffffffffffffffff')).toBe(64);
    expect(hamming('8000000000000001', '0000000000000000')).toBe(2);
    expect(hamming('123456789abcdef0', '123456789abcdef0')).toBe(0);
  });

  it('popcount handles the sign bit', () => {
    expect([popcount(0), popcount(-1), popcount(0x80000000 | 0), popcount(0b1011)]).toEqual([0, 32, 1, 3]);
  });
});
