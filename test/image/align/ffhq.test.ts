import { describe, expect, it } from 'vitest';
import { alignFfhq } from '../../../src/image/align/ffhq.js';
import type { Quad } from '../../../src/image/align/quad.js';
import golden from '../../fixtures/ffhq.json' with { type: 'json' };
import { differences, painted } from './painted.js';

const square = (left: number, top: number, side: number): Quad => [
  [left, top],
  [left, top + side],
  [left + side, top + side],
  [left + side, top],
];

/**
 * Difference from the official steps in Pillow, 0..255. Pillow's transform cuts fractions off where ours keeps them:
 * half a level on average, and little besides.
 */
const MEAN_WITHIN = 0.7;
const MAX_WITHIN = 3;

/** The script leaves its half pixel unscaled where it shrinks first: ours must be asked for what it then samples. */
function asOfficial(quad: readonly (readonly number[])[], shrink: number): Quad {
  return quad.map(([x, y]) => [x! + (shrink - 1) / 2, y! + (shrink - 1) / 2] as const) as unknown as Quad;
}

describe('alignFfhq', () => {
  it.each(Object.entries(golden))(
    'does as the official script does: %s',
    (_, { picture, quad, size, shrink, crop }) => {
      const aligned = alignFfhq(painted(picture[0]!, picture[1]!), asOfficial(quad, shrink), { size });
      expect([aligned.width, aligned.height]).toEqual([size, size]);
      const { mean, max } = differences(aligned.data, Buffer.from(crop, 'base64'));
      expect(mean).toBeLessThan(MEAN_WITHIN);
      expect(max).toBeLessThanOrEqual(MAX_WITHIN);
    },
  );

  it('puts the crop where its quad is, also where it shrinks first', () => {
    const { data, width, height } = painted(400, 400);
    for (let i = 0; i < data.length; i++) data[i] = Math.floor((Math.floor(i / 3) % width) / 2);
    const ramp = alignFfhq({ data, width, height }, square(100, 120, 200), { size: 25 });
    // A column of the result covers 8 px of a ramp that rises by one every other px: 100 / 2 + 4 · (x + ½) − ¼.
    const row = Array.from({ length: 25 }, (_, x) => ramp.data[(12 * 25 + x) * 3]!);
    for (const [x, value] of row.entries()) expect(Math.abs(value - (49.75 + 4 * (x + 0.5)))).toBeLessThanOrEqual(0.76);
    expect(row.reduce((a, b) => a + b, 0) / 25).toBeCloseTo(49.75 + 4 * 12.5, 0);
  });

  const frame = square(0, 0, 48);
  const off: Quad = [[1, 0.5], ...(frame.slice(1) as [Quad[1], Quad[2], Quad[3]])];

  it('returns the picture itself where it is aligned already', () => {
    const picture = painted(48, 48);
    expect(alignFfhq(picture, frame, { size: 48 })).toBe(picture);
    expect(alignFfhq(picture, off, { size: 48, tolerancePx: 2 })).toBe(picture);
    expect(alignFfhq(picture, off, { size: 48, tolerancePx: 1 })).not.toBe(picture);
    expect(alignFfhq(picture, frame, { size: 24, tolerancePx: 2 }).width).toBe(24);
  });

  it('keeps a flat colour, padded or not', () => {
    const grey = { data: new Uint8Array(50 * 40 * 3).fill(77), width: 50, height: 40 };
    expect(new Set(alignFfhq(grey, frame, { size: 32 }).data)).toEqual(new Set([77]));
  });

  it('survives a quad that lies wholly outside', () => {
    const outside = frame.map(([x, y]) => [x - 200, y + 300] as const) as unknown as Quad;
    const aligned = alignFfhq(painted(30, 20), outside, { size: 16 });
    expect(aligned.data).toHaveLength(16 * 16 * 3);
  });
});
