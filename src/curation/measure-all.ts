/** Measures every item that the log lacks, in the order of the source; a run that was stopped goes on here. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { CurateTask } from '../curate-worker.js';
import { ROOT_FILES, SHARD_LOG } from '../dataset/layout.js';
import { type Log, type LogFormat, openLog, readLog } from '../dataset/log.js';
import { measurementSchema } from '../dataset/measurement.js';
import type { ProgressEvent } from '../engine/events.js';
import { DiptychError } from '../errors.js';
import type { Item, Measurement } from '../item.js';
import type { CurateBench } from './bench.js';
import { checkSetup, type Knowledge, readKnowledge, writeKnowledge } from './knowledge.js';

/** A part of the items: every `of`-th, from the `index`-th on, counted from 0. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Where and what to measure. */
export interface MeasureRun {
  readonly out: string;
  readonly shard?: Shard | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The log of a run. */
export function logFile(out: string, shard?: Shard): string {
  return path.join(out, shard ? `measurements-${shard.index + 1}-of-${shard.of}.jsonl` : ROOT_FILES.measurements);
}

/** Its format. */
export function logFormat(hash: string, shard?: Shard): LogFormat<Measurement> {
  return {
    kind: 'measurements',
    of: ['setup', hash],
    schema: measurementSchema,
    first: shard?.index ?? 0,
    step: shard?.of ?? 1,
  };
}

/** How far measuring came. */
export interface Measured {
  readonly done: number;
  readonly total: number;
  readonly knowledge: Knowledge;
}

/**
 * Measures what is missing.
 * @throws DiptychError E_JOURNAL for a log of other options, E_DATASET when the dataset is not the one measured before
 */
export async function* measureAll(
  bench: CurateBench,
  { out, shard, signal }: MeasureRun,
): AsyncGenerator<ProgressEvent, Measured> {
  const file = logFile(out, shard);
  await checkSetup(out, bench);
  const log = await openLog(file, logFormat(bench.hash, shard));
  try {
    if (log.torn) yield { event: 'warning', message: `The unfinished last line of ${file} was cut off` };
    if (!shard) yield* mergeShards(log, out, bench.hash);
    const total = await count(bench, shard);
    if (log.length > 0) yield { event: 'stage', stage: 'measure', done: log.length, total };
    const missing = missingItems(bench, file, log.length, shard);
    const first = await missing.next();
    const known = await readKnowledge(out, bench.hash);
    if (first.done && known) return { done: log.length, total, knowledge: known };

    const calibrated = yield* bench.calibrate();
    const knowledge = { hash: bench.hash, setup: bench.setup, samePerson: calibrated.samePerson };
    await writeKnowledge(out, knowledge);
    if (first.done) return { done: log.length, total, knowledge };
    const pool = bench.workers(calibrated);
    const tasks = async function* (): AsyncGenerator<CurateTask> {
      yield { kind: 'measure', item: first.value };
      for await (const item of missing) yield { kind: 'measure', item };
    };
    for await (const measurement of pool.run<CurateTask, Measurement>(tasks())) {
      await log.append(measurement);
      yield { event: 'stage', stage: 'measure', done: log.length, total };
      if (signal?.aborted) break;
    }
    return { done: log.length, total, knowledge };
  } finally {
    await log.close();
  }
}

/** Items of the source, or of its shard. */
export async function* itemsOf(bench: CurateBench, shard: Shard | undefined): AsyncGenerator<Item> {
  for await (const item of bench.source.items()) if (!shard || item.index % shard.of === shard.index) yield item;
}

async function count(bench: CurateBench, shard: Shard | undefined): Promise<number> {
  let total = 0;
  for await (const _ of itemsOf(bench, shard)) total++;
  return total;
}

/** The items behind the log's last; those before it must be the ones that were measured. */
async function* missingItems(
  bench: CurateBench,
  file: string,
  known: number,
  shard: Shard | undefined,
): AsyncGenerator<Item> {
  const measured = readLog(file, logFormat(bench.hash, shard));
  let seen = 0;
  for await (const item of itemsOf(bench, shard)) {
    if (seen++ >= known) {
      yield item;
      continue;
    }
    const next = await measured.next();
    if (next.done) throw changed(bench.input, `${item.key} as well`);
    if (next.value.key !== item.key) throw changed(bench.input, `${item.key} in place of ${next.value.key}`);
  }
  if (seen < known) throw changed(bench.input, `${seen} items in place of ${known}`);
}

/** Takes over what shards measured, as far as it follows on what is there. */
async function* mergeShards(log: Log<Measurement>, out: string, hash: string): AsyncGenerator<ProgressEvent> {
  const found = (await readdir(out)).flatMap((name) => {
    const match = SHARD_LOG.exec(name);
    return match ? [{ index: Number(match[1]) - 1, of: Number(match[2]) }] : [];
  });
  const of = found[0]?.of;
  if (of === undefined || found.some((shard) => shard.of !== of)) return;
  const shards = new Map<number, AsyncGenerator<Measurement>>();
  for (const shard of found) {
    await (await openLog(logFile(out, shard), logFormat(hash, shard))).close();
    shards.set(shard.index, readLog(logFile(out, shard), logFormat(hash, shard)));
  }
  const before = log.length;
  for (let ended = false; !ended; ) {
    const wanted = log.length;
    const shard = shards.get(wanted % of);
    let next = await shard?.next();
    while (next && !next.done && next.value.index < wanted) next = await shard?.next();
    if (!next || next.done || next.value.index !== wanted) ended = true;
    else await log.append(next.value);
  }
  if (log.length > before) yield { event: 'stage', stage: 'merge shards', done: log.length, total: log.length };
}

function changed(input: string, what: string): DiptychError {
  return new DiptychError('E_DATASET', `Expected ${input} as it was measured before but received ${what}`, {
    hint: 'Measure it again with --overwrite, or choose another --out',
  });
}
