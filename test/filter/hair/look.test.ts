import { describe, expect, it } from 'vitest';
import { scoreGrown } from '../../../src/filter/hair/index.js';
import { gaussian } from '../../../src/image/filter.js';
import { stream } from '../report-fixture.js';
import { box, grey, grown, type Paint, plane } from './scene.js';

describe('hairline_seam', () => {
  // At 320 px the eyes lie 100 px apart: the profile reaches 12 px, and a step is looked for within 3.
  const SIDE = 320;
  const head = plane(SIDE, () => 1);
  const growth = plane(SIDE, box(0, 0, 320, 100));
  const seamOf = (matte: Paint, luma: Paint, where = growth) =>
    scoreGrown(grown(SIDE, { head, growth: where, alpha: plane(SIDE, matte), after: grey(SIDE, luma) })).hairline_seam;

  it('is 1 for a matte that was cut', () => {
    const cut: Paint = (_, y) => (y < 80 ? 1 : 0);
    expect(seamOf(cut, (x, y) => 180 - 120 * cut(x, y))).toBeCloseTo(1, 2);
  });

  it('is the step over the whole way where hair thins out', () => {
    // From hair to skin over 24 px: 3 px have an eighth.
    const thin: Paint = (_, y) => Math.min(1, Math.max(0, (92 - y) / 24));
    expect(seamOf(thin, (x, y) => 180 - 120 * thin(x, y))).toBeCloseTo(0.125, 2);
  });

  it('averages strands, and counts a line along the join', () => {
    // Roots between 68 and 92 px down, one strand beside the other.
    const strands: Paint = (x, y) => (y < 68 + ((x * 7) % 24) ? 1 : 0);
    expect(seamOf(strands, (x, y) => 180 - 120 * strands(x, y))).toBeLessThan(0.2);
    const thin: Paint = (_, y) => Math.min(1, Math.max(0, (92 - y) / 24));
    expect(seamOf(thin, (x, y) => 180 - 120 * thin(x, y) + (y === 84 ? 150 : 0))).toBeGreaterThan(1);
  });

  it('looks at no tips, and says nothing where hair and skin are alike', () => {
    const cut: Paint = (_, y) => (y < 80 ? 1 : 0);
    expect(seamOf(cut, (x, y) => 180 - 120 * cut(x, y), plane(SIDE, box(0, 0, 320, 40)))).toBeUndefined();
    expect(seamOf(cut, (x, y) => 180 - 2 * cut(x, y))).toBeCloseTo(2 / 16, 2);
  });
});

describe('light_mismatch', () => {
  const SIDE = 128;
  // 80 by 24 px above the face; of u, in distances of the eyes (40 px), the deviation is 2 / √12, of v 0.6 / √12.
  const hair = box(24, 8, 104, 32);
  const mismatch = (luma: Paint) =>
    scoreGrown(grown(SIDE, { alpha: plane(SIDE, hair), after: grey(SIDE, luma) })).light_mismatch!;

  it('is the slope of hair on a face in flat light', () => {
    const right: Paint = (x, y) => 100 * (1 + 0.5 * hair(x, y) * ((x + 0.5 - 64) / 40));
    expect(mismatch(right)).toBeCloseTo((0.5 * 2) / Math.sqrt(12), 3);
    const down: Paint = (x, y) => 100 * (1 + 0.5 * hair(x, y) * ((y + 0.5 - 20) / 40));
    expect(mismatch(down)).toBeCloseTo((0.5 * 0.5 * 0.6) / Math.sqrt(12), 3);
  });

  it('is none in one light whatever the colours, and most where the light changes sides', () => {
    const lit =
      (skin: number, side: number): Paint =>
      (x, y) =>
        hair(x, y) === 1 ? 60 * (1 + 0.3 * side * ((x + 0.5 - 64) / 40)) : skin * (1 + 0.4 * ((x + 0.5 - 64) / 40));
    // The face spreads over three quarters of the hair's width.
    expect(mismatch(lit(150, 1))).toBeLessThan(0.05);
    expect(mismatch(lit(120, 1))).toBeCloseTo(mismatch(lit(150, 1)), 4);
    expect(mismatch(lit(150, -1))).toBeGreaterThan(0.3);
  });

  it('leaves out skin in the hair’s shadow', () => {
    const shade = plane(SIDE, (x) => (x < 64 ? 0.5 : 1));
    const after = grey(SIDE, (x, y) => (hair(x, y) ? 100 : x < 64 ? 60 : 120));
    const alpha = plane(SIDE, hair);
    expect(scoreGrown(grown(SIDE, { alpha, after, shade })).light_mismatch).toBeCloseTo(0, 4);
  });
});

describe('texture_ratio', () => {
  const SIDE = 128;
  const draw = stream(5);
  const noise = Float32Array.from({ length: SIDE * SIDE }, () => draw() - 0.5);
  const soft = gaussian({ data: noise, width: SIDE, height: SIDE }, 2).data;
  const hair = box(8, 0, 120, 50);
  const ratio = (of: Float32Array, size: number) =>
    scoreGrown(
      grown(SIDE, {
        alpha: plane(SIDE, hair),
        after: grey(SIDE, (x, y) => 128 + (hair(x, y) ? size * of[y * SIDE + x]! : 20 * noise[y * SIDE + x]!)),
      }),
    ).texture_ratio!;

  it('is 1 where hair and face have one texture, of any contrast', () => {
    expect(ratio(noise, 20)).toBeCloseTo(1, 1);
    expect(ratio(noise, 100)).toBeCloseTo(ratio(noise, 20), 2);
  });

  it('falls where the hair is blurred', () => {
    expect(ratio(soft, 200)).toBeLessThan(0.3);
  });
});

describe('clipped', () => {
  it('is the share of hair without tones', () => {
    // Of 200 px, 20 are black and 10 white.
    const alpha = plane(128, box(0, 0, 20, 10));
    const after = grey(128, (x, y) => (y === 0 ? 0 : y === 1 && x < 10 ? 255 : 80));
    expect(scoreGrown(grown(128, { alpha, after })).clipped).toBeCloseTo(0.15, 6);
    // One channel that ends is no loss yet.
    const red = { ...after, data: after.data.map((v, i) => (i < 128 * 128 ? 1 : Math.max(v, -0.9))) };
    expect(scoreGrown(grown(128, { alpha, after: red })).clipped).toBeCloseTo(0.05, 6);
  });
});
