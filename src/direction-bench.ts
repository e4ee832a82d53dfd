/** The bench that directions are measured on: samples of a pack, drawn in workers, at rest and moved. */
import type { ProgressEvent } from './engine/events.js';
import { WorkerPool } from './engine/pool.js';
import type { SessionOptions } from './engine/session.js';
import type { FitSample, FitSetup, FitTask } from './fit-worker.js';
import { type Direction, type UsefulRange, usefulRange } from './latent/index.js';
import type { Pack } from './pack/load.js';

/** Where samples come from, and where they are drawn. */
export interface DirectionBenchOptions extends SessionOptions {
  readonly seed: number;
  /** Truncation of the samples. */
  readonly psi: number;
  readonly workers: number;
}

/** An opened bench. Close its pool. */
export interface DirectionBench {
  readonly pack: Pack;
  readonly pool: WorkerPool;
}

/** Farthest move tried, in standard deviations of the samples along the direction. */
const RANGE_DEVIATIONS = 6;
/** Samples that the useful range is measured on, at 2 · 8 + 1 strengths each. */
const RANGE_SAMPLES = 12;
/** A moved face must keep this share of its parsed face pixels. */
const FACE_KEPT = 0.6;

/** Starts the workers. */
export function openDirectionBench(
  pack: Pack,
  { seed, psi, workers, threads, provider }: DirectionBenchOptions,
): DirectionBench {
  const workerData: FitSetup = { pack: pack.folder, sampling: { seed, psi }, session: { threads, provider } };
  return { pack, pool: new WorkerPool({ worker: new URL('./fit-worker.js', import.meta.url), workers, workerData }) };
}

/** The first `count` samples: their w, [wDim], and what else the task asks for. */
export async function* drawSamples(
  { pool }: DirectionBench,
  count: number,
  what: Omit<FitTask, 'index'> = {},
): AsyncGenerator<ProgressEvent, FitSample[]> {
  const drawn: FitSample[] = [];
  const tasks = Array.from({ length: count }, (_, index): FitTask => ({ index, ...what }));
  for await (const sample of pool.run<FitTask, FitSample>(tasks)) {
    drawn.push(sample);
    if (drawn.length % 50 === 0) yield { event: 'stage', stage: 'sample', done: drawn.length, total: count };
  }
  return drawn;
}

/** Moves a few faces along the direction, both ways, and reads off where the score still answers and faces stay faces. */
export async function rangeOf(
  { pool }: DirectionBench,
  direction: Direction,
  attribute: string,
  deviation: number,
): Promise<UsefulRange> {
  return usefulRange(
    async (strengths) => {
      const along = { direction, strengths };
      const tasks = Array.from({ length: RANGE_SAMPLES }, (_, index): FitTask => ({ index, along }));
      const drawn: FitSample[] = [];
      for await (const one of pool.run<FitTask, FitSample>(tasks)) drawn.push(one);
      const rest = strengths.indexOf(0);
      return strengths.map((_, s) => ({
        score: mean(drawn.map((d) => d.scores[s]![attribute]!)),
        valid: mean(drawn.map((d) => (staysFace(d, s, rest) ? 1 : 0))),
      }));
    },
    { limit: RANGE_DEVIATIONS * deviation },
  );
}

/** Whether a moved sample still shows as much of a face; true where no network can tell. */
export function staysFace({ face }: FitSample, moved: number, rest: number): boolean {
  return face[moved]! >= FACE_KEPT * face[rest]!;
}

/** Mean and standard deviation of the samples along a normal; with a row a layer, over the rows from..to − 1. */
export function spreadAlong(
  ws: readonly Float32Array[],
  normal: Float32Array,
  [from, to]: readonly [number, number],
): { mean: number; deviation: number } {
  const d = ws[0]!.length;
  const layers = normal.length === d ? [0] : Array.from({ length: to - from }, (_, i) => from + i);
  const rows = layers.map((layer) => ws.map((w) => w.reduce((sum, v, k) => sum + v * normal[layer * d + k]!, 0)));
  const centres = rows.map(mean);
  const variances = rows.map((along, i) => mean(along.map((v) => (v - centres[i]!) ** 2)));
  return { mean: mean(centres), deviation: Math.sqrt(mean(variances)) };
}

export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
