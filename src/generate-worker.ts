/**
 * A worker thread of `generate`: owns a pack's networks and carries a candidate from sample to verdict without crossing
 * threads in between. One candidate a batch: a result that depended on its neighbours would depend on the schedule.
 */
import { workerData } from 'piscina';
import { fuse } from './augment/fuse.js';
import { loadModels } from './engine/load.js';
import type { Models } from './engine/models.js';
import { taskHandler } from './engine/pool.js';
import type { SessionOptions } from './engine/session.js';
import { invariant } from './errors.js';
import { gatesFor, judge } from './filter/gates.js';
import { score } from './filter/score.js';
import { edit } from './latent/edit.js';
import { directionOf } from './pack/directions.js';
import { openPack } from './pack/load.js';
import type { Candidate, JudgedPair } from './pair.js';
import type { Recipe } from './recipe.js';
import { noiseOfSeed } from './stylegan/noise.js';
import { sample } from './stylegan/sample.js';

/** What every worker is started with. */
export interface GenerateSetup {
  readonly recipe: Recipe;
  /** Folder of the pack, already verified. */
  readonly pack: string;
  readonly session: SessionOptions;
}

/** Judge one candidate, or embed one face that is no candidate, to calibrate the identity threshold. */
export type GenerateTask =
  | { readonly kind: 'judge'; readonly index: number; readonly identityThreshold: number | undefined }
  | { readonly kind: 'embed'; readonly index: number };

const { recipe, pack: folder, session } = workerData as GenerateSetup;
const ready = prepare();

async function prepare() {
  const pack = await openPack(folder);
  const direction = await directionOf(pack, recipe.edit);
  const [firstLayer] = recipe.edit.layers ?? direction.layers;
  const models = await loadModels(pack, session, { seededNoise: recipe.noise === 'seeded', firstLayer });
  const synthesise = (candidate: Candidate, ws: readonly Float32Array[]) =>
    models.synthesise(
      ws,
      recipe.noise === 'seeded' ? noiseOfSeed(candidate.seed, models.manifest.generator.noise) : {},
    );
  return { models, synthesise, direction };
}

/** The chain of stages for one candidate. */
async function judgeCandidate(index: number, identityThreshold: number | undefined): Promise<JudgedPair> {
  const { models, synthesise, direction } = await ready;
  const candidates = sample(only(index), { models, recipe });
  const pairs = edit(candidates, { models, direction, edit: recipe.edit, synthesise });
  const fused = fuse(pairs, { models, fuse: recipe.fuse });
  const scored = score(fused, { models, label: recipe.class });
  const calibration = identityThreshold === undefined ? undefined : { threshold: identityThreshold };
  return first(judge(scored, gatesFor(recipe, models.manifest, calibration)));
}

/** Embedding of a face drawn from a stream of its own. */
async function embedFace(index: number): Promise<Float32Array> {
  const { models, synthesise } = await ready;
  const face = await first(sample(only(index), { models, recipe, stream: 'calibration' }));
  const [embedding] = await embedderOf(models)(await synthesise(face, [face.ws]));
  return embedding!;
}

function embedderOf(models: Models): NonNullable<Models['embed']> {
  invariant(models.embed, 'calibration needs an identity network');
  return models.embed;
}

async function* only<T>(item: T): AsyncIterable<T> {
  yield item;
}

async function first<T>(items: AsyncIterable<T>): Promise<T> {
  for await (const item of items) return item;
  throw new Error('Invariant broken: a stage gave nothing for a candidate');
}

export default taskHandler(
  (task: GenerateTask): Promise<JudgedPair | Float32Array> =>
    task.kind === 'judge' ? judgeCandidate(task.index, task.identityThreshold) : embedFace(task.index),
);
