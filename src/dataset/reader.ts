/** Reads a finished dataset back, for exports and checks. */
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { DiptychError } from '../errors.js';
import { sha256 } from '../hash.js';
import { type Recipe, recipeSchema } from '../recipe.js';
import { ROOT_FILES } from './layout.js';
import { readLines } from './lines.js';
import { type PairRecord, pairRecordSchema } from './record.js';
import type { Split } from './splits.js';
import { type DatasetStats, datasetStatsSchema } from './stats.js';

/** A file of a pair. */
export interface DatasetFile {
  /** From the dataset's root, with `/`. */
  readonly path: string;
  /** Its bytes, checked against the record's sha256. */
  read(): Promise<Buffer>;
}

/** The record of a kept pair. */
export interface KeptRecord extends PairRecord {
  readonly split: Split;
  readonly files: NonNullable<PairRecord['files']>;
}

/** A kept pair on disk. `files` has `before`, the labels of the steps between, `after` and `mask`. */
export interface DatasetPair {
  readonly record: KeptRecord;
  readonly files: Readonly<Record<string, DatasetFile>>;
}

/** What a finished dataset says of itself. */
export interface DatasetInfo {
  readonly recipe: Recipe;
  readonly stats: DatasetStats;
}

/** Reads stats.json, the done mark, and recipe.json. */
export async function readInfo(root: string): Promise<DatasetInfo> {
  const stats = await readJson(root, ROOT_FILES.stats, datasetStatsSchema);
  return { stats, recipe: await readJson(root, ROOT_FILES.recipe, recipeSchema) };
}

/**
 * Yields the kept pairs in index order. Files are read on demand, so memory does not grow with the dataset.
 *
 * @throws DiptychError E_DATASET naming the file that is missing or damaged.
 */
export async function* readDataset(root: string): AsyncGenerator<DatasetPair> {
  const { stats } = await readInfo(root);
  const path = join(root, ROOT_FILES.records);
  await existing(path, access(path));
  let kept = 0;
  for await (const { text, number } of readLines(path)) {
    const parsed = pairRecordSchema.safeParse(parseJson(text));
    if (!parsed.success) throw damaged(`${path}:${number}`, 'a record', 'a line that is none');
    const { split, files } = parsed.data;
    if (!split || !files) continue;
    kept++;
    const entries = Object.entries(files).map(([name, file]) => [name, openFile(root, file)] as const);
    yield { record: { ...parsed.data, split, files }, files: Object.fromEntries(entries) };
  }
  if (kept !== stats.kept) throw damaged(path, `${stats.kept} kept records`, `${kept}`);
}

function openFile(root: string, { path, sha256: expected }: { path: string; sha256: string }): DatasetFile {
  return {
    path,
    async read() {
      const bytes = await existing(join(root, path), readFile(join(root, path)));
      const actual = sha256(bytes);
      if (actual !== expected)
        throw damaged(join(root, path), `sha256 ${expected.slice(0, 12)}…`, `${actual.slice(0, 12)}…`);
      return bytes;
    },
  };
}

async function readJson<T extends z.ZodType>(root: string, name: string, schema: T): Promise<z.output<T>> {
  const path = join(root, name);
  const parsed = schema.safeParse(parseJson((await existing(path, readFile(path))).toString()));
  if (!parsed.success) throw damaged(path, `what diptych writes as ${name}`, 'something else');
  return parsed.data;
}

/** Gives a failure to find `path` its name; other failures of the disk pass as they are. */
async function existing<T>(path: string, opened: Promise<T>): Promise<T> {
  try {
    return await opened;
  } catch (cause) {
    if (!['ENOENT', 'ENOTDIR', 'EISDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    throw damaged(path, 'a file', 'none', cause);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function damaged(path: string, expected: string, received: string, cause?: unknown): DiptychError {
  const unfinished = path.endsWith(ROOT_FILES.stats);
  return new DiptychError('E_DATASET', `Expected ${expected} for ${path} but received ${received}`, {
    hint: unfinished
      ? 'A dataset is finished when it has this file: run the command that makes it again'
      : 'Restore the file from a copy, or make the dataset again with --overwrite',
    cause,
  });
}
