import { describe, expect, it } from 'vitest';
import { boxMean, guidedFilter } from '../../../src/augment/hair/guided.js';
import { streamOf } from '../../../src/random.js';

describe('boxMean', () => {
  it('is the mean of the window, cut at the edges', () => {
    const random = streamOf(1, 0, 'box');
    const [w, h, r] = [7, 5, 2];
    const values = Float32Array.from({ length: w * h }, () => random());
    const means = boxMean(values, w, h, r);
    for (let y = 0; y < h; y++) {
      for (let x = 0; x < w; x++) {
        let [sum, count] = [0, 0];
        for (let j = Math.max(0, y - r); j <= Math.min(h - 1, y + r); j++) {
          for (let i = Math.max(0, x - r); i <= Math.min(w - 1, x + r); i++, count++) sum += values[j * w + i]!;
        }
        expect(means[y * w + x]).toBeCloseTo(sum / count, 5);
      }
    }
  });
  it('takes a radius larger than the picture', () => {
    expect([...boxMean(Float32Array.of(1, 2, 6), 3, 1, 9)]).toEqual([3, 3, 3]);
  });
});

describe('guidedFilter', () => {
  const [width, height] = [64, 32];
  const n = width * height;
  it('moves a blurred, misplaced edge of the mask to the edge of the image', () => {
    const image = {
      data: Float32Array.from({ length: 3 * n }, (_, i) => (i % width < 32 ? -0.6 : 0.7)),
      width,
      height,
    };
    const blurred = Float32Array.from({ length: n }, (_, i) => Math.max(0, Math.min(1, ((i % width) - 22) / 16)));
    for (const subsample of [1, 2]) {
      const { data } = guidedFilter(image, { data: blurred, width, height }, { radiusPx: 8, epsilon: 1e-3, subsample });
      const row = data.subarray(16 * width, 17 * width);
      expect(row[34]! - row[29]!).toBeGreaterThan(0.5);
      expect(blurred[34]! - blurred[29]!).toBeLessThan(0.4);
    }
  });
  it('blurs the mask where the image is flat', () => {
    const image = { data: new Float32Array(3 * n), width, height };
    const mask = { data: Float32Array.from({ length: n }, (_, i) => (i % width < 32 ? 0 : 1)), width, height };
    const { data } = guidedFilter(image, mask, { radiusPx: 4, epsilon: 1e-3, subsample: 1 });
    expect(data[16 * width + 31]).toBeGreaterThan(0.4);
    expect(data[16 * width + 31]).toBeLessThan(0.6);
  });
});
