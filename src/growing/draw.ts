/** One candidate, drawn: portrait, template, colour, length → a pair with its maps, scored and judged. */

import { meanAlbedo } from '../augment/hair/colours.js';
import { hairEdges } from '../augment/hair/edges.js';
import { warpPoints } from '../augment/hair/fit/index.js';
import { type FusedHair, fuseHair } from '../augment/hair/fuse/index.js';
import { seanLabels } from '../augment/hair/label-maps.js';
import { meanLength } from '../augment/hair/length.js';
import { withoutNapeStubs } from '../augment/hair/nape.js';
import { encodeOrientation, type OrientationMap, orientationMaps } from '../augment/hair/orientation.js';
import type { HairColour } from '../augment/hair/raster/hair-colour.js';
import { paintLabels, paintVertices } from '../augment/hair/raster/head.js';
import { renderHair } from '../augment/hair/raster/render.js';
import type { HairLayer, HeadModel, Strands } from '../augment/hair/types.js';
import { unionMask } from '../augment/mask.js';
import type { MapName } from '../dataset/layout.js';
import { growGates, scoreGrown } from '../filter/hair/index.js';
import { verdictOf } from '../filter/index.js';
import { phash } from '../filter/phash.js';
import type { GrowRecipe } from '../grow-recipe.js';
import { maskFromBytes } from '../image/bytes.js';
import {
  type HairTrace,
  type JudgedPair,
  type LabelMap,
  type Pair,
  type Plane,
  pairId,
  type RgbPlanes,
  type State,
} from '../pair.js';
import { streamOf } from '../random.js';
import { type GrowPlan, labelsOf } from './plan.js';
import type { PortraitName, Unusable } from './portrait.js';
import type { Bare, Prepared } from './prepare.js';
import type { OpenTemplate } from './templates.js';

/** A judged pair and the maps beside it. */
export interface GrownPair {
  readonly pair: JudgedPair;
  readonly maps: Readonly<Partial<Record<MapName, Plane>>>;
}

/** What a candidate is drawn with. */
export interface DrawOptions {
  readonly template: OpenTemplate;
  readonly colour: { readonly name: string; readonly value: HairColour };
  readonly head: HeadModel;
  readonly recipe: GrowRecipe;
}

/** Hair as it was drawn and fused in one image of a candidate. */
interface Grown {
  readonly fused: FusedHair;
  readonly layer: HairLayer;
  readonly strands: number;
  /** Mean length, px. */
  readonly strandPx: number;
}

/** Draws every image of a candidate, *before* first. */
export function drawPair(plan: GrowPlan, portrait: Prepared, options: DrawOptions): GrownPair {
  const { template, colour, head, recipe } = options;
  const bare = recipe.remove && template.regions.includes('scalp') ? portrait.bald() : portrait;
  const images = plan.growth.map((growth) => (growth > 0 ? growOn(bare, growth, plan, portrait, options) : undefined));
  const states = labelsOf(images.length).map(
    (label, i): State => ({
      label,
      strength: plan.growth[i]!,
      image: images[i]?.fused.after ?? bare.image,
      attributes: {},
    }),
  );
  const drawn = images.at(-1) ?? nothingOn(bare.image);
  const [before, after] = [states[0]!.image, states.at(-1)!.image];
  const mask = unionMask(images.flatMap((image) => image?.fused.mask ?? []).concat(drawn.fused.mask));
  const orientation = orientationMaps(after, drawn.fused.hairMask);
  const scores = scoreGrown({
    before,
    after,
    mask,
    ...drawn.layer,
    orientation: orientation.true,
    strandPx: drawn.strandPx,
    points: portrait.points,
    head: silhouette(portrait, head),
    growth: growthWeight(portrait, template, head),
    notes: { ...portrait.scores, ...bare.scores },
  });
  const trace = traceOf(portrait, { template: template.name, colour: colour.name, strands: drawn.strands });
  const verdict = verdictOf(scores, growGates(recipe.gates));
  return {
    pair: { ...pairOf(plan, states, mask, trace), scores, phash: phash(after), verdict },
    maps: recipe.maps
      ? mapsOf(
          drawn,
          after,
          orientation.michigan,
          seanLabels(drawn.fused.hairMask, bare.regions, portrait.regions, portrait.parsing()),
        )
      : {},
  };
}

/** The record of a candidate whose portrait cannot be used; its images are the portrait, or grey. */
export function unusablePair(
  plan: GrowPlan,
  { gate, trouble, image = GREY, ...portrait }: Unusable,
  names: { readonly template: string; readonly colour: string },
): GrownPair {
  const states = labelsOf(plan.growth.length).map((label): State => ({ label, strength: 0, image, attributes: {} }));
  const mask = emptyPlane(image);
  const pair = pairOf(plan, states, mask, { ...traceOf(portrait, { ...names, strands: 0 }), trouble });
  const failures = [{ gate, value: 1, threshold: 0 }];
  return { pair: { ...pair, scores: {}, phash: phash(image), verdict: { kept: false, failures } }, maps: {} };
}

