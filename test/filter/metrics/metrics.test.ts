import { describe, expect, it } from 'vitest';
import { METRICS, metricsFor, type PairView, type View } from '../../../src/filter/metrics/index.js';
import type { Pair } from '../../../src/pair.js';
import { ATTRIBUTES, BARE, flat, MANIFEST, pairOf } from '../pairs.js';

/** A pair as the metrics see it: the views of a smile pair, changed. */
function seen(before: Partial<View>, after: Partial<View>, change: Partial<Omit<PairView, 'views'>> = {}): PairView {
  const { mask, edit, notes } = pairOf(change as Partial<Pair>);
  const view = { image: flat(0), attributes: ATTRIBUTES };
  return {
    mask,
    edit,
    notes,
    manifest: MANIFEST,
    ...change,
    views: [
      { ...view, ...before },
      { ...view, ...after },
    ],
  };
}
const measure = (name: string, pair: PairView): number | undefined =>
  metricsFor(pair.manifest, pair.edit.attribute)
    .find((m) => m.name === name)!
    .measure(pair);

describe('target', () => {
  const smiling = (a: number, b: number) =>
    seen({ attributes: { ...ATTRIBUTES, smile: a } }, { attributes: { ...ATTRIBUTES, smile: b } });

  it('is the raw score on both ends', () => {
    expect(measure('target_before', smiling(0.04, 0.93))).toBe(0.04);
    expect(measure('target_after', smiling(0.04, 0.93))).toBe(0.93);
  });

  it('has the margin of the worst state, negative outside the band', () => {
    // Bands: before at most 0.1, after at least 0.9.
    expect(measure('target_margin', smiling(0.04, 0.93))).toBeCloseTo(0.03, 10);
    expect(measure('target_margin', smiling(0.04, 0.7))).toBeCloseTo(-0.2, 10);
  });

  it('measures margins in spans, and the steps between apart', () => {
    const age = (years: number): View => ({ image: flat(0), attributes: { ...ATTRIBUTES, age: years } });
    const edit = {
      ...pairOf().edit,
      attribute: 'age',
      targets: [{ min: 15, max: 25 }, { min: 38, max: 42 }, { min: 60 }],
    };
    const pair: PairView = { ...seen({}, {}, { edit }), views: [age(20), age(41), age(90)] };
    expect(measure('target_between', pair)).toBeCloseTo(1 / 50, 10);
    expect(measure('target_margin', pair)).toBeCloseTo(1 / 50, 10);
    expect(measure('target_between', smiling(0, 1))).toBeUndefined();
  });

  it('is not reached with an image that is not finite', () => {
    expect(measure('target_reached', smiling(0, 1))).toBe(1);
    expect(measure('target_reached', seen({}, { image: flat(Number.NaN) }))).toBe(0);
  });
});

describe('drift', () => {
  it('has one metric for each attribute or group but the target and the pose', () => {
    const names = (target: string): string[] =>
      metricsFor(MANIFEST, target)
        .map((m) => m.name)
        .filter((n) => n.startsWith('drift.'));
    expect(names('smile')).toEqual(['drift.male', 'drift.age', 'drift.hair_length', 'drift.hair_colour']);
    expect(names('hair_colour.blond')).toEqual(['drift.male', 'drift.age', 'drift.smile', 'drift.hair_length']);
  });

  it('is a share of the span', () => {
    const pair = seen({}, { attributes: { ...ATTRIBUTES, age: 18, male: 0.35 } });
    expect(measure('drift.age', pair)).toBeCloseTo(12 / 50, 10);
    expect(measure('drift.male', pair)).toBeCloseTo(0.25, 10);
  });

  it('takes half the L1 distance of a distribution, and skips the colour of no hair', () => {
    const grey = { 'hair_colour.black': 0.1, 'hair_colour.blond': 0.25, 'hair_colour.grey': 0.65 };
    // |0.7 − 0.1| + |0.2 − 0.25| + |0.1 − 0.65| = 1.2
    expect(measure('drift.hair_colour', seen({}, { attributes: { ...ATTRIBUTES, ...grey } }))).toBeCloseTo(0.6, 10);
    const bald = { ...ATTRIBUTES, ...grey, hair_length: 0.05 };
    expect(measure('drift.hair_colour', seen({}, { attributes: bald }))).toBeUndefined();
  });
});

describe('identity', () => {
  it('is the smallest cosine with before', () => {
    const at = (degrees: number): View => ({
      image: flat(0),
      attributes: ATTRIBUTES,
      embedding: Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)),
    });
    const pair: PairView = { ...seen({}, {}), views: [at(0), at(60), at(20)] };
    expect(measure('identity', pair)).toBeCloseTo(0.5, 6);
    expect(measure('identity', { ...pair, views: [at(0), { ...at(0), embedding: new Float32Array(2) }] })).toBe(
      undefined,
    );
  });
});

describe('landmark_shift', () => {
  const points = [10, 10, 20, 10, 15, 16, 11, 22, 19, 22];
  const moved = (...by: [number, number, number][]): Float32Array => {
    const p = Float32Array.from(points);
    for (const [point, dx, dy] of by) {
      p[2 * point]! += dx;
      p[2 * point + 1]! += dy;
    }
    return p;
  };
  const shift = (after: Float32Array) =>
    measure('landmark_shift', seen({ points: Float32Array.from(points) }, { points: after }));

  it('is the mean move of eyes and nose in % of the eyes 10 px apart', () => {
    // The nose moves by 5 px, the eyes do not: 5 / 3 px.
    expect(shift(moved([2, 3, 4]))).toBeCloseTo((100 * 5) / 3 / 10, 4);
  });
  it('does not forgive a move of the whole face', () => {
    expect(shift(moved([0, 1, 0], [1, 1, 0], [2, 1, 0]))).toBeCloseTo(10, 4);
  });
  it('lets the mouth move', () => expect(shift(moved([3, -4, 1], [4, 4, 1]))).toBe(0));
});

describe('pose', () => {
  it('is in degrees, whichever way', () => {
    const pair = seen({}, { attributes: { ...ATTRIBUTES, yaw: -4, pitch: 1.5 } });
    expect([measure('yaw_change', pair), measure('pitch_change', pair)]).toEqual([6, 2.5]);
  });
});

describe('notes of the fuse stage', () => {
  it('are metrics when there are any', () => {
    const pair = seen({}, {}, { notes: { seam: 3, outside_change_raw: 9 } });
    expect([measure('seam', pair), measure('outside_change_raw', pair)]).toEqual([3, 9]);
    expect(measure('seam', seen({}, {}))).toBeUndefined();
  });
});

it('every metric has a declaration, and a name of its own', () => {
  for (const m of METRICS) {
    expect(m.unit).not.toBe('');
    expect(m.describe.endsWith('.')).toBe(true);
    expect(m.range[0]).toBeLessThan(m.range[1]);
  }
  const names = metricsFor(MANIFEST, 'smile').map((m) => m.name);
  expect(new Set(names).size).toBe(names.length);
});

it('a bare pack leaves all metrics out that need a network', () => {
  const pair = seen({ attributes: {} }, { attributes: {} }, { manifest: BARE });
  const measured = metricsFor(BARE, 'smile').filter((m) => m.measure(pair) !== undefined);
  expect(measured.map((m) => m.name)).toEqual(['target_reached', 'sharpness_before']);
});
