/** Reads a finished dataset of `generate` or `grow` back, for exports and checks. */
import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import { DiptychError } from '../errors.js';
import { type GrowRecipe, growRecipeSchema } from '../grow-recipe.js';
import { type Recipe, recipeSchema } from '../recipe.js';
import { jobOf } from './claim.js';
import { checkKept, type DatasetFile, openFile, readJson, readRecords } from './files.js';
import { ROOT_FILES } from './layout.js';
import { type PairRecord, pairRecordSchema } from './record.js';
import type { Split } from './splits.js';
import { type DatasetStats, datasetStatsSchema } from './stats.js';

export type { DatasetFile } from './files.js';

/** The record of a kept pair. */
export interface KeptRecord extends PairRecord {
  readonly split: Split;
  readonly files: NonNullable<PairRecord['files']>;
}

/** A kept pair on disk. `files` has `before`, the labels of the steps between, `after`, `mask`, and the maps of grown hair. */
export interface DatasetPair {
  readonly record: KeptRecord;
  readonly files: Readonly<Record<string, DatasetFile>>;
}

/** What a finished dataset says of itself. */
export interface DatasetInfo {
  readonly recipe: Recipe | GrowRecipe;
  readonly stats: DatasetStats;
}

/** Reads stats.json, the done mark, and recipe.json. @throws DiptychError E_DATASET, also for a dataset of `curate` */
export async function readInfo(root: string): Promise<DatasetInfo> {
  if (jobOf(await readdir(root).catch(() => [])) === 'curate') {
    throw new DiptychError(
      'E_DATASET',
      `Expected a dataset of diptych generate or grow for ${root} but received one of curate`,
    );
  }
  const stats = await readJson(root, ROOT_FILES.stats, datasetStatsSchema);
  const { job } = await readJson(root, ROOT_FILES.recipe, namesJob);
  return { stats, recipe: await readJson(root, ROOT_FILES.recipe, job === 'grow' ? growRecipeSchema : recipeSchema) };
}

/** A recipe of `grow` says so, one of `generate` says nothing. */
const namesJob = z.looseObject({ job: z.string().optional() });

/**
 * Yields the kept pairs in index order. Files are read on demand, so memory does not grow with the dataset.
 *
 * @throws DiptychError E_DATASET naming the file that is missing or damaged.
 */
export async function* readDataset(root: string): AsyncGenerator<DatasetPair> {
  const { stats } = await readInfo(root);
  let kept = 0;
  for await (const record of readRecords(root, pairRecordSchema)) {
    const { split, files } = record;
    if (!split || !files) continue;
    kept++;
    const entries = Object.entries(files).map(([name, file]) => [name, openFile(root, file)] as const);
    yield { record: { ...record, split, files }, files: Object.fromEntries(entries) };
  }
  checkKept(root, kept, stats.kept);
}