const GREY: RgbPlanes = { data: new Float32Array(3 * 64), width: 8, height: 8 };

/** Hair of this length on the portrait. */
function growOn(
  { image: base, regions, raster, sensor }: Bare,
  growth: number,
  plan: GrowPlan,
  { fitted, light }: Prepared,
  { template, colour, head, recipe }: DrawOptions,
): Grown | undefined {
  const strands = template.grow(growth, { strands: recipe.strands, seed: plan.seed });
  const bent: Strands = { ...strands, points: warpPoints(fitted.warp, strands.points.slice()) };
  const worn = withoutNapeStubs(bent, fitted, raster);
  const count = worn.first.length - 1;
  if (count === 0) return undefined;
  const { width, height } = base;
  const layer = renderHair(worn, fitted, head, light, {
    width,
    height,
    colour: colour.value,
    seed: plan.seed,
    head: raster,
  });
  const random = streamOf(plan.seed, plan.index, 'grain');
  const target = meanAlbedo(colour.value);
  return {
    fused: fuseHair({ before: base, layer, light, regions, target, sensor, random }, recipe.fuse),
    layer,
    strands: count,
    strandPx: meanLength(strands) * fitted.camera.scale,
  };
}

/** How far the visible surface of the head grows what the template is of, [H, W]. */
function growthWeight({ raster }: Prepared, { regions }: OpenTemplate, head: HeadModel): Plane {
  const { scalp, beard, cheeks, moustache, sideburns, brow } = head.weights;
  if (regions.includes('scalp')) return paintVertices(raster, head, scalp);
  if (!regions.includes('beard')) return paintVertices(raster, head, brow);
  const face = scalp.map((_, i) => Math.min(1, beard[i]! + cheeks[i]! + moustache[i]! + sideburns[i]!));
  return paintVertices(raster, head, face);
}

/** Where the bare head is, without neck and shoulders, [H, W]. */
function silhouette({ raster }: Prepared, head: HeadModel): Plane {
  const labels = paintLabels(raster, head);
  const below = ['neck', 'cloth'].map((name) => head.labels.indexOf(name));
  const data = new Float32Array(labels.length);
  for (let i = 0; i < data.length; i++) data[i] = raster.triangle[i]! >= 0 && !below.includes(labels[i]!) ? 1 : 0;
  return { data, width: raster.width, height: raster.height };
}

/** Nothing was long enough to be drawn: the hair of an empty layer. */
function nothingOn(image: RgbPlanes): Grown {
  const none = emptyPlane(image);
  const ones = { ...none, data: new Float32Array(none.data.length).fill(1) };
  const far = { ...none, data: new Float32Array(none.data.length).fill(-Infinity) };
  const layer = { colour: image, alpha: none, shade: ones, cos2: none, sin2: none, depth: far };
  return { fused: { after: image, mask: none, hairMask: none, scores: {} }, layer, strands: 0, strandPx: 0 };
}

/** Matte, edges, orientation and labels, [0, 1] each: the bytes that MichiGAN's and SEAN's networks read, over 255. */
function mapsOf({ fused }: Grown, after: RgbPlanes, map: OrientationMap, labels: LabelMap): GrownPair['maps'] {
  const { width, height } = after;
  return {
    hair: fused.hairMask,
    edges: hairEdges(after, fused.hairMask),
    orientation: maskFromBytes(encodeOrientation(map), width, height),
    labels: maskFromBytes(labels.data, width, height),
  };
}

function pairOf(plan: GrowPlan, states: readonly State[], mask: Plane, hair: HairTrace): Pair {
  return {
    id: pairId(plan.index),
    candidate: { index: plan.index, seed: plan.seed, ws: NO_LATENT },
    before: states[0]!,
    between: states.slice(1, -1),
    after: states.at(-1)!,
    mask,
    edit: { direction: `hair:${hair.template}`, attribute: 'hair', evaluations: 0, reached: true, targets: [] },
    hair,
    notes: {},
  };
}

const NO_LATENT = new Float32Array(0);

function traceOf(
  { portrait, portraitSha256 }: PortraitName,
  rest: Pick<HairTrace, 'template' | 'colour' | 'strands'>,
): HairTrace {
  return { portrait, ...(portraitSha256 !== undefined && { portraitSha256 }), ...rest };
}

function emptyPlane({ width, height }: RgbPlanes): Plane {
  return { data: new Float32Array(width * height), width, height };
}
