/** Which candidates a run tries, and how many pairs it keeps: all of a recipe's, or those of a shard. */
import { DiptychError } from '../errors.js';
import type { GrowRecipe } from '../grow-recipe.js';

/** Candidates first, first + step, … below limit, until `count` pairs are kept. */
export interface Part {
  readonly first: number;
  readonly step: number;
  readonly limit: number;
  readonly count: number;
}

/** Candidates tried for each wanted pair before a run gives up. */
const TRIES_PER_PAIR = 6;

/**
 * Shard k of n tries candidates k − 1, k − 1 + n, … and keeps its share of the pairs; shares add up to the recipe's
 * count. No candidate is in two shards, and each is the one that a run of the whole recipe would make: where no gate
 * drops any, the shards together are that run.
 *
 * @throws DiptychError E_USAGE for more shards than pairs
 */
export function partOf(
  { count, maxTries }: Pick<GrowRecipe, 'count' | 'maxTries'>,
  { index, of }: { readonly index: number; readonly of: number } = { index: 0, of: 1 },
): Part {
  if (of > count) {
    throw new DiptychError('E_USAGE', `Expected at most a shard a pair for --shard but received ${of} for ${count}`, {
      hint: 'Choose fewer shards, or a higher --count',
    });
  }
  return { first: index, step: of, limit: maxTries ?? count * TRIES_PER_PAIR, count: Math.ceil((count - index) / of) };
}
