/** Recipes as users write them: files, values laid over values, and a complaint that names the key. */
import { readFile } from 'node:fs/promises';
import YAML from 'yaml';
import { z } from 'zod';
import { DiptychError } from './errors.js';
import { nearest } from './presets.js';

/** What a file of keys holds. */
export type Json = { readonly [key: string]: unknown };

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
export function overlay(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isObject(base) || !isObject(over)) return over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, overlay(base[key], over[key])]));
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A recipe from what was written.
 * @throws DiptychError E_RECIPE for a key or value that no such recipe has
 */
export function parseRecipe<S extends z.ZodObject>(
  schema: S,
  written: unknown,
  { fileName, reference }: { readonly fileName: string; readonly reference: string },
): z.output<S> {
  const result = schema.safeParse(written);
  if (result.success) return result.data;
  throw new DiptychError(
    'E_RECIPE',
    `Expected a recipe for ${fileName} but received: ${describe(result.error, schema)}`,
    { hint: `${reference} lists every key with its range`, cause: result.error },
  );
}

function describe(error: z.ZodError, schema: z.ZodObject): string {
  const issue = error.issues[0]!;
  const where = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return `${issue.message} at ${where || 'the top'}`;
  const [key] = issue.keys;
  const known = Object.keys(shapeAt(issue.path, schema) ?? schema.shape);
  return `the unknown key ${[where, key].filter(Boolean).join('.')}, did you mean ${nearest(key ?? '', known)}?`;
}

/** Keys that a recipe has at a path, to suggest the nearest. */
function shapeAt(path: readonly PropertyKey[], of: z.ZodObject): Json | undefined {
  let schema: unknown = of;
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
