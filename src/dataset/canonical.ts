/** JSON of one form only, so that equal values have equal bytes and equal hashes. */
import { sha256 } from '../hash.js';

/** Keys sorted by code unit at every level, no spaces; undefined keys are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** A recipe as far as counts go. */
export interface Counted {
  readonly count: number;
  readonly maxTries?: number | undefined;
}

/**
 * What candidates are a function of: the recipe without how many of them are wanted. So a run may be asked for more pairs
 * than before and goes on where it ended.
 */
export function candidatesHash<Of extends Counted>({ count: _count, maxTries: _maxTries, ...recipe }: Of): string {
  return sha256(canonicalJson(recipe));
}

/** sha256 of the canonical JSON of a resolved recipe: the identity of a dataset. */
export function recipeHash(recipe: object): string {
  return sha256(canonicalJson(recipe));
}
