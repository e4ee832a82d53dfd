import { describe, expect, it } from 'vitest';
import { gatesFor, judge, verdictOf } from '../../src/filter/gates.js';
import { recipeSchema } from '../../src/recipe.js';
import { BARE, collect, from, MANIFEST, pairOf } from './pairs.js';

const recipeOf = (edit = {}, gates = {}) =>
  recipeSchema.parse({
    name: 'smile',
    prompt: 'make the person smile',
    edit: { direction: 'smile', attribute: 'smile', before: { max: 0.1 }, after: { min: 0.9 }, ...edit },
    gates,
  });
const bands = (...args: Parameters<typeof gatesFor>) =>
  Object.fromEntries(gatesFor(...args).map((g) => [g.name, g.band]));

describe('gatesFor', () => {
  it('has no target and nothing off target where the edit aims at no attribute', () => {
    const { edit, ...recipe } = recipeOf();
    const gates = gatesFor(
      { ...recipe, edit: { ...edit, attribute: undefined, before: {}, after: {}, strength: 2 } },
      MANIFEST,
      { threshold: 0.31 },
    );
    const names = gates.map((gate) => gate.name);
    expect(names.slice(0, 3)).toEqual(['target_reached', 'identity', 'landmark_shift']);
    expect(names.filter((name) => /^drift|^target_(before|after)/.test(name))).toEqual([]);
  });

  it('has the defaults in the order in which they decide', () => {
    const gates = gatesFor(recipeOf(), MANIFEST, { threshold: 0.31 });
    expect(gates.map((g) => g.name)).toEqual([
      'target_before',
      'target_after',
      'target_reached',
      'identity',
      'drift.male',
      'drift.age',
      'drift.hair_length',
      'drift.hair_colour',
      'landmark_shift',
      'yaw_change',
      'pitch_change',
      'outside_change',
      'seam',
      'sharpness_ratio',
      'spots',
      'fragments',
      'duplicate',
    ]);
    expect(gates.find((g) => g.name === 'identity')!.band).toEqual({ min: 0.31 });
    expect(gates.every((g) => g.metric === g.name)).toBe(true);
  });

  it('takes the target bands from the edit, and gates the steps of a stack by their margin', () => {
    const found = bands(recipeOf({ between: [{ label: 'half', target: { min: 0.4, max: 0.6 } }] }), MANIFEST);
    expect(found.target_before).toEqual({ max: 0.1 });
    expect(found.target_after).toEqual({ min: 0.9 });
    expect(found.target_between).toEqual({ min: 0 });
  });

  it('limits drift in the unit of the attribute: 10 years of a span of 50', () => {
    const found = bands(recipeOf(), MANIFEST);
    expect(found['drift.age']).toEqual({ max: 0.2 });
    expect(found['drift.male']).toEqual({ max: 0.25 });
    expect(found['drift.hair_colour']).toEqual({ max: 0.25 });
  });

  it('lets a face move less when only the hair is edited', () => {
    expect(bands(recipeOf(), MANIFEST).landmark_shift).toEqual({ max: 6 });
    const hair = recipeOf({ attribute: 'hair_colour.blond' });
    expect(bands(hair, MANIFEST).landmark_shift).toEqual({ max: 2 });
    expect(bands(hair, MANIFEST)['drift.smile']).toEqual({ max: 0.25 });
  });

  it('obeys the recipe: another band, a gate more, a gate less', () => {
    const found = bands(
      recipeOf({}, { identity: { min: 0.6 }, sharpness_before: { min: 40 }, spots: false, seam: {} }),
      MANIFEST,
      { threshold: 0.3 },
    );
    expect(found.identity).toEqual({ min: 0.6 });
    expect(found.sharpness_before).toEqual({ min: 40 });
    expect('spots' in found).toBe(false);
    expect('seam' in found).toBe(false);
  });

  it('does not gate identity without a threshold', () => {
    expect('identity' in bands(recipeOf(), MANIFEST)).toBe(false);
  });

  it('gives the target gates to a bare pack', () => {
    expect(bands(recipeOf(), BARE).target_after).toEqual({ min: 0.9 });
  });

  it('names a gate that no metric has, and the nearest that one has', () => {
    expect(() => gatesFor(recipeOf({}, { identty: false }), MANIFEST)).toThrowError(
      expect.objectContaining({
        code: 'E_RECIPE',
        message: 'Expected the name of a metric for gates but received "identty"',
        hint: expect.stringContaining('Did you mean identity?'),
      }),
    );
  });
});

describe('verdictOf', () => {
  const gates = gatesFor(recipeOf(), MANIFEST, { threshold: 0.3 });
  const good = { target_before: 0.1, target_after: 0.9, target_reached: 1, identity: 0.3, sharpness_ratio: 1.6 };

  it('keeps a pair on the edge of every band, and applies no gate without its metric', () => {
    expect(verdictOf(good, gates)).toEqual({ kept: true, failures: [] });
  });

  it('lists all failures in gate order with the end of the band that was crossed', () => {
    const bad = { ...good, sharpness_ratio: 0.5, identity: 0.29, yaw_change: 9 };
    expect(verdictOf(bad, gates)).toEqual({
      kept: false,
      failures: [
        { gate: 'identity', value: 0.29, threshold: 0.3 },
        { gate: 'yaw_change', value: 9, threshold: 5 },
        { gate: 'sharpness_ratio', value: 0.5, threshold: 0.6 },
      ],
    });
  });

  it('never keeps a pair whose search failed, even if its scores are in the bands', () => {
    expect(verdictOf({ ...good, target_reached: 0 }, gates).failures[0]!.gate).toBe('target_reached');
  });
});

it('judge adds a verdict to every pair, and none is lost', async () => {
  const gates = gatesFor(recipeOf(), MANIFEST);
  const scored = (smile: number) => ({ ...pairOf(), scores: { target_after: smile }, phash: '0'.repeat(16) });
  const judged = await collect(judge(from(scored(0.95), scored(0.5)), gates));
  expect(judged.map((p) => p.verdict.kept)).toEqual([true, false]);
  expect(judged[1]!.verdict.failures).toEqual([{ gate: 'target_after', value: 0.5, threshold: 0.9 }]);
});
