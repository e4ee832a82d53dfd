/**
 * What a dataset is measured with: the source, the face models, the pack and its domain, and worker threads, started
 * only when there is something to measure.
 */
import type { CurateOptions, MeasureOptions } from '../curate-options.js';
import { measureOptionsSchema } from '../curate-options.js';
import type { CurateSetup, CurateTask } from '../curate-worker.js';
import { canonicalJson } from '../dataset/canonical.js';
import { readInfo } from '../dataset/reader.js';
import { openSource, type Source } from '../dataset/source/index.js';
import type { ProgressEvent } from '../engine/events.js';
import { WorkerPool } from '../engine/pool.js';
import { checkProvider } from '../engine/session.js';
import { invariant } from '../errors.js';
import { describeFaceFiles, type FaceFile, type ResolvedModels, resolveFaceModels } from '../faces/index.js';
import type { Domain } from '../filter/domain/index.js';
import { domainOf, REFERENCES, type Reference, samePersonThreshold } from '../filter/references.js';
import { sha256 } from '../hash.js';
import { openPack, type Pack, verifyPack } from '../pack/load.js';
import { checkAttribute, checkOptions } from './check-options.js';

/** How the workers run; none of it changes what is measured. */
export interface BenchOptions {
  readonly workers: number;
  /** Threads of one inference in each worker. */
  readonly threads: number;
  readonly provider: string;
  /** File or folder of the face models, before $DIPTYCH_FACE_MODEL and the cache. */
  readonly faceModel?: string | undefined;
}

/** What the pack's samples say of its scorers. */
export interface Calibrated {
  readonly domain: Domain | undefined;
  /** Cosine that two different people reach once in a thousand comparisons; absent without an identity network. */
  readonly samePerson: number | undefined;
}

/** An opened bench. Close it. */
export interface CurateBench {
  readonly input: string;
  readonly source: Source;
  readonly options: MeasureOptions;
  readonly pack: Pack | undefined;
  /** Files of the face models by role; undefined when faces are not looked for. */
  readonly faces: ResolvedModels | undefined;
  /** Face models in words; the detector of npm is one without a file of its own. */
  readonly faceFiles: readonly FaceFile[];
  /** Options and models by hash, as far as measurements depend on them. */
  readonly setup: Readonly<Record<string, unknown>>;
  /** What measurements are a function of, besides the dataset: the options and every model's hash. */
  readonly hash: string;
  /** Looks at the pack's samples. */
  calibrate(): AsyncGenerator<ProgressEvent, Calibrated>;
  /** Starts the workers, or returns those that run. */
  workers(calibrated: Calibrated): WorkerPool;
  /** Workers that cut images, for which the domain does not matter; those that run, or new ones. */
  cutters(): WorkerPool;
  close(): Promise<void>;
}

/** False matches in a thousand: few enough for a gate, and what REFERENCES suffice to estimate. */
const FALSE_MATCH_RATE = 1e-3;

/** What the detector of npm is called; its version is pinned, so its name is as good as a hash. */
const BUNDLED_DETECTOR = '@mediapipe/face_detection 0.4.1657300184';

/** Changes when the same options measure something else than before. */
const VERSION = 1;

/** Checks everything that can be checked before the first image. @throws DiptychError */
export async function openBench(
  input: string,
  given: CurateOptions,
  { workers, threads, provider, faceModel }: BenchOptions,
): Promise<CurateBench> {
  checkProvider(provider);
  const source = await openSource(input, { format: given.format });
  const options = measuring({ ...given, attribute: given.attribute ?? (await attributeOf(input, source)) });
  checkOptions(options);
  const faces = options.faces ? pick(await resolveFaceModels({ faceModel })) : undefined;
  const pack = options.pack === null ? undefined : await openPack(options.pack);
  if (pack) {
    // What a dataset says of itself is no wish of the user's: another pack need not know it.
    checkAttribute(given.attribute, pack.manifest);
    await verifyPack(pack);
  }
  const faceFiles = faces ? await describeFiles(faces) : [];
  const models = faceFiles.map(({ role, sha256 }) => [role, sha256]);
  const of = { version: VERSION, ...options, format: source.format, pack: pack?.sha256 ?? null, models };
  const session = { provider, threads };
  const start = (domain: Domain | undefined): WorkerPool => {
    const setup: CurateSetup = { root: input, options, faces, session, domain };
    return new WorkerPool({ worker: new URL('../curate-worker.js', import.meta.url), workers, workerData: setup });
  };
  let running: WorkerPool | undefined;
  return {
    input,
    source,
    options,
    pack,
    faces,
    faceFiles,
    setup: of,
    hash: sha256(canonicalJson(of)),
    async *calibrate() {
      if (!pack) return { domain: undefined, samePerson: undefined };
      const pool = start(undefined);
      try {
        return yield* calibrate(pool);
      } finally {
        await pool.close();
      }
    },
    workers({ domain }) {
      running ??= start(domain);
      return running;
    },
    cutters() {
      running ??= start(undefined);
      return running;
    },
    close: async () => {
      await running?.close();
    },
  };
}

/** The part of the options that changes what is stored. */
function measuring(options: CurateOptions): MeasureOptions {
  const keys = Object.keys(measureOptionsSchema.shape);
  return measureOptionsSchema.parse(Object.fromEntries(Object.entries(options).filter(([key]) => keys.includes(key))));
}

/** What the pairs of a dataset of ours change, by its own recipe. */
async function attributeOf(input: string, { format }: Source): Promise<string | undefined> {
  if (format !== 'diptych') return undefined;
  const info = await readInfo(input).catch(() => undefined);
  // Of grown hair no attribute of a pack is the one that was edited.
  return info && 'edit' in info.recipe ? info.recipe.edit.attribute : undefined;
}

/** Segmenters are not asked for anything here, and each takes time and memory in every worker. */
function pick({ landmarker, detector }: ResolvedModels): ResolvedModels {
  return { ...(landmarker !== undefined && { landmarker }), ...(detector !== undefined && { detector }) };
}

/** Without any file, the detector in the npm package serves. */
async function describeFiles(faces: ResolvedModels): Promise<FaceFile[]> {
  const files = await describeFaceFiles(faces);
  return files.length > 0 ? files : [{ role: 'detector', name: BUNDLED_DETECTOR, licence: 'Apache-2.0', sha256: '' }];
}

async function* calibrate(pool: WorkerPool): AsyncGenerator<ProgressEvent, Calibrated> {
  const tasks = Array.from({ length: REFERENCES }, (_, index): CurateTask => ({ kind: 'reference', index }));
  const references: Reference[] = [];
  for await (const reference of pool.run<CurateTask, Reference>(tasks)) {
    references.push(reference);
    yield { event: 'stage', stage: 'domain of the pack', done: references.length, total: REFERENCES };
  }
  invariant(references.length === REFERENCES, 'every reference was looked at');
  const samePerson = samePersonThreshold(references, FALSE_MATCH_RATE)?.threshold;
  return { domain: domainOf(references), samePerson };
}
