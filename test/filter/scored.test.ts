import { describe, expect, it } from 'vitest';
import type { Scorers, Seen } from '../../src/engine/scorers.js';
import { fitDomain } from '../../src/filter/domain/index.js';
import type { View } from '../../src/filter/metrics/index.js';
import {
  measurePackPair,
  measurePackSingle,
  packPairMetrics,
  packSingleMetrics,
  scoreWithPack,
} from '../../src/filter/scored.js';
import { streamOf } from '../../src/random.js';
import { paint } from '../image/planes.js';
import { ATTRIBUTES, BARE, MANIFEST } from './pairs.js';

const grey = paint(8, 8, () => 0);
const brighter = paint(8, 8, () => 0.1);
const labels = { data: new Uint8Array(64), width: 8, height: 8 };
const view = (over: Partial<View> = {}): View => ({ image: grey, attributes: ATTRIBUTES, ...over });

/** Scorers that see the first value of an image as their deep feature. */
const scorers = (over: Partial<Seen> = {}): Scorers => ({
  manifest: MANIFEST,
  see: async (image) => ({ attributes: { age: image.data[0]! }, deep: [image.data.slice(0, 1)], ...over }),
  close: async () => {},
});

describe('scoreWithPack', () => {
  const random = streamOf(1, 0, 'test');
  const domain = fitDomain(Array.from({ length: 200 }, () => Float32Array.of(random() * 0.2)));

  it('says of each picture, in order, whether the scorers may speak', async () => {
    const [near, far] = await scoreWithPack(scorers(), domain, [brighter, paint(8, 8, (c) => (c === 0 ? 0.9 : 0))]);
    expect(near).toMatchObject({ inDomain: true, view: { image: brighter } });
    expect(near!.view.attributes.age).toBeCloseTo(0.1);
    expect(near!.distance).toBeLessThan(1);
    expect(far!.inDomain).toBe(false);
    expect(far!.distance).toBeGreaterThan(2);
  });

  it('never lets scorers speak that nothing can be said of', async () => {
    for (const [given, of] of [
      [undefined, scorers()],
      [domain, scorers({ deep: [] })],
    ] as const) {
      const [seen] = await scoreWithPack(of, given, [grey]);
      expect(seen).toMatchObject({ inDomain: false, distance: Infinity });
    }
  });
});

describe('measurePackPair', () => {
  const before = view({ embedding: Float32Array.of(1, 0), labels });
  const after = view({
    image: brighter,
    attributes: { ...ATTRIBUTES, age: 55, smile: 0.15, yaw: 5 },
    embedding: Float32Array.of(0.6, 0.8),
    labels,
  });

  it('measures what two pictures alone can tell', () => {
    const scores = measurePackPair([before, after], { manifest: MANIFEST });
    expect(scores.identity).toBeCloseTo(0.6);
    expect(scores.yaw_change).toBe(3);
    expect(scores['drift.age']).toBeCloseTo(0.5);
    expect(scores['drift.smile']).toBeCloseTo(0.1);
    // All of both is background: 0.1 of a half-range of 127.5.
    expect(scores.outside_change).toBeCloseTo(12.75, 3);
    for (const name of ['target_margin', 'target_reached', 'seam', 'sharpness_before', 'landmark_shift']) {
      expect(scores).not.toHaveProperty(name);
    }
  });

  it('does not count the edited attribute as drift', () => {
    const scores = measurePackPair([before, after], { manifest: MANIFEST, attribute: 'age' });
    expect(scores).not.toHaveProperty('drift.age');
    expect(scores).toHaveProperty('drift.smile');
  });

  it('looks outside the mask where there is one', () => {
    const half = paint(8, 8, (_, x) => (x < 4 ? 0.4 : 0));
    const mask = { data: Float32Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 1 : 0)), width: 8, height: 8 };
    const scores = measurePackPair([view(), view({ image: half })], { manifest: MANIFEST, mask });
    expect(scores.outside_change).toBe(0);
  });

  it('declares every metric that it can measure', () => {
    const declared = packPairMetrics(MANIFEST).map((m) => m.name);
    for (const name of Object.keys(measurePackPair([before, after], { manifest: MANIFEST }))) {
      expect(declared).toContain(name);
    }
  });
});

describe('measurePackSingle', () => {
  it('names the scores of a picture, as they are declared', () => {
    const scores = measurePackSingle(view());
    expect(scores['attribute.age']).toBe(30);
    expect(packSingleMetrics(MANIFEST).map((m) => m.name)).toEqual(Object.keys(scores));
    expect(packSingleMetrics(BARE)).toEqual([]);
  });
});
