/**
 * The bench that pairs are made on: a verified pack, the recipe bound to it, and workers that judge its candidates.
 * Shared by a run and by its rehearsal (`--dry-run`).
 */
import type { ProgressEvent } from './engine/events.js';
import { WorkerPool } from './engine/pool.js';
import { checkProvider } from './engine/session.js';
import { DiptychError } from './errors.js';
import {
  applicable,
  facesNeeded,
  type Gate,
  gatesFor,
  impostorThreshold,
  type Lack,
  lackSentence,
  lacksOf,
} from './filter/index.js';
import type { GenerateSetup, GenerateTask } from './generate-worker.js';
import { findDirection } from './pack/directions.js';
import { openPack, type Pack, verifyPack } from './pack/load.js';
import type { PackManifest } from './pack/manifest.js';
import { type Recipe, recipeSchema } from './recipe.js';

/** An opened bench. Close its pool. */
export interface Bench {
  readonly pack: Pack;
  readonly recipe: Recipe;
  readonly pool: WorkerPool;
  /** What the pack lacks, and what is off for want of it. */
  readonly lacks: readonly Lack[];
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
  const lacks = lacksOf(recipe, pack.manifest);
  return { pack, recipe, pool: new WorkerPool({ worker, workers, workerData: setup }), lacks };
}

/**
 * The gates of a run, after a warning where some are off for want of a network. The identity threshold comes from impostor pairs: faces of a stream of their own, which depends
 * on the recipe alone, so a resumed run finds the same one.
 */
export async function* calibratedGates({ pack, recipe, pool, lacks }: Bench): AsyncGenerator<ProgressEvent, Gate[]> {
  const message = lackSentence(pack.manifest.name, lacks);
  if (message !== undefined) yield { event: 'warning', message };
  const { attribute, direction } = recipe.edit;
  if (attribute === undefined) {
    const message = `No score tells what ${direction} should do: the gates of target and drift are off`;
    yield { event: 'warning', message };
  }
  const gated = pack.manifest.scorers.identity && recipe.gates.identity === undefined;
  if (!gated) return applicable(gatesFor(recipe, pack.manifest), lacks);
  const total = facesNeeded(recipe.falseMatchRate);
  const tasks = Array.from({ length: total }, (_, index): GenerateTask => ({ kind: 'embed', index }));
  const embeddings: Float32Array[] = [];
  for await (const embedding of pool.run<GenerateTask, Float32Array>(tasks)) {
    embeddings.push(embedding);
    yield { event: 'stage', stage: 'calibrate', done: embeddings.length, total };
  }
  return applicable(gatesFor(recipe, pack.manifest, impostorThreshold(embeddings, recipe.falseMatchRate)), lacks);
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
  const label = classOf(recipe, manifest);
  // Parsed again for the order of the keys, so that a recipe read back from a dataset is written as it was.
  return recipeSchema.parse({ ...recipe, ...(label !== undefined && { class: label }), packSha256: sha256 });
}

/** The class to draw; undefined for a generator without classes. */
function classOf(recipe: Recipe, { generator, name }: PackManifest): number | undefined {
  const { labelDim } = generator;
  if (labelDim === undefined && recipe.class === undefined) return undefined;
  if (labelDim !== undefined && (recipe.class ?? 0) < labelDim) return recipe.class ?? 0;
  const expected = labelDim === undefined ? 'no class' : `a class from 0 to ${labelDim - 1}`;
  const hint = labelDim === undefined ? { hint: 'Its generator has no classes' } : {};
  throw new DiptychError('E_RECIPE', `Expected ${expected} for the pack ${name} but received ${recipe.class}`, hint);
}

function checkEdit({ edit, gates, fuse }: Recipe, { manifest }: Pack): void {
  for (const name of [edit.direction, ...edit.given]) findDirection({ manifest }, name);
  checkScored(edit, manifest);
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

/** A search of the strength goes by a score; a forced move needs none. */
function checkScored({ attribute, strength }: Recipe['edit'], { name, scorers }: PackManifest): void {
  const scored = scorers.attributes?.attributes.map((one) => one.name) ?? [];
  if (strength !== 'search' || attribute === undefined || scored.includes(attribute)) return;
  const known = scored.length > 0 ? `It scores ${scored.join(', ')}` : 'It has no attribute network';
  throw new DiptychError('E_PACK', `Expected a score of ${attribute} in the pack ${name} but received none`, {
    hint: `${known}: force the move with --strength, or import a network that scores it (diptych models import --attributes)`,
  });
}
