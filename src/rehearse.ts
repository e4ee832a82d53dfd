/**
 * The rehearsal of a run (`--dry-run`): what would be done, with which models, and what to expect of it. A few
 * candidates are judged for real, so the yield is measured, not guessed. Nothing is written.
 */
import path from 'node:path';
import { type Bench, type BenchOptions, calibratedGates, judgeTasks, openBench } from './bench.js';
import { recordOf } from './dataset/record.js';
import type { ProgressEvent } from './engine/events.js';
import type { Gate, Lack } from './filter/index.js';
import type { GenerateTask } from './generate-worker.js';
import { encode, encodeMask } from './image/codec.js';
import { filesOf } from './pack/load.js';
import { type JudgedPair, statesOf } from './pair.js';
import type { Recipe } from './recipe.js';
import { RunState } from './run-state.js';

/** What a run would do. */
export interface Plan {
  readonly recipe: Recipe;
  readonly run: BenchOptions & { readonly out: string };
  readonly models: readonly { readonly path: string; readonly sha256: string; readonly licence: string }[];
  readonly gates: readonly Gate[];
  /** What is off because the pack lacks the network that it needs. */
  readonly lacks: readonly Lack[];
  readonly rehearsal: {
    readonly tried: number;
    readonly kept: number;
    readonly dropped: Readonly<Record<string, number>>;
  };
  /** Share of candidates that will be kept, and how many it takes; null when the rehearsal kept none. */
  readonly expectedYield: number;
  readonly expectedCandidates: number | null;
  /** Bytes on disk for the asked count. */
  readonly expectedBytes: number;
}

/** Candidates judged: enough to tell a yield of a third from one of a tenth, few enough to wait for. */
const REHEARSED = 24;

/** @throws DiptychError as `generate` would */
export async function* rehearse(
  given: Recipe,
  options: BenchOptions & { readonly out: string },
): AsyncGenerator<ProgressEvent, Plan> {
  const bench = await openBench(given, options);
  try {
    return yield* judgeFew(bench, options);
  } finally {
    await bench.pool.close();
  }
}

async function* judgeFew(
  bench: Bench,
  { out, workers, threads, provider }: BenchOptions & { readonly out: string },
): AsyncGenerator<ProgressEvent, Plan> {
  const { pack, recipe, pool, lacks } = bench;
  const gates = yield* calibratedGates(bench);
  const tasks = [...judgeTasks(bench, 0, gates)].slice(0, REHEARSED);
  const state = new RunState({ count: tasks.length }, pack.manifest);
  let bytes = 0;
  for await (const judged of pool.run<GenerateTask, JudgedPair>(tasks)) {
    const pair = state.judgeDuplicate(judged, gates);
    state.add(recordOf(pair));
    if (pair.verdict.kept) bytes += await sizeOf(pair, recipe);
    const { tried } = state.counts();
    yield { event: 'stage', stage: 'rehearse', done: tried, total: tasks.length };
  }
  const { tried, kept, dropped } = state.counts();
  return {
    recipe,
    run: { out: path.resolve(out), workers, threads, provider },
    models: filesOf(pack.manifest).map(({ path: file, sha256, licence }) => ({ path: file, sha256, licence })),
    gates,
    lacks,
    rehearsal: { tried, kept, dropped },
    expectedYield: kept / tried,
    expectedCandidates: kept > 0 ? Math.ceil((recipe.count * tried) / kept) : null,
    expectedBytes: kept > 0 ? Math.ceil((recipe.count * bytes) / kept) : 0,
  };
}

async function sizeOf(pair: JudgedPair, { write }: Recipe): Promise<number> {
  let bytes = (await encodeMask(pair.mask)).length;
  for (const { image } of statesOf(pair)) bytes += (await encode(image, { format: write.format })).length;
  return bytes;
}
