import { describe, expect, it } from 'vitest';
import { vary } from '../../../src/filter/domain/vary.js';
import { streamOf } from '../../../src/random.js';
import { paint } from '../../image/planes.js';

const picture = paint(16, 16, (c, x, y) => [x / 15 - 0.5, y / 15 - 0.5, 0][c]!);

describe('vary', () => {
  it('is a function of its random stream, and leaves the picture itself alone', () => {
    const before = picture.data.slice();
    const first = vary(picture, streamOf(1, 2, 'domain'));
    expect(vary(picture, streamOf(1, 2, 'domain')).data).toEqual(first.data);
    expect(vary(picture, streamOf(1, 3, 'domain')).data).not.toEqual(first.data);
    expect(picture.data).toEqual(before);
  });

  it('stays in range and near the picture', () => {
    for (let index = 0; index < 30; index++) {
      const { data } = vary(picture, streamOf(0, index, 'domain'));
      const mean = data.reduce((sum, v, i) => sum + Math.abs(v - picture.data[i]!), 0) / data.length;
      expect(data.every((v) => v >= -1 && v <= 1)).toBe(true);
      expect(mean).toBeGreaterThan(0);
      expect(mean).toBeLessThan(0.4);
    }
  });

  it('changes exposure alone where the draws say so, by the formula', () => {
    // Draws: sharpen 0 (1/4 of -1..3), no noise, gamma e^0, contrast e^0, gains 1, 1, e^0.08.
    const draws = [0.25, 0.9, 0.5, 0.5, 0.5, 0.5, 1];
    const { data } = vary(picture, () => draws.shift()!);
    expect(data[5]).toBeCloseTo(picture.data[5]!, 5);
    // Blue is 0, lightness 0.5 of 1: 2 · 0.5 · e^0.08 − 1.
    expect(data[2 * 256]).toBeCloseTo(Math.exp(0.08) - 1, 5);
  });
});
