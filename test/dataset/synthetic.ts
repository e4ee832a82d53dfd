/** Pairs, recipe and pack manifest that need no model: every pixel and score is a function of the index. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { renderCard } from '../../src/dataset/card.js';
import { finishDataset } from '../../src/dataset/finish.js';
import { openJournal, readJournal } from '../../src/dataset/journal.js';
import type { DatasetStats } from '../../src/dataset/stats.js';
import { commitPair, sourcesOf } from '../../src/dataset/writer.js';
import { type PackManifest, packManifestSchema } from '../../src/pack/manifest.js';
import { type Failure, type JudgedPair, pairId, type RgbPlanes } from '../../src/pair.js';
import { type Recipe, type RecipeInput, recipeSchema } from '../../src/recipe.js';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A new empty folder, removed when the test file ends. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'diptych-dataset-'));
  folders.push(folder);
  return folder;
}

/** Commits as `generate` does. */
export function commit(root: string, pair: JudgedPair, recipe: Recipe) {
  return commitPair(root, pair, recipe, { sources: sourcesOf(recipe) });
}

export function makeRecipe(overrides: Partial<RecipeInput> = {}): Recipe {
  return recipeSchema.parse({
    name: 'age',
    prompt: 'make the person older',
    edit: { direction: 'age', attribute: 'age', before: { max: 35 }, after: { min: 60 } },
    write: { validation: 0.25, test: 0.25 },
    ...overrides,
  });
}

/** An image whose bytes are known: byte = (7x + 13y + 31c + 17·index + 5·step) mod 256. */
export function imageOf(index: number, step: number, width = 12, height = 8): RgbPlanes {
  const data = new Float32Array(3 * width * height);
  for (let c = 0; c < 3; c++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        data[(c * height + y) * width + x] = ((7 * x + 13 * y + 31 * c + 17 * index + 5 * step) % 256) / 127.5 - 1;
  return { data, width, height };
}

/** The bytes of `imageOf`, HWC, by the formula and not by the code under test. */
export function bytesOf(index: number, step: number, width = 12, height = 8): Uint8Array {
  const bytes = new Uint8Array(3 * width * height);
  let i = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) bytes[i++] = (7 * x + 13 * y + 31 * c + 17 * index + 5 * step) % 256;
  return bytes;
}

export interface JudgedOptions {
  readonly failures?: readonly Failure[];
  readonly between?: readonly string[];
  readonly scores?: Readonly<Record<string, number>>;
}

export function judged(index: number, { failures = [], between = [], scores = {} }: JudgedOptions = {}): JudgedPair {
  const state = (label: string, step: number) => ({
    label,
    strength: step / 2,
    image: imageOf(index, step),
    attributes: { age: 20 + 10 * step },
  });
  const mask = Float32Array.from({ length: 96 }, (_, i) => (i % 12 < 6 ? 0 : 1));
  return {
    id: pairId(index),
    candidate: { index, seed: 1000 + index, ws: new Float32Array(4) },
    before: state('before', 0),
    between: between.map((label, i) => state(label, i + 1)),
    after: state('after', between.length + 1),
    mask: { data: mask, width: 12, height: 8 },
    edit: { direction: 'age', attribute: 'age', evaluations: 5, reached: true, targets: [] },
    notes: {},
    scores: { identity: 0.5 + index / 1000, sharpness: index % 2, ...scores },
    phash: '00ff00ff00ff00ff',
    verdict: { kept: failures.length === 0, failures },
  };
}

const file = (path: string, digit: string) => ({
  path,
  sha256: digit.repeat(64),
  bytes: 10,
  licence: 'MIT',
  source: 'made for the test',
});

export function makeManifest(): PackManifest {
  const direction = {
    attribute: 'age',
    space: 'w',
    intercept: 0,
    layers: [0, 4],
    range: [-3, 3],
    accuracy: { validation: 0.9, remaining: 0.9 },
    conditionedOn: [],
    correlations: {},
    generator: '2'.repeat(64),
  };
  return packManifestSchema.parse({
    schema: 1,
    name: 'toy',
    version: '1.0.0',
    description: 'A pack of nothing',
    licence: 'MIT',
    generator: {
      mapping: file('mapping.onnx', '1'),
      synthesis: file('synthesis.onnx', '2'),
      resolution: 8,
      zDim: 4,
      wDim: 4,
      numWs: 2,
      noise: [],
    },
    scorers: { identity: { file: file('identity.onnx', '3'), size: 8, dim: 4 } },
    directions: [
      { ...direction, name: 'age', file: file('age.npy', '4') },
      { ...direction, name: 'smile', file: file('smile.npy', '5') },
    ],
  });
}

/** Commits pairs in order, as the job does, and finishes the dataset. */
export async function makeDataset(root: string, pairs: readonly JudgedPair[], recipe = makeRecipe()) {
  const path = join(root, 'journal.jsonl');
  const journal = await openJournal(path, recipe);
  for (const pair of pairs.slice(journal.length)) await journal.append(await commit(root, pair, recipe));
  await journal.close();
  const manifest = makeManifest();
  const card = (stats: DatasetStats) => renderCard({ recipe, manifest, stats });
  return finishDataset(root, { recipe, pack: manifest, card, records: readJournal(path), yieldRows: [] });
}

/** Content of every file below a folder by its path. */
export async function snapshot(root: string): Promise<Map<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = files
    .sort()
    .map(async (path) => [path.slice(root.length + 1), await readFile(path, 'base64')] as const);
  return new Map(await Promise.all(contents));
}

/** Everything that an async iterable yields. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of source) all.push(item);
  return all;
}
