/**
 * The job `generate`: N pairs for a recipe.
 *
 * recipe → pack → journal → calibration → candidates → (sample → edit → fuse → score → judge, in workers) → commit in
 * index order → card, report, done mark. What is kept depends on the recipe alone: candidates may finish in any order,
 * but they are committed in the order of their indices, and the run stops at the pair that completes the count.
 */
import path from 'node:path';
import { type Bench, type BenchOptions, calibratedGates, judgeTasks, openBench } from './bench.js';
import { renderCard } from './dataset/card.js';
import { claimFolder } from './dataset/claim.js';
import { finishDataset } from './dataset/finish.js';
import { openJournal, readJournal } from './dataset/journal.js';
import { openPreviews, type Previews } from './dataset/previews.js';
import type { PairRecord } from './dataset/record.js';
import { removeDataset } from './dataset/sweep.js';
import { commitPair, sourcesOf } from './dataset/writer.js';
import type { ProgressEvent } from './engine/events.js';
import { type Gate, lackSentence, type YieldRow, yieldTable } from './filter/index.js';
import { editedSubject, writeReport } from './filter/report/index.js';
import type { GenerateTask } from './generate-worker.js';
import type { JudgedPair } from './pair.js';
import type { Recipe } from './recipe.js';
import { RunState } from './run-state.js';

/** How to run; none of it changes the dataset. */
export interface RunOptions extends BenchOptions {
  /** Folder of the dataset. */
  readonly out: string;
  /** Start anew instead of resuming. */
  readonly overwrite?: boolean;
  /** Stops the run after the pair in hand; the journal keeps what is done. */
  readonly signal?: AbortSignal;
}

/** How a run ended. */
export interface RunSummary {
  readonly out: string;
  readonly tried: number;
  readonly kept: number;
  readonly wanted: number;
  readonly dropped: Readonly<Record<string, number>>;
  /** What each gate did, in gate order; empty when interrupted. */
  readonly gates: readonly YieldRow[];
  readonly interrupted: boolean;
}

/**
 * Runs a recipe, or goes on with it where a journal says so.
 * @throws DiptychError for a bad recipe, pack, journal, provider or disk; finished pairs stay as they are
 */
export async function* generate(given: Recipe, options: RunOptions): AsyncGenerator<ProgressEvent, RunSummary> {
  const bench = await openBench(given, options);
  try {
    await claimFolder(options.out);
    if (options.overwrite) await removeDataset(options.out);
    return yield* run(bench, options);
  } finally {
    await bench.pool.close();
  }
}

async function* run(bench: Bench, { out, signal }: RunOptions): AsyncGenerator<ProgressEvent, RunSummary> {
  const { recipe, pool } = bench;
  const state = new RunState(recipe, bench.pack.manifest);
  const previews = openPreviews(out);
  const file = path.join(out, 'journal.jsonl');
  const replay = (record: PairRecord): void => {
    state.add(record);
    previews.replay(record);
  };
  const journal = await openJournal(file, recipe, { replay });
  try {
    state.checkCount();
    if (journal.torn) yield { event: 'warning', message: `The unfinished last line of ${file} was cut off` };
    if (journal.length > 0) yield { event: 'resume', counts: state.counts() };
    const gates = yield* calibratedGates(bench);
    const tasks = state.wantsMore() ? judgeTasks(bench, journal.length, gates) : [];
    for await (const judged of pool.run<GenerateTask, JudgedPair>(tasks)) {
      const pair = state.judgeDuplicate(judged, gates);
      const record = await commitPair(out, pair, recipe, { sources: sourcesOf(recipe) });
      await previews.offer(record, pair);
      await journal.append(record);
      state.add(record);
      yield state.pairEvent(record);
      if (!state.wantsMore() || signal?.aborted) break;
    }
    const interrupted = signal?.aborted === true && state.wantsMore();
    const rows = interrupted ? [] : await finish(out, bench, gates, previews);
    return { out, wanted: recipe.count, ...state.counts(), gates: rows, interrupted };
  } finally {
    await journal.close();
  }
}

/** Tables, report and card from the journal; the done mark comes last. Doing it again changes nothing. */
async function finish(
  root: string,
  { recipe, pack, lacks }: Bench,
  gates: readonly Gate[],
  previews: Previews,
): Promise<readonly YieldRow[]> {
  const { manifest } = pack;
  const file = path.join(root, 'journal.jsonl');
  await previews.sweep();
  const yieldRows = await yieldTable(
    readJournal(file),
    gates.map((gate) => gate.name),
  );
  const bands = Object.fromEntries(gates.map((gate) => [gate.metric, gate.band]));
  await writeReport({
    root,
    subject: editedSubject(recipe, manifest),
    records: readJournal(file),
    yieldRows,
    lacking: lackSentence(manifest.name, lacks),
    previews: previews.list(),
    bands,
  });
  await finishDataset(root, {
    recipe,
    pack: manifest,
    card: (stats) => renderCard({ recipe, manifest, stats, lacking: lackSentence(manifest.name, lacks) }),
    records: readJournal(file),
    yieldRows,
  });
  return yieldRows;
}
