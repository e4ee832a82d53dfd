import { expect, test } from 'vitest';
import type { Models } from '../../src/engine/models.js';
import { growRecipeSchema } from '../../src/grow-recipe.js';
import { type Sampler, sampleHead } from '../../src/growing/sampled.js';
import type { Direction } from '../../src/latent/direction.js';
import { makeManifest } from '../dataset/synthetic.js';

const SIDE = 100;

/**
 * A generator whose first latent is the share of the picture that is hair, 0.5 before any move, and networks that see
 * it: moves along `hairiness` change it by their strength.
 */
function sampler(over: { landmarks?: boolean; bald?: number; remove?: boolean } = {}): Sampler & { drawn: number[] } {
  const drawn: number[] = [];
  const manifest = makeManifest();
  const parsing = { classes: ['skin', 'hair'] } as unknown as NonNullable<typeof manifest.scorers.parsing>;
  const models: Models = {
    manifest: { ...manifest, scorers: { ...manifest.scorers, parsing } },
    map: async () => [Float32Array.of(0.5, 0, 0, 0, 0, 0, 0, 0)],
    async synthesise([ws]) {
      drawn.push(ws![0]!);
      return [{ data: new Float32Array(3 * SIDE * SIDE).fill(ws![0]!), width: SIDE, height: SIDE }];
    },
    parse: async ([image]) => {
      const share = Math.max(over.bald ?? 0, image!.data[0]!);
      const data = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (i < share * SIDE * SIDE ? 1 : 0));
      return [{ data, width: SIDE, height: SIDE }];
    },
    ...(over.landmarks !== false && { landmarks: async () => [new Float32Array(10)] }),
    close: async () => {},
  };
  const normal = Float32Array.of(1, 0, 0, 0);
  const hairiness = { normal, intercept: 0, space: 'w', layers: [0, 1], range: [-1, 1] } as unknown as Direction;
  const recipe = growRecipeSchema.parse({ ...(over.remove === false && { remove: false }) });
  return { models, hairiness, recipe, drawn };
}

test('a head is moved only as far as its hair is gone', async () => {
  const sampled = sampler();
  const portrait = await sampleHead(7, sampled);
  expect(sampled.drawn).toEqual([0.5, 0.25, 0]);
  expect(portrait).toMatchObject({ portrait: '000000007', hairless: true, observed: { kind: 'five' } });
});

test('one that stays hairy is no use', async () => {
  const sampled = sampler({ bald: 0.1 });
  const portrait = await sampleHead(0, sampled);
  expect(sampled.drawn).toEqual([0.5, 0.25, 0, -0.25, -0.5]);
  expect(portrait).toMatchObject({ gate: 'hair_left', trouble: expect.stringContaining('000000000') });
});

test('hair that is to stay is not moved at', async () => {
  const sampled = sampler({ remove: false });
  expect(await sampleHead(0, sampled)).toMatchObject({ hairless: false });
  expect(sampled.drawn).toEqual([0.5]);
});

test('image and labels come at the size that is asked for', async () => {
  const sampled = sampler();
  const portrait = await sampleHead(0, { ...sampled, recipe: { ...sampled.recipe, size: 64 } });
  if ('trouble' in portrait) throw new Error(portrait.trouble);
  expect([portrait.image.width, portrait.image.data.length]).toEqual([64, 3 * 64 * 64]);
  expect(portrait.labels!.data).toHaveLength(64 * 64);
});

test('without landmarks there is no portrait', async () => {
  expect(await sampleHead(0, sampler({ landmarks: false }))).toMatchObject({
    gate: 'faces',
    trouble: expect.stringMatching(/toy has no landmark network/),
  });
  const faces = { kind: 'landmarker', models: [], read: async () => ({ boxes: [] }), close: async () => {} } as const;
  expect(await sampleHead(0, { ...sampler(), faces })).toMatchObject({
    gate: 'faces',
    trouble: 'sample 000000000 shows 0 faces',
  });
});
