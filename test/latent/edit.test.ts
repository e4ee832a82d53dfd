import { describe, expect, it } from 'vitest';
import type { Models } from '../../src/engine/models.js';
import type { Direction } from '../../src/latent/direction.js';
import { type EditOptions, edit } from '../../src/latent/edit.js';
import type { PackManifest } from '../../src/pack/manifest.js';
import { type Candidate, type Pair, statesOf } from '../../src/pair.js';
import { recipeSchema } from '../../src/recipe.js';

/**
 * A generator whose image is one pixel that holds the mean of w, and a scorer that reads an age off it: 40 years at w = 0,
 * ten years a unit. So the strength that an age needs is (age − 40) / 10 − w, by hand.
 */
const manifest = {
  generator: { numWs: 2, wDim: 1 },
  scorers: { attributes: { attributes: [{ name: 'age', output: 'age', column: 0, unit: 'years', span: 50 }] } },
} as unknown as PackManifest;
const direction: Direction = {
  name: 'age',
  attribute: 'age',
  normal: Float32Array.of(1),
  intercept: 0,
  layers: [0, 2],
  range: [-4, 4],
};

function bench(plan: object) {
  let images = 0;
  const models = {
    manifest,
    attributes: async (batch: readonly { data: Float32Array }[]) =>
      batch.map(({ data }) => ({ age: 40 + 10 * data[0]! })),
  } as unknown as Models;
  const recipe = recipeSchema.parse({
    name: 'age',
    prompt: 'age',
    edit: { direction: 'age', attribute: 'age', before: { max: 30 }, after: { min: 60 }, ...plan },
  });
  const options: EditOptions = {
    models,
    direction,
    edit: recipe.edit,
    synthesise: async (_, ws) => {
      images += ws.length;
      return ws.map((w) => ({ data: Float32Array.of((w[0]! + w[1]!) / 2, 0, 0), width: 1, height: 1 }));
    },
  };
  return { options, drawn: () => images };
}

async function editOne(w: number, options: EditOptions): Promise<Pair> {
  const candidate: Candidate = { index: 7, seed: 1, ws: Float32Array.of(w, w) };
  async function* source() {
    yield candidate;
  }
  for await (const pair of edit(source(), options)) return pair;
  throw new Error('no pair');
}

describe('edit', () => {
  it('moves both ends just far enough: 30 years lie at −1, 60 at +2, and it aims one year (2 % of 50) inside', async () => {
    const { options, drawn } = bench({});
    const pair = await editOne(0, options);
    expect(pair.id).toBe('000000007');
    expect(pair.edit.reached).toBe(true);
    expect(pair.before.strength).toBeLessThanOrEqual(-1.1);
    expect(pair.before.strength).toBeGreaterThan(-1.3);
    expect(pair.after.strength).toBeGreaterThanOrEqual(2.1);
    expect(pair.after.strength).toBeLessThan(2.3);
    expect(pair.edit.evaluations).toBe(drawn());
    expect(drawn()).toBeLessThanOrEqual(32);
  });

  it('forces a move along a direction that nothing scores', async () => {
    const { options } = bench({ attribute: undefined, before: {}, after: {}, strength: -2 });
    const { attributes: _, ...blind } = options.models;
    const pair = await editOne(0, { ...options, models: blind as Models });
    expect(statesOf(pair).map(({ strength, image }) => [strength, image.data[0]])).toEqual([
      [0, 0],
      [-2, -2],
    ]);
    expect(pair.edit).toMatchObject({ attribute: undefined, reached: true, evaluations: 2 });
  });

  it('leaves an end where it is that already has its target', async () => {
    const { options } = bench({});
    const pair = await editOne(-1.5, options);
    expect(pair.before.strength).toBe(0);
    expect(pair.before.attributes.age).toBeCloseTo(25);
  });

  it('says so when a target is out of reach, within its budget', async () => {
    const { options, drawn } = bench({ after: { min: 95 } });
    const pair = await editOne(0, options);
    expect(pair.edit.reached).toBe(false);
    expect(drawn()).toBeLessThanOrEqual(32);
  });

  it('starts a swap from the end that the face is nearer to', async () => {
    const { options } = bench({ swap: true });
    const pair = await editOne(1.8, options);
    expect(pair.before.attributes.age).toBeGreaterThanOrEqual(60);
    expect(pair.after.attributes.age).toBeLessThanOrEqual(30);
    expect(pair.edit.targets).toEqual([{ min: 60 }, { max: 30 }]);
  });

  it('moves by a forced strength and no further', async () => {
    const { options, drawn } = bench({ strength: 1.5 });
    const pair = await editOne(0.25, options);
    expect(statesOf(pair).map((state) => state.strength)).toEqual([0, 1.5]);
    expect(drawn()).toBe(2);
  });

  it('makes a stack of the steps between, each inside its own band', async () => {
    const between = [
      { label: 'age-40', target: { min: 38, max: 42 } },
      { label: 'age-50', target: { min: 48, max: 52 } },
    ];
    const { options } = bench({ between, maxEvaluations: 64 });
    const pair = await editOne(-0.7, options);
    expect(pair.edit.reached).toBe(true);
    expect(statesOf(pair).map((state) => state.label)).toEqual(['before', 'age-40', 'age-50', 'after']);
    expect(Math.abs(pair.between[0]!.attributes.age! - 40)).toBeLessThanOrEqual(2);
    expect(Math.abs(pair.between[1]!.attributes.age! - 50)).toBeLessThanOrEqual(2);
  });

  it('names the attribute that a pack does not score', async () => {
    const { options } = bench({ attribute: 'freckles' });
    await expect(editOne(0, options)).rejects.toThrow(/freckles/);
  });
});
