/** Which split a pair belongs to: a function of its id and the run's seed, never of what else was kept. */
import { createHash } from 'node:crypto';

/** Splits in the order in which files list them. */
export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** Shares of the pairs that go to the smaller splits; the rest trains. */
export interface SplitShares {
  readonly validation: number;
  readonly test: number;
}

/**
 * Draws u in [0, 1) from the first 48 bits of sha256("<seed>/<id>"): test below `test`, then validation, then train.
 * A pair therefore stays in its split when the dataset grows or gates change.
 */
export function splitOf(id: string, seed: number, { validation, test }: SplitShares): Split {
  const u = createHash('sha256').update(`${seed}/${id}`).digest().readUIntBE(0, 6) / 2 ** 48;
  if (u < test) return 'test';
  return u < test + validation ? 'validation' : 'train';
}
