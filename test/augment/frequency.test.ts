import { describe, expect, it } from 'vitest';
import { joinFrequency, splitFrequency } from '../../src/augment/frequency.js';
import { wideGaussian } from '../../src/augment/wide-gaussian.js';
import type { Plane } from '../../src/pair.js';
import golden from '../fixtures/hair-maps.json' with { type: 'json' };
import { maxDifference, paint, ramp, rampPlane } from '../image/planes.js';

const image = { data: ramp(3 * 31 * 23), width: 31, height: 23 };
const left: Plane = {
  data: Float32Array.from({ length: 31 * 23 }, (_, i) => (i % 31 < 14 ? 1 : 0)),
  width: 31,
  height: 23,
};

describe('splitFrequency', () => {
  it.each([1, 2, 5])('adds up to the image with %d bands, weighted or not', (bands) => {
    for (const weight of [undefined, left]) {
      const split = splitFrequency(image, { radiusPx: 6, bands }, weight);
      expect(split.bands).toHaveLength(bands);
      expect(maxDifference(joinFrequency(split).data, image.data)).toBeLessThan(1e-6);
    }
  });

  it('has light in the low band and texture in the high one', () => {
    const picture = paint(64, 64, (_, x) => x / 64 - 0.5 + (x % 2 === 0 ? 0.2 : -0.2));
    const { low, bands } = splitFrequency(picture, { radiusPx: 4, bands: 1 });
    const middle = 32 * 64 + 32;
    expect(low.data[middle]).toBeCloseTo(-0.5 / 64 / 2 + 0.004, 2);
    expect(bands[0]!.data[middle]).toBeCloseTo(0.2, 1);
  });

  it('keeps what lies beside the weighted pixels out of the low band', () => {
    const other = { ...image, data: image.data.map((v, i) => (left.data[i % left.data.length] === 1 ? v : 1)) };
    const inside = (picture: typeof image) =>
      splitFrequency(picture, { radiusPx: 5, bands: 1 }, left).low.data.filter((_, i) => i % 31 < 14);
    expect(maxDifference(inside(image), inside(other))).toBe(0);
    const plain = splitFrequency(other, { radiusPx: 5, bands: 1 }).low.data.filter((_, i) => i % 31 < 14);
    expect(maxDifference(inside(image), plain)).toBeGreaterThan(0.1);
  });

  it('falls back on the weighted mean far from any weight', () => {
    const dot = { ...left, data: new Float32Array(left.data.length) };
    dot.data[0] = 1;
    const { low } = splitFrequency(image, { radiusPx: 1, bands: 1 }, dot);
    expect(low.data[30]).toBeCloseTo(image.data[0]!, 6);
  });
});

describe('wideGaussian', () => {
  it("is scipy's Gaussian within 1 % of the range", () => {
    const { data } = rampPlane(64, 64);
    wideGaussian(data, 64, 64, 4);
    const middle = data.filter((_, i) => (i % 64) >> 3 === 3 || (i % 64) >> 3 === 4).subarray(24 * 16, 40 * 16);
    expect(maxDifference(middle, golden.gaussian_4)).toBeLessThan(0.01);
  });

  it.each([0.3, 1, 2.6, 7])('has the variance of a Gaussian of %d px', (sigma) => {
    const size = 101;
    const line = new Float32Array(size * size);
    line[50 * size + 50] = 1;
    wideGaussian(line, size, size, sigma);
    let variance = 0;
    for (let i = 0; i < line.length; i++) variance += line[i]! * ((i % size) - 50) ** 2;
    expect(variance).toBeCloseTo(sigma ** 2, 3);
  });

  it('leaves constants alone, and everything at 0 px', () => {
    const flat = new Float32Array(35).fill(0.7);
    wideGaussian(flat, 7, 5, 20);
    expect(maxDifference(flat, new Float32Array(35).fill(0.7))).toBeLessThan(1e-6);
    const plane = rampPlane(7, 5).data;
    wideGaussian(plane, 7, 5, 0);
    expect(plane).toEqual(rampPlane(7, 5).data);
  });
});
