import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import YAML from 'yaml';
import { HAIR_COLOURS } from '../src/augment/hair/colours.js';
import { STYLES } from '../src/augment/hair/grow/index.js';
import { curateOptionsSchema } from '../src/curate-options.js';
import { curationMetrics } from '../src/curation/metrics.js';
import { SOURCE_FORMATS } from '../src/dataset/source/index.js';
import * as curation from '../src/filter/curate/index.js';
import { GROWN_BANDS, GROWN_METRICS } from '../src/filter/hair/index.js';
import * as filter from '../src/filter/index.js';
import { growRecipeSchema } from '../src/grow-recipe.js';
import { TROUBLES } from '../src/item.js';
import { openPack } from '../src/pack/load.js';
import * as presets from '../src/presets.js';
import * as recipe from '../src/recipe.js';
import { resolveRecipe } from '../src/resolve.js';

const docs = new URL('../docs/', import.meta.url);
const committed = await readFile(new URL('recipe.md', docs), 'utf8');

test('the reference of recipes says what the schema, the presets and the metrics say; npm run docs writes it', async () => {
  const { recipePage } = (await import(new URL('recipe-page.js', docs).href)) as {
    recipePage: (sources: object) => string;
  };
  expect(committed).toBe(recipePage({ ...recipe, ...presets, ...filter }));
});

test('every key, preset and metric is on the page', () => {
  const names = [
    ...Object.keys(recipe.recipeSchema.shape),
    ...presets.PRESET_NAMES,
    ...filter.METRICS.map((metric) => metric.name),
  ];
  // Keys of sections stand under dotted names: `edit.direction`.
  const absent = names.filter((name) => !committed.includes(`| \`${name}\` `) && !committed.includes(`| \`${name}.`));
  expect(absent).toEqual([]);
});

test('the example is a recipe', () => {
  const example = /```yaml\n([\s\S]*?)```/.exec(committed)?.[1] ?? '';
  const resolved = resolveRecipe({ file: YAML.parse(example) });
  expect(resolved).toMatchObject({ name: 'age', count: 1000, edit: { given: ['gender', 'smile'] } });
});

test('the reference of curation says what the code declares; npm run docs writes it', async () => {
  const { curationPage } = (await import(new URL('curation-page.js', docs).href)) as {
    curationPage: (sources: object) => string;
  };
  const { manifest } = await openPack('heads');
  const sources = { ...curation, curationMetrics, SOURCE_FORMATS, TROUBLES, curateOptionsSchema, manifest };
  expect(await readFile(new URL('curation-reference.md', docs), 'utf8')).toBe(curationPage(sources));
});

test('the reference of grown hair says what the code declares; npm run docs writes it', async () => {
  const { hairPage } = (await import(new URL('hair-page.js', docs).href)) as { hairPage: (sources: object) => string };
  const sources = { growRecipeSchema, STYLES, HAIR_COLOURS, GROWN_METRICS, GROWN_BANDS };
  expect(await readFile(new URL('hair-reference.md', docs), 'utf8')).toBe(hairPage(sources));
});
