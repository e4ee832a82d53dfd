/**
 * What pairs are grown with: portraits, templates and models, each bound to the recipe by hash, and worker threads.
 * Shared by a run and its rehearsal.
 */
import type { ResolvedTemplate } from '../augment/hair/template/index.js';
import type { ProgressEvent } from '../engine/events.js';
import { WorkerPool } from '../engine/pool.js';
import { checkProvider } from '../engine/session.js';
import { DiptychError } from '../errors.js';
import { describeFaceFiles, type FaceFile, type ResolvedModels, resolveFaceModels } from '../faces/index.js';
import { growGates } from '../filter/hair/index.js';
import { type GrowRecipe, growRecipeSchema } from '../grow-recipe.js';
import type { GrowRequest, GrowSetup } from '../grow-worker.js';
import { type ChosenColour, coloursOf } from './colours.js';
import type { Choices } from './plan.js';
import { openPortraits, type PortraitSource } from './portraits.js';
import { chooseTemplates } from './templates.js';

/** How the workers run; none of it changes the dataset. */
export interface GrowBenchOptions {
  readonly workers: number;
  /** Threads of one inference in each worker. */
  readonly threads: number;
  readonly provider: string;
  /** File or folder of the face models, before $DIPTYCH_FACE_MODEL and the cache. */
  readonly faceModel?: string | undefined;
}

/** An opened bench. Close its pool. */
export interface GrowBench {
  readonly recipe: GrowRecipe;
  readonly portraits: PortraitSource;
  readonly templates: readonly ResolvedTemplate[];
  readonly colours: readonly ChosenColour[];
  readonly choices: Choices;
  readonly faceFiles: readonly FaceFile[];
  readonly pool: WorkerPool;
}

/** Side of photographs where none is asked for, px. */
export const PHOTO_PX = 512;

/** Checks everything that can be checked before the first image, then starts the workers. @throws DiptychError */
export async function* openGrowBench(
  given: GrowRecipe,
  { workers, threads, provider, faceModel }: GrowBenchOptions,
): AsyncGenerator<ProgressEvent, GrowBench> {
  checkProvider(provider);
  growGates(given.gates);
  const templates = await chooseTemplates(given.templates);
  const colours = await coloursOf(given.colours);
  const portraits = yield* openPortraits(given);
  const faces = await facesFor(portraits, given, faceModel);
  const faceFiles = await describeFaceFiles(faces);
  const recipe = bind(given, portraits, { templates, colours, faceFiles });
  const setup: GrowSetup = {
    recipe,
    portraits: portraits.kind === 'pack' ? { pack: portraits.pack.folder } : { root: portraits.root },
    templates,
    colours,
    faces,
    session: { provider, threads },
  };
  const pool = new WorkerPool({ worker: new URL('../grow-worker.js', import.meta.url), workers, workerData: setup });
  // A template without strands or a damaged model is told of before a folder is made for the dataset.
  await pool.one<GrowRequest, void>('open').catch(async (error) => {
    await pool.close();
    throw error;
  });
  return {
    recipe,
    portraits,
    templates,
    colours,
    choices: {
      ...(portraits.kind === 'folder' && { portraits: portraits.items.length }),
      templates: templates.length,
      colours: colours.length,
    },
    faceFiles,
    pool,
  };
}

/**
 * Photographs need landmarks, and are better off with masks; samples have the pack's networks. A recipe that was resolved
 * before is run with the models that it names, not with those that have come since.
 */
async function facesFor(
  portraits: PortraitSource,
  { models }: GrowRecipe,
  faceModel: string | undefined,
): Promise<ResolvedModels> {
  const found = await resolveFaceModels({ faceModel });
  const roles = portraits.kind === 'pack' ? (['landmarker'] as const) : (['landmarker', 'hair', 'person'] as const);
  const wanted = roles.filter((role) => found[role] !== undefined && (!models || role in models));
  const faces: ResolvedModels = Object.fromEntries(wanted.map((role) => [role, found[role]!]));
  if (portraits.kind === 'pack' || faces.landmarker !== undefined) return faces;
  throw new DiptychError('E_MODEL', 'Expected a face landmarker to grow hair on photographs but received none', {
    hint: 'Pull it with diptych models pull mediapipe, or name it with --face-model',
  });
}

/** What a recipe names and does not hold. */
interface Named {
  readonly templates: readonly ResolvedTemplate[];
  readonly colours: readonly ChosenColour[];
  readonly faceFiles: readonly FaceFile[];
}

type Hashes = Readonly<Record<string, string>>;

/** Names everything that the pairs depend on by its hash, and refuses what another recipe was made with. */
function bind(recipe: GrowRecipe, portraits: PortraitSource, { templates, colours, faceFiles }: Named): GrowRecipe {
  const files = hashesOf(templates.filter((template) => template.kind === 'file'));
  const photos = hashesOf(colours.filter((colour) => colour.kind === 'reference'));
  const models: Hashes = Object.fromEntries(faceFiles.map(({ role, sha256 }) => [role, sha256]));
  checkSame('templates', recipe.templatesSha256, files);
  checkSame('photographs of colours', recipe.coloursSha256, photos);
  checkSame('face models', recipe.models, models);
  const some = (hashes: Hashes): Hashes | undefined => (Object.keys(hashes).length > 0 ? hashes : undefined);
  // Parsed again for the order of the keys, so that a recipe read back from a dataset is written as it was.
  return growRecipeSchema.parse({
    ...recipe,
    portraitsSha256: portraits.sha256,
    templatesSha256: some(files),
    coloursSha256: some(photos),
    models,
  });
}

function hashesOf(named: readonly { readonly name: string; readonly sha256: string }[]): Hashes {
  return Object.fromEntries(named.map(({ name, sha256 }) => [name, sha256]));
}

function checkSame(what: string, expected: Hashes | undefined, actual: Hashes): void {
  if (!expected) return;
  const told = (hash: string | undefined): string => (hash === undefined ? 'none' : `sha256 ${hash.slice(0, 12)}…`);
  for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    if (actual[name] === expected[name]) continue;
    throw new DiptychError(
      'E_RECIPE',
      `Expected the ${what} of the recipe, ${name} with ${told(expected[name])}, but received ${told(actual[name])}`,
      { hint: 'Bring the same file, or remove the hashes from the recipe to use this one' },
    );
  }
}
