/** From what a user wrote to a recipe of `grow` with every option resolved: defaults < recipe file < flags. */
import { DiptychError } from '../errors.js';
import { type GrowRecipe, growRecipeSchema } from '../grow-recipe.js';
import { type Json, overlay, parseRecipe } from '../recipe-file.js';

/** What a user wrote. */
export interface GrowRecipeSources {
  /** Content of a recipe file. */
  readonly file?: Json | undefined;
  /** What the file is called in an error. */
  readonly fileName?: string | undefined;
  /** Recipe keys given as flags; undefined ones are ignored. */
  readonly flags?: Json | undefined;
}

/** @throws DiptychError E_RECIPE for a key or value that no recipe has, or values that contradict each other */
export function resolveGrowRecipe({ file = {}, fileName = 'the recipe', flags = {} }: GrowRecipeSources): GrowRecipe {
  const recipe = parseRecipe(growRecipeSchema, overlay(file, flags), { fileName, reference: 'docs/hair-reference.md' });
  const bands = Object.entries(recipe.gates).flatMap(([name, band]) =>
    band ? [[`gates.${name}`, band] as const] : [],
  );
  for (const [name, { min = -Infinity, max = Infinity }] of [...bands, ['growth', recipe.growth] as const]) {
    if (min <= max) continue;
    throw new DiptychError('E_RECIPE', `Expected min ≤ max for ${name} of ${fileName} but received ${min} > ${max}`);
  }
  if (recipe.growth.before >= recipe.growth.min) {
    const { before, min } = recipe.growth;
    throw new DiptychError(
      'E_RECIPE',
      `Expected hair that grows for growth of ${fileName} but received ${before} to ${min}`,
      {
        hint: 'Choose a lower --before, or a higher --growth',
      },
    );
  }
  return recipe;
}
