/**
 * The job `grow`: N pairs of a face with little hair and the same face wearing a 3D hair template.
 *
 * recipe → portraits, templates, models → journal → candidates → (portrait → fit → remove → grow → render → fuse →
 * score → judge, in workers) → commit in index order → card, report, done mark. Candidate i is a function of the recipe
 * and i alone, so runs may be stopped, resumed, and cut in shards.
 */
import path from 'node:path';
import { checkApart, claimFolder } from './dataset/claim.js';
import { finishDataset } from './dataset/finish.js';
import { renderGrownCard } from './dataset/grown-card.js';
import { openJournal, readJournal } from './dataset/journal.js';
import { MAPS } from './dataset/layout.js';
import { openPreviews, type Previews } from './dataset/previews.js';
import { removeDataset } from './dataset/sweep.js';
import { commitPair, type WriteOptions } from './dataset/writer.js';
import type { ProgressEvent } from './engine/events.js';
import { growGates } from './filter/hair/index.js';
import { type YieldRow, yieldTable } from './filter/index.js';
import { grownSubject, writeReport } from './filter/report/index.js';
import type { GrowRecipe } from './grow-recipe.js';
import type { GrownPair, GrowTask } from './grow-worker.js';
import { type GrowBench, type GrowBenchOptions, openGrowBench } from './growing/bench.js';
import { identityOf } from './growing/identity.js';
import { type Part, partOf } from './growing/part.js';
import { planOf } from './growing/plan.js';
import { PORTRAIT_GATES } from './growing/portrait.js';
import { openRoster } from './growing/roster.js';
import { RunCounter } from './run-counter.js';

/** How to run; none of it changes a pair. */
export interface GrowOptions extends GrowBenchOptions {
  /** Folder of the dataset. */
  readonly out: string;
  /** Every `of`-th candidate from `index` on, and that share of the pairs, into a folder of its own. See `partOf`. */
  readonly shard?: { readonly index: number; readonly of: number } | undefined;
  /** Start anew instead of resuming. */
  readonly overwrite?: boolean;
  /** Stops the run after the pair in hand; the journal keeps what is done. */
  readonly signal?: AbortSignal;
}

/** How a run ended. */
export interface GrowSummary {
  readonly out: string;
  readonly tried: number;
  readonly kept: number;
  readonly wanted: number;
  readonly dropped: Readonly<Record<string, number>>;
  /** What each gate did, in gate order; empty when interrupted. */
  readonly gates: readonly YieldRow[];
  readonly interrupted: boolean;
  /** Whether the run ended early because no photograph of the folder can be used. */
  readonly spent: boolean;
}

/**
 * Runs a recipe, or goes on with it where a journal says so.
 * @throws DiptychError for a bad recipe, folder, template, model, journal or disk; finished pairs stay as they are
 */
export async function* grow(given: GrowRecipe, options: GrowOptions): AsyncGenerator<ProgressEvent, GrowSummary> {
  const part = partOf(given, options.shard);
  const bench = yield* openGrowBench(given, options);
  try {
    if (bench.portraits.kind === 'folder') await checkApart(bench.portraits.root, options.out, 'the portraits');
    await claimFolder(options.out);
    if (options.overwrite) await removeDataset(options.out);
    return yield* run(bench, part, options);
  } finally {
    await bench.pool.close();
  }
}

async function* run(
  bench: GrowBench,
  part: Part,
  { out, signal }: GrowOptions,
): AsyncGenerator<ProgressEvent, GrowSummary> {
  const { pool, recipe, portraits } = bench;
  const counter = new RunCounter(part);
  const roster = openRoster(portraits.kind === 'folder' ? portraits.items.length : undefined);
  const goesOn = (): boolean => counter.wantsMore() && !roster.spent();
  const previews = openPreviews(out);
  const file = path.join(out, 'journal.jsonl');
  const journal = await openJournal(file, identityOf(bench), {
    ...part,
    replay: (record) => {
      counter.add(record);
      roster.add(record);
      previews.replay(record);
    },
  });
  try {
    counter.checkCount();
    if (journal.torn) yield { event: 'warning', message: `The unfinished last line of ${file} was cut off` };
    if (journal.length > 0) yield { event: 'resume', counts: counter.counts() };
    const tasks = goesOn() ? tasksFrom(bench, part, journal.length) : [];
    for await (const grown of pool.run<GrowTask, GrownPair>(tasks)) {
      const record = await commitPair(out, grown.pair, recipe, { sources: sourcesOf(bench), maps: grown.maps });
      await previews.offer(record, grown.pair);
      await journal.append(record);
      counter.add(record);
      roster.add(record);
      yield counter.pairEvent(record);
      if (!goesOn() || signal?.aborted) break;
    }
    const interrupted = signal?.aborted === true && goesOn();
    const complaint = roster.complaint();
    if (complaint !== undefined && !interrupted) yield { event: 'warning', message: complaint };
    const gates = interrupted ? [] : await finish(out, bench, part, previews);
    return { out, wanted: part.count, ...counter.counts(), gates, interrupted, spent: roster.spent() };
  } finally {
    await journal.close();
  }
}

/** The candidates of a part without the first `done`, drawn only as workers are free. */
function* tasksFrom(
  { recipe, portraits, choices }: GrowBench,
  { first, step, limit }: Part,
  done: number,
): Generator<GrowTask> {
  for (let index = first + done * step; index < limit; index += step) {
    const plan = planOf(recipe, index, choices);
    yield { plan, ...(portraits.kind === 'folder' && { portrait: portraits.items[plan.portrait]! }) };
  }
}

/** Photographs are composed with what was drawn; sampled heads are a model's to begin with. */
function sourcesOf({ portraits }: GrowBench): WriteOptions['sources'] {
  const source = portraits.kind === 'folder' ? 'compositeSynthetic' : 'compositeWithTrainedAlgorithmicMedia';
  return { before: source, after: source };
}

/** Tables, report and card from the journal; the done mark comes last. Doing it again changes nothing. */
async function finish(
  root: string,
  { recipe, portraits, faceFiles }: GrowBench,
  { first, step, count }: Part,
  previews: Previews,
): Promise<readonly YieldRow[]> {
  const records = () => readJournal(path.join(root, 'journal.jsonl'), first, step);
  const gates = growGates(recipe.gates);
  const pack = portraits.kind === 'pack' ? portraits.pack.manifest : undefined;
  await previews.sweep();
  const yieldRows = await yieldTable(records(), [...PORTRAIT_GATES, ...gates.map((gate) => gate.name)]);
  await writeReport({
    root,
    subject: { ...grownSubject(recipe, { pack, faceFiles }), wanted: count },
    records: records(),
    yieldRows,
    previews: previews.list(),
    bands: Object.fromEntries(gates.map((gate) => [gate.metric, gate.band])),
  });
  await finishDataset(root, {
    recipe,
    pack,
    maps: recipe.maps ? MAPS : [],
    card: (stats) => renderGrownCard({ recipe, pack, faceFiles, stats }),
    records: records(),
    yieldRows,
  });
  return yieldRows;
}
