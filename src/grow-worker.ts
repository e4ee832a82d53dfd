/**
 * A worker thread of `grow`: owns the generic head, the templates and the networks, and carries a candidate from its
 * portrait to a verdict. Portraits are kept ready for a while: the next candidate may be of the same face.
 */
import { workerData } from 'piscina';
import { distanceField } from './augment/hair/head/distance.js';
import { loadHead } from './augment/hair/head/load.js';
import type { ResolvedTemplate } from './augment/hair/template/index.js';
import { loadModels } from './engine/load.js';
import { taskHandler } from './engine/pool.js';
import type { SessionOptions } from './engine/session.js';
import { invariant } from './errors.js';
import { openFaces, type ResolvedModels } from './faces/index.js';
import type { GrowRecipe } from './grow-recipe.js';
import { PHOTO_PX } from './growing/bench.js';
import { type ChosenColour, colourOn } from './growing/colours.js';
import { drawPair, type GrownPair, unusablePair } from './growing/draw.js';
import { readPhotograph } from './growing/photograph.js';
import type { GrowPlan } from './growing/plan.js';
import type { Portrait, Unusable } from './growing/portrait.js';
import type { PortraitItem } from './growing/portraits.js';
import { type Prepared, prepare } from './growing/prepare.js';
import { readReferences } from './growing/reference.js';
import { sampleHead } from './growing/sampled.js';
import { openTemplates } from './growing/templates.js';
import { directionNamed } from './pack/directions.js';
import { openPack } from './pack/load.js';

export type { GrownPair } from './growing/draw.js';

/** What every worker is started with. */
export interface GrowSetup {
  readonly recipe: GrowRecipe;
  /** The folder of photographs, or of a pack that is verified already. */
  readonly portraits: { readonly root: string } | { readonly pack: string };
  readonly templates: readonly ResolvedTemplate[];
  readonly colours: readonly ChosenColour[];
  readonly faces: ResolvedModels;
  readonly session: SessionOptions;
}

/** One candidate; `portrait` where it is a photograph. */
export interface GrowTask {
  readonly plan: GrowPlan;
  readonly portrait?: PortraitItem;
}

/** A candidate, or `open`, which only waits until the thread has opened what it needs. */
export type GrowRequest = GrowTask | 'open';

/** Portraits kept ready in a thread, about 20 MB each at 512 px. */
const KEPT_READY = 8;
/** Portraits of no use that a thread remembers, 1 MB each at most. */
const KEPT_UNUSABLE = 64;

const { recipe, portraits, templates, colours, faces: faceFiles, session } = workerData as GrowSetup;
const ready = open();
// Whoever waits for it is told; a thread that nobody asks must not end the process.
ready.catch(() => {});

async function open() {
  const head = await loadHead();
  const hair = await openTemplates(templates, head, distanceField(head));
  const faces = faceFiles.landmarker ? await openFaces(faceFiles) : undefined;
  const framing = { align: recipe.align, size: recipe.size ?? PHOTO_PX };
  const references = await readReferences(colours, { faces, head, framing, recipe });
  if ('root' in portraits) {
    invariant(faces, 'photographs are read with a landmarker');
    const read = ({ portrait }: GrowTask) => readPhotograph(portraits.root, portrait!, faces, framing);
    return { head, hair, references, read, classes: [] };
  }
  const pack = await openPack(portraits.pack);
  const models = await loadModels(pack, session);
  const hairiness = await directionNamed(pack, 'bald-to-hair');
  const read = ({ plan }: GrowTask) => sampleHead(plan.portrait, { models, hairiness, faces, recipe });
  return { head, hair, references, read, classes: pack.manifest.scorers.parsing?.classes ?? [] };
}

const kept = new Map<number, Promise<Prepared | Unusable>>();
const unusable = new Map<number, Unusable>();

/** The portrait of a task, made ready; the one that was used longest ago makes room. */
async function portraitOf(task: GrowTask): Promise<Prepared | Unusable> {
  const number = task.plan.portrait;
  const known = unusable.get(number);
  if (known) return known;
  const found = kept.get(number) ?? makeReady(task);
  kept.delete(number);
  kept.set(number, found);
  if (kept.size > KEPT_READY) kept.delete(kept.keys().next().value!);
  const portrait = await found;
  if ('trouble' in portrait && unusable.size < KEPT_UNUSABLE) unusable.set(number, portrait);
  return portrait;
}

async function makeReady(task: GrowTask): Promise<Prepared | Unusable> {
  const { head, read, classes } = await ready;
  const portrait: Portrait | Unusable = await read(task);
  return 'trouble' in portrait ? portrait : prepare(portrait, head, recipe, classes);
}

export default taskHandler(async (task: GrowRequest): Promise<GrownPair | undefined> => {
  const { head, hair, references } = await ready;
  if (task === 'open') return undefined;
  const { plan } = task;
  const template = hair[plan.template]!;
  const colour = colours[plan.colour]!;
  const portrait = await portraitOf(task);
  if ('trouble' in portrait) return unusablePair(plan, portrait, { template: template.name, colour: colour.name });
  const value = colourOn(portrait, colour, references);
  return drawPair(plan, portrait, { template, colour: { name: colour.name, value }, head, recipe });
});
