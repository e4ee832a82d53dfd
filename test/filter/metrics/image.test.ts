import { describe, expect, it } from 'vitest';
import { METRICS, type PairView, type View } from '../../../src/filter/metrics/index.js';
import { laplacianVariance } from '../../../src/filter/metrics/sharpness.js';
import type { LabelMap, RgbPlanes } from '../../../src/pair.js';
import { paint } from '../../image/planes.js';
import { ATTRIBUTES, MANIFEST, pairOf } from '../pairs.js';

const SIDE = 128;
const [BACKGROUND, SKIN, HAIR, EYE] = [0, 1, 2, 3];

/** A head: a disc of skin with two eyes, hair above, background around. */
const label = (x: number, y: number): number => {
  if (Math.hypot(x - 50, y - 56) < 4 || Math.hypot(x - 78, y - 56) < 4) return EYE;
  const inside = Math.hypot(x - 64, y - 68) < 44;
  return inside ? (y < 36 ? HAIR : SKIN) : BACKGROUND;
};
const labelled = (at = label): LabelMap => ({
  data: Uint8Array.from({ length: SIDE * SIDE }, (_, i) => at(i % SIDE, Math.floor(i / SIDE))),
  width: SIDE,
  height: SIDE,
});
const TONE = [-0.6, 0.3, -0.4, -0.9];
/** Its picture: flat tones by label, shaded from left to right, and what is drawn over it. */
const picture = (over: (x: number, y: number, c: number) => number = () => 0): RgbPlanes =>
  paint(SIDE, SIDE, (c, x, y) => TONE[label(x, y)]! + x / 800 + over(x, y, c));

function pair(before: Partial<View>, after: Partial<View>, mask?: PairView['mask']): PairView {
  const view = { image: picture(), attributes: ATTRIBUTES, labels: labelled() };
  const ones = { data: new Float32Array(SIDE * SIDE).fill(1), width: SIDE, height: SIDE };
  return {
    ...pairOf(),
    manifest: MANIFEST,
    mask: mask ?? ones,
    views: [
      { ...view, ...before },
      { ...view, ...after },
    ],
  };
}
const measure = (name: string, of: PairView): number | undefined => METRICS.find((m) => m.name === name)!.measure(of);

describe('spots', () => {
  const spotsOf = (over: (x: number, y: number, c: number) => number): number =>
    measure('spots', pair({}, { image: picture(over) }))!;
  const disc = (cx: number, cy: number, r: number) => (x: number, y: number) => Math.hypot(x - cx, y - cy) < r;

  it('finds a droplet on skin and on the background, light or dark, in one channel', () => {
    // A contrast of 0.4 is 51 levels; the blur takes a part of a disc that is 5 px wide.
    expect(spotsOf((x, y) => (disc(64, 84, 2.5)(x, y) ? 0.4 : 0))).toBeGreaterThan(35);
    expect(spotsOf((x, y) => (disc(8, 8, 2.5)(x, y) ? -0.3 : 0))).toBeGreaterThan(20);
    expect(spotsOf((x, y, c) => (c === 2 && disc(64, 84, 2.5)(x, y) ? 0.4 : 0))).toBeGreaterThan(35);
  });

  it('sees none in a clean face with its eyes, hair line and shading', () => {
    expect(spotsOf(() => 0)).toBeLessThan(1);
  });

  it('takes a wrinkle, a step and a large highlight for what they are', () => {
    expect(spotsOf((_, y) => (Math.abs(y - 84) < 1.5 ? -0.4 : 0))).toBeLessThan(3);
    expect(spotsOf((x) => (x > 64 ? 0.4 : 0))).toBeLessThan(3);
    expect(spotsOf((x, y) => 0.4 * Math.exp(-((x - 64) ** 2 + (y - 84) ** 2) / (2 * 14 ** 2)))).toBeLessThan(10);
  });

  it('looks away from eyes, however much they shine', () => {
    expect(spotsOf((x, y) => (disc(50, 56, 2)(x, y) ? 1.5 : 0))).toBeLessThan(1);
  });

  it('looks at before, too', () => {
    const spotted = picture((x, y) => (disc(64, 84, 2.5)(x, y) ? 0.4 : 0));
    expect(measure('spots', pair({ image: spotted }, {}))).toBeGreaterThan(35);
  });
});

