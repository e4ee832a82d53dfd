/** From what a user wrote to a recipe with every option resolved: defaults < preset < recipe file < flags. */
import { DiptychError } from './errors.js';
import type { Band } from './pair.js';
import { presetOf } from './presets.js';
import { type Recipe, recipeSchema } from './recipe.js';
import { type Json, overlay, parseRecipe } from './recipe-file.js';

/** What a user wrote: an attribute or a recipe file, and flags over either. */
export interface RecipeSources {
  readonly attribute?: string | undefined;
  /** Content of a recipe file: recipe keys, and `attribute` to start from a preset. */
  readonly file?: Json | undefined;
  /** What the file is called in an error. */
  readonly fileName?: string | undefined;
  /** Recipe keys given as flags; undefined ones are ignored. */
  readonly flags?: Json | undefined;
}

/** @throws DiptychError E_USAGE for an unknown attribute, E_RECIPE for a key or value that no recipe has */
export function resolveRecipe({ attribute, file = {}, fileName = 'the recipe', flags = {} }: RecipeSources): Recipe {
  const { attribute: fromFile, ...rest } = file;
  const name = attribute ?? (typeof fromFile === 'string' ? fromFile : undefined);
  const direction = (flags.edit as Json | undefined)?.direction;
  if (name === undefined && rest.edit === undefined && direction === undefined) {
    throw new DiptychError('E_USAGE', 'Expected an attribute or a recipe to generate but received neither', {
      hint: 'Use --attribute age, or --recipe file.yaml',
    });
  }
  const base = name === undefined ? alongAlone(direction) : { name, ...presetOf(name) };
  const written = overlay(overlay(base, rest), flags);
  return checkTargets(parseRecipe(recipeSchema, written, { fileName, reference: 'docs/recipe.md' }), fileName);
}

/** What a dataset along a direction is called where nobody says. */
function alongAlone(direction: unknown): Json {
  if (typeof direction !== 'string') return {};
  return { name: direction, prompt: `move this face along ${direction}` };
}

/** A search for nothing would find it at once; a band that nothing can lie in, or a seed twice, is tried in vain. */
function checkTargets(recipe: Recipe, fileName: string): Recipe {
  const { attribute, before, after, between, strength } = recipe.edit;
  const aimed = [before, after, ...between.map((step) => step.target)].some(isClosed);
  if (attribute === undefined && (strength === 'search' || aimed)) {
    const missing = strength === 'search' ? 'an attribute or a strength' : 'an attribute of the targets';
    throw new DiptychError('E_RECIPE', `Expected ${missing} for edit of ${fileName} but received neither`, {
      hint: 'Name edit.attribute with targets to search the move, or force it without any: --strength 3',
    });
  }
  if (strength === 'search' && !isClosed(after)) {
    throw new DiptychError('E_RECIPE', `Expected a target for edit.after of ${fileName} but received none`, {
      hint: 'Give it a min or a max, or force the move with --strength',
    });
  }
  const gates = Object.values(recipe.gates).flatMap((gate) => gate || []);
  for (const { min = -Infinity, max = Infinity } of [before, after, ...between.map((step) => step.target), ...gates]) {
    if (min <= max) continue;
    throw new DiptychError(
      'E_RECIPE',
      `Expected min ≤ max for targets and gates of ${fileName} but received ${min} > ${max}`,
    );
  }
  if (new Set(recipe.seeds).size !== (recipe.seeds?.length ?? 0)) {
    throw new DiptychError('E_RECIPE', `Expected every seed once for seeds of ${fileName} but received one twice`);
  }
  return recipe;
}

const isClosed = ({ min, max }: Band): boolean => min !== undefined || max !== undefined;
