/** A sampled head as a portrait: drawn from the pack, its hair taken as far back as the generator can. */
import type { Models } from '../engine/models.js';
import type { Faces } from '../faces/index.js';
import type { GrowRecipe } from '../grow-recipe.js';
import { toBytes } from '../image/bytes.js';
import { resize, resizeLabels } from '../image/resize.js';
import { type Direction, move } from '../latent/direction.js';
import { pairId, type RgbPlanes } from '../pair.js';
import { sample } from '../stylegan/sample.js';
import { type Portrait, type PortraitName, type Unusable, unusable } from './portrait.js';

/** What samples heads in one thread. */
export interface Sampler {
  readonly models: Models;
  /** Towards more hair; absent where the pack has no such direction. */
  readonly hairiness?: Direction | undefined;
  /** MediaPipe's landmarks are used where they are at hand, else the pack's five. */
  readonly faces?: Faces | undefined;
  readonly recipe: GrowRecipe;
}

/** Moves tried towards a bald head, as shares of the direction's useful range: the first of little hair is taken. */
const STEPS = [0, 0.25, 0.5, 0.75, 1] as const;

/** Side of sampled heads where none is asked for, px, unless the pack's own is larger: strands need so many. */
const LEAST_PX = 256;

/** Share of the picture that may be hair on a head that counts as bald already. */
const BALD = 0.004;

/** Draws head `index` of the recipe. @returns the portrait, or that no face was found on it */
export async function sampleHead(index: number, sampler: Sampler): Promise<Portrait | Unusable> {
  const { models, faces, recipe } = sampler;
  const name: PortraitName = { portrait: pairId(index) };
  const drawn = recipe.remove ? await drawBald(index, sampler) : await drawAt(index, sampler, 0);
  const size = recipe.size ?? Math.max(LEAST_PX, drawn.image.width);
  const image = size === drawn.image.width ? drawn.image : resize(drawn.image, size, size);
  const labels = drawn.labels && resizeLabels(drawn.labels, size, size);
  const hairless = shareOf(drawn, hairClass(sampler)) < BALD;
  if (recipe.remove && sampler.hairiness && !hairless) {
    // Painting is for photographs: another head costs less and looks better.
    return unusable(name, 'hair_left', `the generator leaves hair on sample ${name.portrait}`, image);
  }
  if (faces) {
    const { boxes, face } = await faces.read({ data: toBytes(image), width: size, height: size });
    if (boxes.length !== 1 || !face) {
      return unusable(name, 'faces', `sample ${name.portrait} shows ${boxes.length} faces`, image);
    }
    return { ...name, image, labels, hairless, observed: { kind: 'mediapipe', points: face.points } };
  }
  const [points] = (await models.landmarks?.([image])) ?? [];
  if (!points) return unusable(name, 'faces', `the pack ${models.manifest.name} has no landmark network`, image);
  return { ...name, image, labels, hairless, observed: { kind: 'five', points } };
}

type Drawn = { readonly image: RgbPlanes; readonly labels?: Portrait['labels'] };

async function drawAt(index: number, { models, hairiness, recipe }: Sampler, share: number): Promise<Drawn> {
  for await (const { ws } of sample(only(index), { models, recipe: { seed: recipe.seed, psi: recipe.psi } })) {
    const moved =
      hairiness && share > 0 ? move(ws, hairiness, share * hairiness.range[0], models.manifest.generator) : ws;
    const [image] = await models.synthesise([moved]);
    const [labels] = (await models.parse?.([image!])) ?? [];
    return { image: image!, labels };
  }
  throw new Error('Invariant broken: a stage gave nothing for a candidate');
}

/** The least move after which hardly any hair is seen; else the one that leaves the least. */
async function drawBald(index: number, sampler: Sampler): Promise<Drawn> {
  const hair = hairClass(sampler);
  let best: { drawn: Drawn; share: number } | undefined;
  for (const step of sampler.hairiness && hair >= 0 ? STEPS : [0]) {
    const drawn = await drawAt(index, sampler, step);
    const share = shareOf(drawn, hair);
    if (!best || share < best.share) best = { drawn, share };
    if (share < BALD) break;
  }
  return best!.drawn;
}

const hairClass = ({ models }: Sampler): number => models.manifest.scorers.parsing?.classes.indexOf('hair') ?? -1;

function shareOf({ labels }: Drawn, hair: number): number {
  if (!labels) return 0;
  let count = 0;
  for (const label of labels.data) if (label === hair) count++;
  return count / labels.data.length;
}

async function* only<T>(item: T): AsyncIterable<T> {
  yield item;
}
