/**
 * The job `direction fit`: sample a pack, score the samples, fit a boundary for each attribute, measure how far each is
 * worth following, and write the directions into the pack.
 */
import {
  type DirectionBenchOptions,
  drawSamples,
  openDirectionBench,
  rangeOf,
  spreadAlong,
} from './direction-bench.js';
import type { ProgressEvent } from './engine/events.js';
import { DiptychError } from './errors.js';
import { type DirectionSpec, fitDirections } from './latent/index.js';
import { addDirections, type NewDirection } from './pack/add-directions.js';
import { type Pack, verifyPack } from './pack/load.js';
import type { PackDirection } from './pack/manifest.js';

/** What to fit, on how many samples; psi is wider than what is generated, so that the extremes are seen. */
export interface FitDirectionsOptions extends DirectionBenchOptions {
  readonly specs: readonly DirectionSpec[];
  /** Faces sampled. InterFaceGAN took 500,000; a few thousand suffice in a W of a few hundred dimensions. */
  readonly samples: number;
}

/** Fits and writes; directions of other names in the pack stay. @throws DiptychError E_PACK without an attribute scorer */
export async function* fitPackDirections(
  pack: Pack,
  { specs, samples, ...options }: FitDirectionsOptions,
): AsyncGenerator<ProgressEvent, PackDirection[]> {
  if (!pack.manifest.scorers.attributes) {
    throw new DiptychError('E_PACK', `Expected an attribute scorer in the pack ${pack.folder} but received none`, {
      hint: 'Add one to the pack: directions are fitted on its scores',
    });
  }
  await verifyPack(pack);
  const bench = openDirectionBench(pack, options);
  try {
    const drawn = yield* drawSamples(bench, samples);
    const ws = drawn.map((sample) => sample.w);
    const fitted = fitDirections({ ws, scores: drawn.map((sample) => sample.scores[0]!) }, specs, {
      seed: options.seed,
    });
    const fresh: NewDirection[] = [];
    for (const { chosen: _, correlations: __, ...direction } of fitted) {
      const { deviation } = spreadAlong(ws, direction.normal, direction.layers);
      const { range } = await rangeOf(bench, { ...direction, range: [0, 0] }, direction.attribute, deviation);
      const known = specs.find((spec) => spec.name === direction.name)?.normal !== undefined;
      fresh.push({
        ...direction,
        layers: [...direction.layers],
        range: [...range],
        conditionedOn: [...direction.conditionedOn],
        licence: pack.manifest.licence,
        source: known ? KNOWN : FITTED,
      });
      yield { event: 'stage', stage: 'range', done: fresh.length, total: fitted.length };
    }
    return await addDirections(pack, fresh);
  } finally {
    await bench.pool.close();
  }
}

const KNOWN = "Known from the generator's making; measured on its samples (diptych direction fit --normals)";
const FITTED = "Fitted on samples of this pack's generator, scored by its own networks (diptych direction fit)";
