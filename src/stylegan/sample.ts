/** Stage: candidate indices → points of W+, each from (recipe, index) alone. */
import type { Models } from '../engine/models.js';
import type { Candidate } from '../pair.js';
import { streamOf } from '../random.js';
import type { Recipe } from '../recipe.js';
import { gaussianOfSeed } from './seed.js';

/** What sampling reads of a recipe. */
export type SampleOptions = Pick<Recipe, 'seed' | 'seeds' | 'psi' | 'cutoff' | 'class'>;

/** Yields one candidate an index, in the order of the indices. */
export async function* sample(
  indices: AsyncIterable<number>,
  { models, recipe, stream = 'candidate' }: { models: Models; recipe: SampleOptions; stream?: string },
): AsyncIterable<Candidate> {
  const { zDim, numWs } = models.manifest.generator;
  const psi = truncation(recipe, numWs);
  for await (const index of indices) {
    const seed = seedOf(recipe, index, stream);
    const [ws] = await models.map([gaussianOfSeed(seed, zDim)], psi, recipe.class);
    yield { index, seed, ws: ws! };
  }
}

/**
 * Seed of a candidate: the recipe's own list where it has one, otherwise derived from (seed, index).
 * Another stream gives faces that no candidate has, such as those that the identity threshold is calibrated on.
 */
export function seedOf({ seed, seeds }: SampleOptions, index: number, stream = 'candidate'): number {
  const listed = stream === 'candidate' ? seeds?.[index] : undefined;
  return listed ?? Math.floor(streamOf(seed, index, stream)() * 2 ** 32);
}

/** Truncation factor of each layer, [numWs]: psi below the cutoff, 1 from there on. */
function truncation({ psi, cutoff }: SampleOptions, numWs: number): Float32Array {
  return Float32Array.from({ length: numWs }, (_, layer) => (layer < (cutoff ?? numWs) ? psi : 1));
}
