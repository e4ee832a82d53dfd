/**
 * The job `direction fit`: sample a pack, score the samples, fit a boundary for each attribute, measure how far each is
 * worth following, and write the directions into the pack.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatNpy } from './checkpoint/npy.js';
import type { ProgressEvent } from './engine/events.js';
import { WorkerPool } from './engine/pool.js';
import type { SessionOptions } from './engine/session.js';
import { DiptychError } from './errors.js';
import type { FitSample, FitSetup, FitTask } from './fit-worker.js';
import { sha256 } from './hash.js';
import { type DirectionSpec, type FittedDirection, fitDirections, usefulRange } from './latent/index.js';
import { writeManifest } from './pack/build.js';
import { type Pack, verifyPack } from './pack/load.js';
import type { PackDirection } from './pack/manifest.js';
import type { AttributeScores } from './pair.js';

/** What to fit, on how many samples. */
export interface FitDirectionsOptions extends SessionOptions {
  readonly specs: readonly DirectionSpec[];
  /** Faces sampled. InterFaceGAN took 500,000; a few thousand suffice in a W of a few hundred dimensions. */
  readonly samples: number;
  readonly seed: number;
  /** Truncation of the samples: wider than what is generated, so that the extremes are seen. */
  readonly psi: number;
  readonly workers: number;
}

/** Samples that the useful range is measured on, at 2 · 8 + 1 strengths each. */
const RANGE_SAMPLES = 12;
/** Farthest move tried, in standard deviations of the samples along the direction. */
const RANGE_DEVIATIONS = 6;
/** A moved face must keep this share of its parsed face pixels. */
const FACE_KEPT = 0.6;

/** Fits and writes; directions of other names in the pack stay. @throws DiptychError E_PACK without an attribute scorer */
export async function* fitPackDirections(
  pack: Pack,
  { specs, samples, seed, psi, workers, threads, provider }: FitDirectionsOptions,
): AsyncGenerator<ProgressEvent, PackDirection[]> {
  if (!pack.manifest.scorers.attributes) {
    throw new DiptychError('E_PACK', `Expected an attribute scorer in the pack ${pack.folder} but received none`, {
      hint: 'Add one to the pack: directions are fitted on its scores',
    });
  }
  await verifyPack(pack);
  const setup: FitSetup = { pack: pack.folder, sampling: { seed, psi }, session: { threads, provider } };
  const worker = new URL('./fit-worker.js', import.meta.url);
  const pool = new WorkerPool({ worker, workers, workerData: setup });
  try {
    const ws: Float32Array[] = [];
    const scores: AttributeScores[] = [];
    const tasks = Array.from({ length: samples }, (_, index): FitTask => ({ index }));
    for await (const drawn of pool.run<FitTask, FitSample>(tasks)) {
      ws.push(drawn.w);
      scores.push(drawn.scores[0]!);
      if (ws.length % 50 === 0) yield { event: 'stage', stage: 'sample', done: ws.length, total: samples };
    }
    const fitted = fitDirections({ ws, scores }, specs, { seed });
    const directions: PackDirection[] = [];
    for (const direction of fitted) {
      const range = await rangeOf(pool, direction, ws);
      const known = specs.find((spec) => spec.name === direction.name)?.normal !== undefined;
      directions.push(await writeDirection(pack, direction, range, known));
      yield { event: 'stage', stage: 'range', done: directions.length, total: fitted.length };
    }
    await writeManifest(pack.folder, { ...pack.manifest, directions: merge(pack.manifest.directions, directions) });
    return directions;
  } finally {
    await pool.close();
  }
}

/** Moves a few faces along the direction, both ways, and reads off where the score still answers and faces stay faces. */
async function rangeOf(
  pool: WorkerPool,
  fitted: FittedDirection,
  ws: readonly Float32Array[],
): Promise<readonly [number, number]> {
  const direction = { ...fitted, range: [0, 0] as const };
  const limit = RANGE_DEVIATIONS * deviationAlong(ws, fitted.normal);
  const { range } = await usefulRange(
    async (strengths) => {
      const tasks = Array.from(
        { length: RANGE_SAMPLES },
        (_, index): FitTask => ({ index, along: { direction, strengths } }),
      );
      const drawn: FitSample[] = [];
      for await (const one of pool.run<FitTask, FitSample>(tasks)) drawn.push(one);
      const rest = strengths.indexOf(0);
      return strengths.map((_, s) => ({
        score: mean(drawn.map((d) => d.scores[s]![fitted.attribute]!)),
        valid: mean(drawn.map((d) => (d.face[s]! >= FACE_KEPT * d.face[rest]! ? 1 : 0))),
      }));
    },
    { limit },
  );
  return range;
}

async function writeDirection(
  pack: Pack,
  fitted: FittedDirection,
  range: readonly [number, number],
  known: boolean,
): Promise<PackDirection> {
  const file = path.posix.join('directions', `${fitted.name.replaceAll(':', '-')}.npy`);
  const bytes = formatNpy({ data: fitted.normal, shape: [1, fitted.normal.length] });
  await mkdir(path.join(pack.folder, 'directions'), { recursive: true });
  await writeFile(path.join(pack.folder, file), bytes);
  const { licence } = pack.manifest;
  const source = known
    ? "Known from the generator's making; measured on its samples (diptych direction fit --normals)"
    : "Fitted on samples of this pack's generator, scored by its own networks (diptych direction fit)";
  return {
    name: fitted.name,
    attribute: fitted.attribute,
    file: { path: file, sha256: sha256(bytes), bytes: bytes.length, licence, source },
    space: 'w',
    intercept: short(fitted.intercept),
    layers: [...fitted.layers],
    range: [short(range[0]), short(range[1])],
    accuracy: { validation: short(fitted.accuracy.validation), remaining: short(fitted.accuracy.remaining) },
    conditionedOn: [...fitted.conditionedOn],
    correlations: Object.fromEntries(Object.entries(fitted.correlations).map(([name, c]) => [name, short(c)])),
    generator: pack.manifest.generator.synthesis.sha256,
  };
}

/** New directions in place of those of the same name, the rest as they were. */
function merge(old: readonly PackDirection[], fresh: readonly PackDirection[]): PackDirection[] {
  const names = new Set(fresh.map((d) => d.name));
  return [...old.filter((d) => !names.has(d.name)), ...fresh];
}

function deviationAlong(ws: readonly Float32Array[], normal: Float32Array): number {
  const along = ws.map((w) => w.reduce((sum, v, k) => sum + v * normal[k]!, 0));
  const centre = mean(along);
  return Math.sqrt(mean(along.map((v) => (v - centre) ** 2)));
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const short = (value: number): number => Number(value.toPrecision(6));
