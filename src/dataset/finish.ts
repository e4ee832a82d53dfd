/** Turns committed pairs into a finished dataset: tables, card, and the done mark. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { invariant } from '../errors.js';
import type { Recipe } from '../recipe.js';
import { type AtomicFile, openAtomic, writeAtomic } from './atomic.js';
import { recipeHash } from './canonical.js';
import { type MapName, METADATA, pathsOf, ROOT_FILES } from './layout.js';
import { readLines } from './lines.js';
import type { PairRecord } from './record.js';
import { columnTally, metadataLine } from './rows.js';
import { SPLITS, type Split, splitOf } from './splits.js';
import type { DatasetStats, YieldRow } from './stats.js';
import { indexSet, sweepImages } from './sweep.js';

/** What {@link finishDataset} needs besides the pairs on disk. */
export interface FinishInput {
  /** As it goes into recipe.json. */
  readonly recipe: Pick<Recipe, 'prompt' | 'seed' | 'write'>;
  /** The pack that faces are of; absent for photographs. */
  readonly pack?: { readonly name: string; readonly version: string } | undefined;
  /** Maps that every kept pair has beside its images. */
  readonly maps?: readonly MapName[] | undefined;
  /** Text of the card. */
  readonly card: (stats: DatasetStats) => string;
  /** Every record of the run in index order, such as `readJournal` gives. Read once, never held. */
  readonly records: AsyncIterable<PairRecord> | Iterable<PairRecord>;
  /** The yield table, in the order of the gates. */
  readonly yieldRows: readonly YieldRow[];
}

/**
 * Writes records.jsonl, the metadata of each split, recipe.json, README.md and, last, stats.json, the done mark.
 * Images that no record names are removed. Every file depends on the input alone, so finishing again changes nothing.
 */
export async function finishDataset(root: string, input: FinishInput): Promise<DatasetStats> {
  const { recipe, pack, maps = [] } = input;
  await rm(join(root, ROOT_FILES.stats), { force: true });

  // (1) All records, once: what there is, by split, column and gate.
  let tried = 0;
  const scores = columnTally();
  const splits = { train: 0, validation: 0, test: 0 };
  const kept = indexSet();
  const between = new Set<string>();
  const sha256: Record<string, string> = {};
  sha256[ROOT_FILES.records] = await writing(join(root, ROOT_FILES.records), async (file) => {
    for await (const record of input.records) {
      tried++;
      invariant((record.verdict === 'kept') === (record.split !== undefined), `split of ${record.id} is amiss`);
      scores.add(record);
      if (record.split) {
        splits[record.split]++;
        kept.add(record.index);
        for (const { label } of record.states.slice(1, -1)) between.add(label);
      }
      await file.write(`${JSON.stringify(record)}\n`);
    }
  });

  // (2) Metadata by split, now that the columns are known.
  const columns = scores.columns();
  const present = SPLITS.filter((split) => splits[split] > 0);
  for (const split of SPLITS) await rm(join(root, split, METADATA), { force: true });
  Object.assign(
    sha256,
    await writeMetadata(root, present, (record) => metadataLine(record, recipe.prompt, columns.complete)),
  );

  // (3) Strays: the path of a pair's file is a function of its index, so a bit an index tells what belongs here.
  await sweepImages(root, (path, index) => {
    if (!kept.has(index)) return false;
    const split = splitOf(String(index).padStart(9, '0'), recipe.seed, recipe.write);
    return Object.values(pathsOf(split, index, [...between], recipe.write.format, maps)).includes(path);
  });

  // (4) What the dataset is, and that it is done.
  const stats: DatasetStats = {
    schema: 1,
    recipe: recipeHash(recipe),
    ...(pack && { pack: { name: pack.name, version: pack.version } }),
    tried,
    kept: splits.train + splits.validation + splits.test,
    splits: Object.fromEntries(present.map((split) => [split, splits[split]])),
    between: [...between],
    columns,
    gates: [...input.yieldRows],
    sha256,
  };
  await writeAtomic(join(root, ROOT_FILES.recipe), `${JSON.stringify(recipe, null, 2)}\n`);
  await writeAtomic(join(root, ROOT_FILES.card), input.card(stats));
  await writeAtomic(join(root, ROOT_FILES.stats), `${JSON.stringify(stats, null, 2)}\n`);
  return stats;
}

/** Writes a file through a callback, atomically; returns its sha256. */
async function writing(path: string, fill: (file: AtomicFile) => Promise<void>): Promise<string> {
  const file = await openAtomic(path);
  try {
    await fill(file);
    return await file.commit();
  } finally {
    await file.abort();
  }
}

/** Writes the metadata of all splits in one pass over the records.jsonl just written; returns sha256 by path. */
async function writeMetadata(
  root: string,
  splits: readonly Split[],
  lineOf: (record: PairRecord) => string,
): Promise<Record<string, string>> {
  const files = new Map<Split, AtomicFile>();
  try {
    for (const split of splits) files.set(split, await openAtomic(join(root, split, METADATA)));
    for await (const { text } of readLines(join(root, ROOT_FILES.records))) {
      const record = JSON.parse(text) as PairRecord;
      if (record.split) await files.get(record.split)!.write(`${lineOf(record)}\n`);
    }
    const sha256: Record<string, string> = {};
    for (const [split, file] of files) sha256[`${split}/${METADATA}`] = await file.commit();
    return sha256;
  } finally {
    for (const file of files.values()) await file.abort();
  }
}
