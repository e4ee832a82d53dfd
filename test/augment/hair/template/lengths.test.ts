import { describe, expect, it } from 'vitest';
import { densify } from '../../../../src/augment/hair/template/densify.js';
import { arcOf, cutStrands, resampleStrands } from '../../../../src/augment/hair/template/resample.js';
import { linesOf, strandsOf } from './hair.js';

/** A corner: 3 along x, then 4 along y. */
const CORNER = [0, 0, 0, 3, 0, 0, 3, 4, 0];

describe('cutStrands', () => {
  it('keeps the first part of the arc length', () => {
    const cut = (growth: number): number[][] => linesOf(cutStrands(strandsOf([CORNER]), growth));
    expect(cut(0.25)).toEqual([[0, 0, 0, 1.75, 0, 0]]);
    expect(cut(0.75)).toEqual([[0, 0, 0, 3, 0, 0, 3, 2.25, 0]]);
    expect(cut(1)).toEqual([CORNER]);
    expect(cut(0)).toEqual([]);
  });

  it('drops strands without length with their radius and region, and gives growth 1 as it is', () => {
    const strands = { ...strandsOf([[5, 5, 5, 5, 5, 5], CORNER], 0.01, [1, 2]), radius: Float32Array.of(1, 2) };
    const cut = cutStrands(strands, 0.5);
    expect([...cut.first]).toEqual([0, 3]);
    expect([...cut.radius]).toEqual([2]);
    expect([...cut.region]).toEqual([2]);
    expect(cutStrands(strands, 1)).toBe(strands);
  });
});

describe('resampleStrands', () => {
  it('spaces points evenly along the arc, ends included', () => {
    const line = [0, 0, 0, 1, 0, 0, 1.5, 0, 0, 3, 0, 0, 3, 4, 0];
    const { strands } = { strands: resampleStrands(strandsOf([line]), { points: 4 }) };
    // 7 cm in three parts of 7/3.
    expect(linesOf(strands)[0]).toEqual([0, 0, 0, 2.3333, 0, 0, 3, 1.6667, 0, 3, 4, 0]);
  });

  it('takes strands evenly and keeps the cross-section of all', () => {
    const lines = Array.from({ length: 100 }, (_, s) => [s, 0, 0, s, 1, 0]);
    const some = resampleStrands(strandsOf(lines, 0.01), { strands: 25, points: 2 });
    expect(linesOf(some).map(([x]) => x)).toEqual(Array.from({ length: 25 }, (_, i) => 4 * i + 2));
    expect(25 * some.radius[0]! ** 2).toBeCloseTo(100 * 0.01 ** 2, 8);
  });

  it('leaves what has less', () => {
    expect(linesOf(resampleStrands(strandsOf([CORNER]), { strands: 9, points: 9 }))).toEqual([CORNER]);
  });
});

describe('densify', () => {
  /** Guides 1 cm apart on a plane 10 cm above the middle of the head: the left half falls to -x, the right to +x. */
  const guides = Array.from({ length: 100 }, (_, i) => {
    const [x, z] = [(i % 10) - 4.5, Math.floor(i / 10) - 4.5];
    const way = x < 0 ? -1 : 1;
    return [x, 10, z, x + way * 4, 10, z, x + way * 8, 8, z];
  });
  const sparse = strandsOf(guides, 0.04);
  const dense = densify(sparse, 2000, 7);

  it('keeps the strands there are and adds up to the count, cross-section as before', () => {
    expect(dense.first.length - 1).toBe(2000);
    expect(linesOf(dense).slice(0, 100)).toEqual(linesOf(sparse));
    const section = dense.radius.reduce((sum, radius) => sum + radius ** 2, 0);
    expect(section / (100 * 0.04 ** 2)).toBeCloseTo(1, 1);
  });

  it('puts roots all over and none off the head, and no strand between two ways', () => {
    const empty = new Set(Array.from({ length: 100 }, (_, i) => i));
    for (const line of linesOf(dense).slice(100)) {
      empty.delete(
        Math.min(9, Math.max(0, Math.floor(line[0]! + 5))) + 10 * Math.min(9, Math.max(0, Math.floor(line[2]! + 5))),
      );
      // Across the line to the middle of the head, a root moves by half a cm over a slope of one half at most.
      expect(Math.abs(line[1]! - 10)).toBeLessThan(0.6);
      const [fromX, toX] = [line[0]!, line.at(-3)!];
      expect(Math.abs(toX - fromX)).toBeGreaterThan(6);
    }
    expect(empty.size).toBe(0);
  });

  it('is the same for the same seed and another for another', () => {
    expect(densify(sparse, 300, 7)).toEqual(densify(sparse, 300, 7));
    expect(densify(sparse, 300, 8).points).not.toEqual(densify(sparse, 300, 7).points);
  });

  it('returns strands that are enough as they are, and can add to a single one', () => {
    expect(densify(sparse, 100, 1)).toBe(sparse);
    const many = densify(strandsOf([CORNER]), 5, 1);
    expect(many.first.length).toBe(6);
    expect(arcOf(many.points, many.first[4]!, many.first[5]!)).toBeGreaterThan(5);
  });
});
