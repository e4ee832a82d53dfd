import { describe, expect, it } from 'vitest';
import { scoreGrown } from '../../../src/filter/hair/index.js';
import { box, grey, grown, plane } from './scene.js';

const SIDE = 128;

describe('hair_coverage', () => {
  it('weighs what grows hair by how much of it is covered', () => {
    // Weights 1 on 8 px and 0.5 on 8 px: 12. Covered: 4 px of weight 1, and 8 px of weight 0.5 by 0.25: 5.
    const growth = plane(SIDE, (x, y) => box(0, 0, 4, 2)(x, y) + 0.5 * box(10, 0, 14, 2)(x, y));
    const alpha = plane(SIDE, (x, y) => box(0, 0, 2, 2)(x, y) + 0.25 * box(10, 0, 14, 2)(x, y));
    expect(scoreGrown(grown(SIDE, { growth, alpha })).hair_coverage).toBeCloseTo(5 / 12, 6);
  });

  it('is absent where nobody knows what grows hair, and where nothing that does is in view', () => {
    const alpha = plane(SIDE, box(0, 0, 9, 9));
    expect(scoreGrown(grown(SIDE, { alpha }))).not.toHaveProperty('hair_coverage');
    expect(scoreGrown(grown(SIDE, { alpha, growth: plane(SIDE) }))).not.toHaveProperty('hair_coverage');
  });
});

describe('hair_change', () => {
  it('is the mean over hair, by the matte', () => {
    // 40 levels under a matte of 1 and 10 under one of 0.5, on as many pixels: (40 + 5) / 1.5.
    const alpha = plane(SIDE, (x, y) => box(0, 0, 8, 8)(x, y) + 0.5 * box(20, 0, 28, 8)(x, y));
    const after = grey(SIDE, (x, y) => 128 - 40 * box(0, 0, 8, 8)(x, y) + 10 * box(20, 0, 28, 8)(x, y));
    expect(scoreGrown(grown(SIDE, { alpha, after })).hair_change).toBeCloseTo(30, 3);
    expect(scoreGrown(grown(SIDE, { after }))).not.toHaveProperty('hair_change');
  });
});

describe('floaters', () => {
  const head = plane(SIDE, box(40, 40, 90, 110));
  const onHead = box(40, 30, 60, 50);
  const loose = box(100, 10, 110, 20);

  it('counts hair that nothing joins to the head', () => {
    const alpha = plane(SIDE, (x, y) => onHead(x, y) + loose(x, y));
    // 100 px of 500.
    expect(scoreGrown(grown(SIDE, { head, alpha })).floaters).toBeCloseTo(0.2, 6);
    expect(scoreGrown(grown(SIDE, { growth: head, alpha })).floaters).toBeCloseTo(0.2, 6);
    expect(scoreGrown(grown(SIDE, { alpha }))).not.toHaveProperty('floaters');
  });

  it('lets faint strands hold the rest, and what cannot be seen hold nothing', () => {
    const bridge = box(60, 19, 100, 20);
    const down = box(59, 19, 60, 30);
    const joined = (matte: number) =>
      plane(SIDE, (x, y) => Math.min(1, onHead(x, y) + loose(x, y) + matte * Math.max(bridge(x, y), down(x, y))));
    expect(scoreGrown(grown(SIDE, { head, alpha: joined(0.1) })).floaters).toBe(0);
    expect(scoreGrown(grown(SIDE, { head, alpha: joined(0.02) })).floaters).toBeCloseTo(0.2, 6);
  });

  it('sees a whole wig that hovers', () => {
    expect(scoreGrown(grown(SIDE, { head, alpha: plane(SIDE, box(40, 10, 90, 36)) })).floaters).toBe(1);
  });
});

describe('cut_by_frame', () => {
  it('is the share of three borders that hair touches', () => {
    // 20 px of the upper border and 64 of the left one, the corner once, of 128 + 2 · 127; the lower one does not count.
    const alpha = plane(SIDE, (x, y) =>
      Math.max(box(0, 0, 20, 9)(x, y), box(0, 0, 4, 64)(x, y), box(30, 90, 90, 128)(x, y)),
    );
    expect(scoreGrown(grown(SIDE, { alpha })).cut_by_frame).toBeCloseTo((20 + 63) / 382, 6);
  });
});
