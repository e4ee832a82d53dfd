/** The clean dataset: files of the kept items, records of all, metadata, and in the end the done mark. */
import { copyFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { CurateTask } from '../curate-worker.js';
import { type AtomicFile, openAtomic, writeAtomic } from '../dataset/atomic.js';
import { type Columns, columnTally, metadataLine } from '../dataset/curated/metadata.js';
import { isCopied, placeOf } from '../dataset/curated/place.js';
import { splitNamed } from '../dataset/curated/split.js';
import { METADATA, ROOT_FILES } from '../dataset/layout.js';
import { readLines } from '../dataset/lines.js';
import { readRef } from '../dataset/source/index.js';
import { SPLITS, type Split } from '../dataset/splits.js';
import { sweepImages } from '../dataset/sweep.js';
import type { ProgressEvent } from '../engine/events.js';
import { inOrder } from '../engine/ordered.js';
import type { WorkerPool } from '../engine/pool.js';
import { sha256 as hashOf, sha256OfFile } from '../hash.js';
import type { ItemRecord, MeasuredImage } from '../item.js';
import { makeFolder } from '../make-folder.js';
import { type CutFile, changed } from './cut.js';

/** What writing needs. */
export interface WriteInput {
  /** Folder of the dataset that is curated, and of the clean one. */
  readonly input: string;
  readonly out: string;
  /** Every record in index order, without files. */
  readonly records: AsyncIterable<ItemRecord>;
  readonly total: number;
  /** The split of a kept item; undefined for any other. Asked for the images that lie in `out`. */
  readonly splitOf: (index: number) => Split | undefined;
  /** Starts workers, for images that cannot be copied. */
  readonly workers: () => WorkerPool;
}

/** What was written. */
export interface Written {
  readonly splits: Readonly<Partial<Record<Split, number>>>;
  readonly sha256: Readonly<Record<string, string>>;
  readonly columns: Columns;
}

/** Items that are read and written at the same time: enough to keep a disk busy, few enough for memory. */
const AT_ONCE = 8;

/**
 * Writes files that are not there yet, `records.jsonl` and the metadata of each split, and removes images of items that
 * are not kept any more. Doing it again changes nothing.
 */
export async function* writeOut(given: WriteInput): AsyncGenerator<ProgressEvent, Written> {
  const { out, records, total } = given;
  await rm(path.join(out, ROOT_FILES.curation), { force: true });
  const splits = { train: 0, validation: 0, test: 0 };
  const tally = columnTally();
  const file = await openAtomic(path.join(out, ROOT_FILES.records));
  const sha256: Record<string, string> = {};
  try {
    let done = 0;
    for await (const record of inOrder(withPrevious(records, out), AT_ONCE, (pair) => place(pair, given))) {
      tally.add(record);
      if (record.verdict === 'kept') splits[splitOf(record)]++;
      await file.write(`${JSON.stringify(record)}\n`);
      yield { event: 'stage', stage: 'write', done: ++done, total };
    }
    sha256[ROOT_FILES.records] = await file.commit();
  } finally {
    await file.abort();
  }
  const present = SPLITS.filter((split) => splits[split] > 0);
  const columns = tally.columns();
  for (const split of SPLITS) if (splits[split] === 0) await rm(path.join(out, split, METADATA), { force: true });
  Object.assign(sha256, await writeMetadata(out, present, columns));
  await sweepImages(out, (file, index) => file.startsWith(`${given.splitOf(index)}/`));
  return { splits: Object.fromEntries(present.map((split) => [split, splits[split]])), sha256, columns };
}

/** The split that a kept record stands in, in the clean dataset. */
function splitOf(record: ItemRecord): Split {
  return splitNamed(record.split);
}

/** A record, and the one of the same item from the run before. */
interface Placed {
  readonly record: ItemRecord;
  readonly previous: ItemRecord | undefined;
}

/** Both are in index order and have every item, so they are read side by side. */
async function* withPrevious(records: AsyncIterable<ItemRecord>, out: string): AsyncGenerator<Placed> {
  const before = recordsIn(out);
  let previous = await before.next();
  for await (const record of records) {
    while (!previous.done && previous.value.index < record.index) previous = await before.next();
    yield { record, previous: !previous.done && previous.value.index === record.index ? previous.value : undefined };
  }
}

/**
 * Puts the files of a kept item in place, unless they are there undamaged: a copy has the hash of its source, and what
 * was cut the one that it had when it was written.
 */
async function place({ record, previous }: Placed, { input, out, workers }: WriteInput): Promise<ItemRecord> {
  if (record.verdict !== 'kept') return record;
  const split = splitOf(record);
  const files: Record<string, { path: string; sha256: string }> = {};
  let cut: readonly CutFile[] | undefined;
  for (const image of record.images) {
    const target = placeOf(record, image, split);
    const full = path.join(out, target);
    const wanted = isCopied(image) ? image.sha256 : previous?.files?.[image.role]?.sha256;
    const there = wanted !== undefined && (await exists(full)) ? await sha256OfFile(full) : undefined;
    let sha256 = there === wanted ? there : undefined;
    if (sha256 === undefined && isCopied(image)) sha256 = await copy(input, image, full);
    if (sha256 === undefined) {
      cut ??= await workers().one<CurateTask, readonly CutFile[]>({ kind: 'cut', record });
      sha256 = await writeAtomic(full, cut.find(({ role }) => role === image.role)!.bytes);
    }
    files[image.role] = { path: target, sha256 };
  }
  return { ...record, split, files };
}

/** Copies a file by the system, or a member out of an archive; atomically either way. */
async function copy(input: string, image: MeasuredImage, to: string): Promise<string> {
  if (image.member) {
    const bytes = await readRef(input, image);
    if (hashOf(bytes) !== image.sha256) throw changed(image);
    return writeAtomic(to, bytes);
  }
  const temp = `${to}.tmp-${process.pid}`;
  await makeFolder(path.dirname(to));
  try {
    await copyFile(path.join(input, image.path), temp).catch((cause) => {
      throw cause.code === 'ENOENT' && cause.path !== temp ? changed(image, cause) : cause;
    });
    const sha256 = await sha256OfFile(temp);
    if (sha256 !== image.sha256) throw changed(image);
    await rename(temp, to);
    return sha256;
  } finally {
    await rm(temp, { force: true });
  }
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  );

/** Writes the metadata of all splits in one pass over the records just written; returns sha256 by path. */
async function writeMetadata(out: string, splits: readonly Split[], columns: Columns): Promise<Record<string, string>> {
  const files = new Map<Split, AtomicFile>();
  try {
    for (const split of splits) files.set(split, await openAtomic(path.join(out, split, METADATA)));
    for await (const record of keptRecords(out)) {
      const split = splitOf(record);
      await files.get(split)!.write(`${metadataLine(record, split, columns)}\n`);
    }
    const sha256: Record<string, string> = {};
    for (const [split, file] of files) sha256[`${split}/${METADATA}`] = await file.commit();
    return sha256;
  } finally {
    for (const file of files.values()) await file.abort();
  }
}

async function* keptRecords(out: string): AsyncGenerator<ItemRecord> {
  for await (const record of recordsIn(out)) if (record.verdict === 'kept') yield record;
}

/** The records of the folder; none where there is no file yet. */
async function* recordsIn(out: string): AsyncGenerator<ItemRecord> {
  const file = path.join(out, ROOT_FILES.records);
  if (!(await exists(file))) return;
  for await (const { text } of readLines(file)) yield JSON.parse(text) as ItemRecord;
}
