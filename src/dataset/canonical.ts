/** JSON of one form only, so that equal values have equal bytes and equal hashes. */
import { sha256 } from '../hash.js';
import type { Recipe } from '../recipe.js';

/** Keys sorted by code unit at every level, no spaces; undefined keys are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** sha256 of the canonical JSON of a resolved recipe: the identity of a dataset. */
export function recipeHash(recipe: Recipe): string {
  return sha256(canonicalJson(recipe));
}
