import { describe, expect, it, vi } from 'vitest';
import { phash } from '../../src/filter/phash.js';
import { type ScoreModels, score } from '../../src/filter/score.js';
import type { RgbPlanes } from '../../src/pair.js';
import { ATTRIBUTES, BARE, collect, flat, from, MANIFEST, pairOf, state } from './pairs.js';

/** Networks that read the brightness of the first pixel. */
const models = {
  manifest: MANIFEST,
  attributes: vi.fn(async (images: readonly RgbPlanes[]) =>
    images.map((i) => ({ ...ATTRIBUTES, smile: i.data[0]!, age: 30 + 10 * i.data[0]! })),
  ),
  parse: vi.fn(async (images: readonly RgbPlanes[]) =>
    images.map((i) => ({ data: new Uint8Array(i.data.length / 3).fill(1), width: i.width, height: i.height })),
  ),
  embed: vi.fn(async (images: readonly RgbPlanes[]) =>
    images.map((i) => Float32Array.of(Math.cos(i.data[0]!), Math.sin(i.data[0]!))),
  ),
  landmarks: vi.fn(async (images: readonly RgbPlanes[]) =>
    images.map((i) => Float32Array.of(10, 10, 20, 10, 15, 16 + i.data[0]!, 11, 22, 19, 22)),
  ),
} satisfies ScoreModels;

const stack = pairOf({
  before: state('before', flat(0)),
  between: [state('half', flat(0.5))],
  after: state('after', flat(1)),
  edit: { ...pairOf().edit, targets: [{ max: 0.1 }, { min: 0.4, max: 0.7 }, { min: 0.9 }] },
  notes: { seam: 2, outside_change_raw: 11 },
});

describe('score', () => {
  it('measures the images that ship, all states in one call a network', async () => {
    const [pair] = await collect(score(from(stack), { models }));
    for (const network of [models.attributes, models.parse, models.embed, models.landmarks]) {
      expect(network).toHaveBeenCalledTimes(1);
      expect(network.mock.calls[0]![0]).toHaveLength(3);
    }
    expect([pair!.before, ...pair!.between, pair!.after].map((s) => s.attributes.smile)).toEqual([0, 0.5, 1]);
    expect(pair!.phash).toBe(phash(stack.before.image));
  });

  it('has every metric of the worst state, raw', async () => {
    const [pair] = await collect(score(from(stack), { models }));
    expect(pair!.scores).toMatchObject({
      target_before: 0,
      target_after: 1,
      target_reached: 1,
      'drift.age': 10 / 50,
      'drift.male': 0,
      outside_change_raw: 11,
      seam: 2,
      spots: 0,
      fragments: 0,
    });
    expect(pair!.scores.target_between).toBeCloseTo(0.1, 6);
    expect(pair!.scores.identity).toBeCloseTo(Math.cos(1), 6);
    expect(pair!.scores.landmark_shift).toBeCloseTo(100 / 3 / 10, 4);
  });

  it('asks no network about a pair that missed its target', async () => {
    vi.clearAllMocks();
    const missed = { ...stack, edit: { ...stack.edit, reached: false } };
    const [pair] = await collect(score(from(missed), { models }));
    expect(models.attributes).not.toHaveBeenCalled();
    expect(Object.keys(pair!.scores).sort()).toEqual([
      'target_after',
      'target_before',
      'target_between',
      'target_margin',
      'target_reached',
    ]);
    expect(pair!.scores.target_reached).toBe(0);
  });

  it('leaves out what the pack cannot measure', async () => {
    const [pair] = await collect(score(from(stack), { models: { manifest: BARE } }));
    expect('identity' in pair!.scores).toBe(false);
    expect('spots' in pair!.scores).toBe(false);
    expect(pair!.after.attributes).toEqual(stack.after.attributes);
  });

  it('never lets NaN into scores or attributes, and such a pair cannot pass', async () => {
    const broken = { ...stack, after: state('after', flat(Number.NaN)) };
    const [pair] = await collect(score(from(broken), { models }));
    for (const value of [...Object.values(pair!.scores), ...Object.values(pair!.after.attributes)]) {
      expect(Number.isFinite(value)).toBe(true);
    }
    expect(pair!.scores.target_reached).toBe(0);
  });
});
