/**
 * The job `curate`: a clean dataset out of one that exists.
 *
 * source → items → (decode → faces → metrics → the pack's scorers, in workers) → measurements, in the source's order →
 * gates, duplicates, balance, splits → files, records, card, report, done mark. Measuring is resumed from its log;
 * deciding again with other thresholds only reads it. The input is never changed.
 */
import path from 'node:path';
import { type CurateOptions, curateOptionsSchema } from './curate-options.js';
import { type BenchOptions, type CurateBench, openBench } from './curation/bench.js';
import { type Decided, decideOn } from './curation/decisions.js';
import { finishCuration } from './curation/finish.js';
import { logFile, logFormat, measureAll, type Shard } from './curation/measure-all.js';
import { noticesOf } from './curation/survey.js';
import { writeOut } from './curation/write-out.js';
import { checkApart, claimFolder } from './dataset/claim.js';
import { splitNamed } from './dataset/curated/split.js';
import { readLog } from './dataset/log.js';
import { removeDataset } from './dataset/sweep.js';
import type { ProgressEvent } from './engine/events.js';
import { VERDICT } from './filter/curate/index.js';
import type { YieldRow } from './filter/yield.js';
import type { ItemRecord, Measurement } from './item.js';

/** How to run; none of it changes what is kept. */
export interface CurateRun extends BenchOptions {
  /** Folder of the clean dataset. */
  readonly out: string;
  /** Measures one part of the items only, and writes no dataset yet. */
  readonly shard?: Shard | undefined;
  /** Whether thresholds are proposed from the data. */
  readonly calibrate?: boolean | undefined;
  /** Start anew instead of resuming. */
  readonly overwrite?: boolean | undefined;
  /** Stops the run after the item in hand; the log keeps what is done. */
  readonly signal?: AbortSignal | undefined;
}

/** How a run ended. */
export interface CurateSummary {
  readonly out: string;
  readonly format: string;
  readonly items: number;
  readonly kept: number;
  /** Items that could not be measured, by reason. */
  readonly troubles: Readonly<Record<string, number>>;
  readonly gates: readonly YieldRow[];
  readonly duplicates: {
    readonly exact: number;
    readonly near: number;
    readonly identity: number;
    readonly leaks: number;
  };
  readonly splits: Readonly<Record<string, number>>;
  /** Thresholds proposed from the data, where that was asked for. */
  readonly proposals: Decided['decisions']['tables']['proposals'];
  readonly balance: Decided['decisions']['tables']['balance'];
  /** What was not measured, and why. */
  readonly notices: readonly string[];
  /** Whether only a shard was measured, and whether the run was stopped: then there is no dataset yet. */
  readonly shard: boolean;
  readonly interrupted: boolean;
}

/**
 * Curates the dataset at `input`, or goes on with it where measurements say so.
 * @throws DiptychError for a bad dataset, option, model or disk; finished items stay as they are
 */
export async function* curate(
  input: string,
  given: CurateOptions,
  run: CurateRun,
): AsyncGenerator<ProgressEvent, CurateSummary> {
  const options = curateOptionsSchema.parse(given);
  const bench = await openBench(input, options, run);
  try {
    yield { event: 'plan', plan: { input, format: bench.source.format, describe: bench.source.describe } };
    await checkApart(input, run.out);
    await claimFolder(run.out, 'curate');
    if (run.overwrite) await removeDataset(run.out);
    const { done, total, knowledge } = yield* measureAll(bench, run);
    if (run.shard || done < total) return partial(bench, run, done, done < total);
    const stored = (): AsyncIterable<Measurement> => readLog(logFile(run.out), logFormat(bench.hash));
    const calibrate = run.calibrate === true;
    const decided = await decideOn(stored, bench, { options, samePerson: knowledge.samePerson, calibrate });
    return yield* write(bench, options, run, decided);
  } finally {
    await bench.close();
  }
}

async function* write(
  bench: CurateBench,
  options: CurateOptions,
  { out }: CurateRun,
  decided: Decided,
): AsyncGenerator<ProgressEvent, CurateSummary> {
  const { decisions, idle } = decided;
  const { tables } = decisions;
  const written = yield* writeOut({
    input: bench.input,
    out,
    records: recordsOf(decided),
    total: tables.items,
    splitOf: (index) =>
      decisions.verdict[index] === VERDICT.kept ? splitNamed(decisions.splits[decisions.split[index]!]) : undefined,
    workers: () => bench.cutters(),
  });
  const notices = [
    ...noticesOf(decided.survey, bench, options),
    ...(tables.trouble.some(({ reason, items }) => reason === 'missing_partner' && items === tables.items)
      ? ['No item has a partner: if these are no pairs, read them with --format portraits into another --out.']
      : []),
    ...(idle.length > 0
      ? [`Without anything to decide on, these gates are off: ${idle.map((g) => g.name).join(', ')}.`]
      : []),
  ];
  yield* finishCuration({ bench, options, out, decided, written, notices });
  const { exact, near, identity } = tables.duplicates;
  return {
    out,
    format: bench.source.format,
    items: tables.items,
    kept: tables.kept,
    troubles: Object.fromEntries(tables.trouble.map(({ reason, items }) => [reason, items])),
    gates: tables.yield,
    duplicates: { exact, near, identity, leaks: tables.leaks.reduce((sum, row) => sum + row.items, 0) },
    splits: written.splits,
    proposals: tables.proposals,
    balance: tables.balance,
    notices,
    shard: false,
    interrupted: false,
  };
}

async function* recordsOf({ decisions, measurements }: Decided): AsyncGenerator<ItemRecord> {
  for await (const measurement of measurements()) yield decisions.recordOf(measurement);
}

/** A run that ends before there is anything to decide. */
function partial({ source }: CurateBench, run: CurateRun, items: number, interrupted: boolean): CurateSummary {
  return {
    out: path.normalize(run.out),
    format: source.format,
    items,
    kept: 0,
    troubles: {},
    gates: [],
    duplicates: { exact: 0, near: 0, identity: 0, leaks: 0 },
    splits: {},
    proposals: undefined,
    balance: [],
    notices: [],
    shard: run.shard !== undefined,
    interrupted,
  };
}