describe('fragments', () => {
  const fragmentsOf = (at: typeof label): number => measure('fragments', pair({}, { labels: labelled(at) }))!;
  const subject = labelled().data.filter((l) => l !== BACKGROUND).length;

  it('is 0 for a head in one piece', () => expect(fragmentsOf(label)).toBe(0));

  it('counts the pixels of a third eye', () => {
    const third = (x: number, y: number) => (x >= 62 && x < 65 && y >= 80 && y < 83 ? EYE : label(x, y));
    expect(fragmentsOf(third)).toBeCloseTo((100 * 9) / subject, 6);
  });

  it('counts islands of skin beyond the largest, and stays below 100', () => {
    const speckled = (x: number, y: number) => (x % 4 === 0 && y % 4 === 0 && y < 20 ? SKIN : label(x, y));
    expect(fragmentsOf(speckled)).toBeGreaterThan(2);
    expect(fragmentsOf(speckled)).toBeLessThanOrEqual(100);
  });

  it('has nothing to say of an image without a subject', () => {
    const nobody = labelled(() => BACKGROUND);
    expect(measure('fragments', pair({ labels: nobody }, { labels: nobody }))).toBeUndefined();
  });
});

describe('outside_change', () => {
  const brighter = picture((x, y) => (label(x, y) === BACKGROUND ? 0.08 : 0.5));

  it('is measured where the mask is 0', () => {
    const mask = {
      data: Float32Array.from({ length: SIDE * SIDE }, (_, i) => (i < SIDE ? 0 : 1)),
      width: SIDE,
      height: SIDE,
    };
    expect(measure('outside_change', pair({}, { image: brighter }, mask))).toBeCloseTo(0.08 * 127.5, 3);
  });

  it('is measured on the background of both where the pair was never fused', () => {
    expect(measure('outside_change', pair({}, { image: brighter }))).toBeCloseTo(0.08 * 127.5, 3);
  });

  it('is absent without either', () => {
    expect(measure('outside_change', pair({ labels: undefined }, { image: brighter }))).toBeUndefined();
  });
});

describe('sharpness', () => {
  const check = (x: number, y: number): number => ((x + y) % 2 === 0 ? 0.1 : -0.1);

  it('is the variance of the Laplacian in levels', () => {
    // A checkerboard of ±12.75 levels: the Laplacian is ∓8 · 12.75 off the borders.
    const board = paint(64, 64, (_, x, y) => check(x, y));
    const inner = Uint8Array.from({ length: 64 * 64 }, (_, i) =>
      i % 64 > 0 && i % 64 < 63 && i >= 64 && i < 63 * 64 ? 1 : 0,
    );
    expect(laplacianVariance(board, inner)).toBeCloseTo((8 * 12.75) ** 2, 0);
    expect(laplacianVariance(board, new Uint8Array(64 * 64))).toBeUndefined();
  });

  it('compares the face only, and reports the state furthest from 1 either way', () => {
    const outside = picture((x, y) => (label(x, y) === BACKGROUND ? check(x, y) * 5 : 0));
    expect(measure('sharpness_ratio', pair({}, { image: outside }))).toBeLessThan(1.2);
    const textured = picture(check);
    const faint = picture((x, y) => check(x, y) / 2);
    const ratio = measure('sharpness_ratio', pair({ image: textured }, { image: faint }))!;
    expect(ratio).toBeGreaterThan(0.2);
    expect(ratio).toBeLessThan(0.35);
    const views = pair({ image: faint }, {}).views;
    const three: PairView = { ...pair({}, {}), views: [views[0], { ...views[0] }, { ...views[0], image: textured }] };
    expect(measure('sharpness_ratio', three)).toBeGreaterThan(2.8);
  });
});
