/**
 * A worker thread of `curate`: owns the face models and the pack's scorers. It measures items, cuts kept ones out again
 * for the clean dataset, and looks at samples of the pack's own, which tell where the scorers' domain ends.
 */
import { workerData } from 'piscina';
import type { MeasureOptions } from './curate-options.js';
import { type CutFile, cutFiles } from './curation/cut.js';
import { type Meter, measure } from './curation/measure.js';
import { metricsByName } from './curation/metrics.js';
import { packScorer } from './curation/pack-scorer.js';
import { loadModels } from './engine/load.js';
import { taskHandler } from './engine/pool.js';
import { openScorers } from './engine/scorers.js';
import type { SessionOptions } from './engine/session.js';
import { openFaces, type ResolvedModels } from './faces/index.js';
import type { Domain } from './filter/domain/index.js';
import { lookAtReference, REFERENCE_STREAM, type Reference } from './filter/references.js';
import type { Item, ItemRecord, Measurement } from './item.js';
import { openPack } from './pack/load.js';
import { sample } from './stylegan/sample.js';

/** What every worker is started with. */
export interface CurateSetup {
  /** Folder of the dataset that is curated. */
  readonly root: string;
  readonly options: MeasureOptions;
  /** Files of the face models; undefined when faces are not looked for. */
  readonly faces: ResolvedModels | undefined;
  readonly session: SessionOptions;
  readonly domain: Domain | undefined;
}

export type CurateTask =
  | { readonly kind: 'measure'; readonly item: Item }
  | { readonly kind: 'cut'; readonly record: ItemRecord }
  | { readonly kind: 'reference'; readonly index: number };

const { root, options, faces: faceModels, session, domain } = workerData as CurateSetup;

/** Opened when the first task needs it: a worker of the domain's references needs no faces, and the other way round. */
const meter = once(async (): Promise<Meter> => {
  const pack = options.pack === null ? undefined : await openPack(options.pack);
  const scorers = pack && (await openScorers(pack, session));
  return {
    root,
    align: options.align,
    size: options.size,
    metrics: metricsByName(pack?.manifest, options),
    ...(faceModels && { faces: await openFaces(faceModels) }),
    ...(scorers && { pack: packScorer(scorers, domain, options.attribute) }),
  };
});

const references = once(async () => {
  const pack = await openPack(options.pack!);
  return { models: await loadModels(pack, session), scorers: await openScorers(pack, session) };
});

/** One sample of the generator at psi 1, so that all that it knows is seen. */
async function reference(index: number): Promise<Reference> {
  const { models, scorers } = await references();
  const faces = sample(only(index), { models, recipe: { seed: 0, psi: 1 }, stream: REFERENCE_STREAM });
  for await (const face of faces) {
    const [picture] = await models.synthesise([face.ws]);
    return lookAtReference(scorers, picture!, 0, index);
  }
  throw new Error('Invariant broken: sampling gave nothing for an index');
}

async function* only<T>(item: T): AsyncIterable<T> {
  yield item;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

export default taskHandler(async (task: CurateTask): Promise<Measurement | readonly CutFile[] | Reference> => {
  if (task.kind === 'measure') return measure(task.item, await meter());
  if (task.kind === 'cut') return cutFiles(root, task.record);
  return reference(task.index);
});
