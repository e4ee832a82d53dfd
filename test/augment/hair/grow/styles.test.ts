import { describe, expect, it } from 'vitest';
import { growHair, STYLES } from '../../../../src/augment/hair/grow/index.js';
import { distanceField, sampleDistance } from '../../../../src/augment/hair/head/distance.js';
import { loadHead } from '../../../../src/augment/hair/head/load.js';

const head = await loadHead();
const field = distanceField(head);

describe('every built-in style', () => {
  it('has a name of its own, 36 of them or more, in all regions', () => {
    expect(new Set(STYLES.map(({ name }) => name)).size).toBe(STYLES.length);
    expect(STYLES.length).toBeGreaterThanOrEqual(36);
    expect(STYLES.filter(({ scalp }) => scalp).length).toBeGreaterThanOrEqual(24);
    expect(STYLES.filter(({ beard }) => beard).length).toBeGreaterThanOrEqual(6);
    expect(STYLES.filter(({ brow }) => brow).length).toBeGreaterThanOrEqual(2);
  });

  it.each(STYLES.map(({ name }) => name))('%s has finite strands that start on the head and stay out of it', (name) => {
    const style = STYLES.find((each) => each.name === name)!;
    const { points, first, radius, region } = growHair(style, {
      head,
      field,
      strands: 500,
      growth: 1,
      seed: 3,
      index: 5,
    });
    expect(first[0]).toBe(0);
    expect(first[radius.length]).toBe(points.length / 3);
    expect(region.length).toBe(radius.length);
    let deepest = 0;
    let farthest = 0;
    let fewest = Infinity;
    for (let s = 0; s < radius.length; s++) {
      fewest = Math.min(fewest, first[s + 1]! - first[s]!);
      const [x, y, z] = [0, 1, 2].map((k) => points[3 * first[s]! + k]!) as [number, number, number];
      farthest = Math.max(farthest, Math.abs(sampleDistance(field, x, y, z)));
      for (let p = first[s]! + 1; p < first[s + 1]!; p++)
        deepest = Math.min(deepest, sampleDistance(field, points[3 * p]!, points[3 * p + 1]!, points[3 * p + 2]!));
    }
    expect(fewest).toBeGreaterThanOrEqual(2);
    expect(points.every(Number.isFinite)).toBe(true);
    expect(radius.every((each) => each > 0.1 && each < 1.3)).toBe(true);
    expect(deepest).toBeGreaterThan(-0.1);
    // The lattice rounds the folds of lips and nose off.
    expect(farthest).toBeLessThan(0.3);
  });
});
