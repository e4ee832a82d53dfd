/** JSON of one form only, so that equal values have equal bytes and equal hashes. */
import { createHash } from 'node:crypto';
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
  return sha256Of(canonicalJson(recipe));
}

/** sha256 in hex; text is hashed as UTF-8. */
export function sha256Of(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}
