/**
 * The bench that pairs are made on: a verified pack, the recipe bound to it, and workers that judge its candidates.
 * Shared by a run and by its rehearsal (`--dry-run`).
 */
import type { ProgressEvent } from './engine/events.js';
import { WorkerPool } from './engine/pool.js';
import { checkProvider } from './engine/session.js';
import { DiptychError } from './errors.js';
import { facesNeeded, type Gate, gatesFor, impostorThreshold } from './filter/index.js';
import type { GenerateSetup, GenerateTask } from './generate-worker.js';
import { findDirection } from './pack/directions.js';
import { openPack, type Pack, verifyPack } from './pack/load.js';
import { type Recipe, recipeSchema } from './recipe.js';

/** An opened bench. Close its pool. */
export interface Bench {
  readonly pack: Pack;
  readonly recipe: Recipe;
  readonly pool: WorkerPool;
}

/** How the workers run. */
export interface BenchOptions {
  readonly workers: number;
  /** Threads of one inference in each worker. */
  readonly threads: number;
  readonly provider: string;
}

/** Candidates tried for each wanted pair before a run gives up. */
const TRIES_PER_PAIR = 25;

/** Checks everything that can be checked before the first image, then starts the workers. @throws DiptychError */
export async function openBench(given: Recipe, { workers, threads, provider }: BenchOptions): Promise<Bench> {
  checkProvider(provider);
  const pack = await openPack(given.pack);
  const recipe = bindToPack(given, pack);
  checkEdit(recipe, pack);
  await verifyPack(pack);
  const setup: GenerateSetup = { recipe, pack: pack.folder, session: { provider, threads } };
  const worker = new URL('./generate-worker.js', import.meta.url);
  return { pack, recipe, pool: new WorkerPool({ worker, workers, workerData: setup }) };
}

/**
 * The gates of a run. The identity threshold comes from impostor pairs: faces of a stream of their own, which depends
 * on the recipe alone, so a resumed run finds the same one.
 */
export async function* calibratedGates({ pack, recipe, pool }: Bench): AsyncGenerator<ProgressEvent, Gate[]> {
  const gated = pack.manifest.scorers.identity && recipe.gates.identity === undefined;
  if (!gated) return gatesFor(recipe, pack.manifest);
  const total = facesNeeded(recipe.falseMatchRate);
  const tasks = Array.from({ length: total }, (_, index): GenerateTask => ({ kind: 'embed', index }));
  const embeddings: Float32Array[] = [];
  for await (const embedding of pool.run<GenerateTask, Float32Array>(tasks)) {
    embeddings.push(embedding);
    yield { event: 'stage', stage: 'calibrate', done: embeddings.length, total };
  }
  return gatesFor(recipe, pack.manifest, impostorThreshold(embeddings, recipe.falseMatchRate));
}

/** Tasks for the candidates from index `first` on, up to the recipe's limit. */
export function* judgeTasks({ recipe }: Bench, first: number, gates: readonly Gate[]): Generator<GenerateTask> {
  const limit = recipe.seeds?.length ?? recipe.maxTries ?? recipe.count * TRIES_PER_PAIR;
  const identityThreshold = gates.find((gate) => gate.name === 'identity')?.band.min;
  for (let index = first; index < limit; index++) yield { kind: 'judge', index, identityThreshold };
}

/** Names the pack by its hash, so that the recipe means the same dataset wherever it is run. */
function bindToPack(recipe: Recipe, { manifest, sha256 }: Pack): Recipe {
  if (recipe.packSha256 !== undefined && recipe.packSha256 !== sha256) {
    throw new DiptychError(
      'E_PACK',
      `Expected the pack ${manifest.name} with sha256 ${recipe.packSha256} for the recipe but received ${sha256}`,
      { hint: 'Install the version that the recipe names, or remove packSha256 from the recipe to use this one' },
    );
  }
  // Parsed again for the order of the keys, so that a recipe read back from a dataset is written as it was.
  return recipeSchema.parse({ ...recipe, packSha256: sha256 });
}

function checkEdit({ edit, gates, fuse }: Recipe, { manifest }: Pack): void {
  for (const name of [edit.direction, ...edit.given]) findDirection({ manifest }, name);
  const [from, to] = edit.layers ?? [0, manifest.generator.numWs];
  if (from >= to || to > manifest.generator.numWs) {
    throw new DiptychError(
      'E_RECIPE',
      `Expected layers within 0 to ${manifest.generator.numWs} for edit.layers but received [${from}, ${to}]`,
    );
  }
  const classes = manifest.scorers.parsing?.classes;
  const unknown = classes && fuse.enabled ? fuse.keep.find((name) => !classes.includes(name)) : undefined;
  if (unknown !== undefined) {
    throw new DiptychError('E_RECIPE', `Expected a parsing class for fuse.keep but received ${unknown}`, {
      hint: `The pack knows ${classes!.join(', ')}`,
    });
  }
  gatesFor({ edit, gates }, manifest);
}
