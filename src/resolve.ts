/** From what a user wrote to a recipe with every option resolved: defaults < preset < recipe file < flags. */
import { readFile } from 'node:fs/promises';
import YAML from 'yaml';
import { z } from 'zod';
import { DiptychError } from './errors.js';
import { nearest, presetOf } from './presets.js';
import { type Recipe, recipeSchema } from './recipe.js';

type Json = { readonly [key: string]: unknown };

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
  if (name === undefined && rest.edit === undefined) {
    throw new DiptychError('E_USAGE', 'Expected an attribute or a recipe to generate but received neither', {
      hint: 'Use --attribute age, or --recipe file.yaml',
    });
  }
  const base = name === undefined ? {} : { name, ...presetOf(name) };
  const result = recipeSchema.safeParse(overlay(overlay(base, rest), flags));
  if (result.success) return checkTargets(result.data, fileName);
  throw new DiptychError('E_RECIPE', `Expected a recipe for ${fileName} but received: ${describe(result.error)}`, {
    hint: 'docs/recipe.md lists every key with its range',
    cause: result.error,
  });
}

/** Reads a recipe file as JSON or YAML. @throws DiptychError E_RECIPE */
export async function readRecipeFile(path: string): Promise<Json> {
  const fail = (received: string, cause?: unknown): never => {
    throw new DiptychError('E_RECIPE', `Expected a recipe for ${path} but received ${received}`, {
      cause,
      hint: 'Write it as YAML or JSON; datasets/recipes has examples',
    });
  };
  const text = await readFile(path, 'utf8').catch((cause) => fail('no readable file', cause));
  let content: unknown;
  try {
    // JSON is YAML. Aliases are limited by the library, which keeps a hostile file from growing without bound.
    content = YAML.parse(text as string);
  } catch (cause) {
    fail(`damaged text: ${String((cause as Error).message).split('\n')[0]}`, cause);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) fail('no keys');
  return content as Json;
}

/** Keys of `over` laid over `base`, objects merged, everything else replaced; undefined leaves the base. */
function overlay(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isObject(base) || !isObject(over)) return over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, overlay(base[key], over[key])]));
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A band that nothing can lie in, or a seed twice, would try candidates in vain. */
function checkTargets(recipe: Recipe, fileName: string): Recipe {
  const { before, after, between } = recipe.edit;
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

function describe(error: z.ZodError): string {
  const issue = error.issues[0]!;
  const where = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return `${issue.message} at ${where || 'the top'}`;
  const [key] = issue.keys;
  const known = Object.keys(shapeAt(issue.path) ?? recipeSchema.shape);
  return `the unknown key ${[where, key].filter(Boolean).join('.')}, did you mean ${nearest(key ?? '', known)}?`;
}

/** Keys that a recipe has at a path, to suggest the nearest. */
function shapeAt(path: readonly PropertyKey[]): Json | undefined {
  let schema: unknown = recipeSchema;
  for (const key of path) {
    while (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
      schema = schema.unwrap();
    }
    if (schema instanceof z.ZodObject) schema = schema.shape[String(key)];
  }
  while (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    schema = schema.unwrap();
  }
  return schema instanceof z.ZodObject ? schema.shape : undefined;
}
