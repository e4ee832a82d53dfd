/** A portrait made ready: the head fitted, light and regions read, and its hair taken away where that is asked for. */

import { faceLabels } from '../augment/hair/face-labels.js';
import { fitHead, fitProblem } from '../augment/hair/fit/index.js';
import { readSensor, type Sensor } from '../augment/hair/fuse/index.js';
import { celebParsing } from '../augment/hair/label-maps.js';
import { estimateLight } from '../augment/hair/light.js';
import { type HeadRaster, paintLabels, paintVertices, renderHead } from '../augment/hair/raster/head.js';
import { parsedRegions, photoRegions } from '../augment/hair/regions.js';
import { coveredBy, hatProblem, removeHair, seenHead } from '../augment/hair/remove/index.js';
import type { FittedHead, HeadModel, Light, PortraitRegions } from '../augment/hair/types.js';
import type { GrowRecipe } from '../grow-recipe.js';
import type { LabelMap, RgbPlanes } from '../pair.js';
import { hash32 } from '../random.js';
import { type Portrait, type PortraitName, type Unusable, unusable } from './portrait.js';

/** A portrait that hair can be grown on. A function of the portrait and the recipe alone, so it may be kept and reused. */
export interface Prepared extends PortraitName {
  readonly image: RgbPlanes;
  readonly points: Float32Array;
  readonly kind: Portrait['observed']['kind'];
  readonly regions: PortraitRegions;
  readonly fitted: FittedHead;
  readonly raster: HeadRaster;
  readonly light: Light;
  readonly sensor: Sensor;
  /** What is known of the portrait, by metric name. */
  readonly scores: Readonly<Record<string, number>>;
  /** Face parsing in CelebAMask-HQ's numbers: the pack's, or landmarks and the fitted head. */
  parsing(): LabelMap;
  /** The head without its hair; computed when first asked for. */
  bald(): Bare;
}

/** What hair is grown on: the portrait as it is, or without its hair. */
export interface Bare {
  readonly image: RgbPlanes;
  /** Of `image`. */
  readonly regions: PortraitRegions;
  /** The surface that hides hair behind it. */
  readonly raster: HeadRaster;
  /** Blur and grain of the portrait, which hair is given too. */
  readonly sensor: Sensor;
  readonly scores: Readonly<Record<string, number>>;
}

/** @returns the portrait made ready, or why it cannot be used */
export function prepare(
  portrait: Portrait,
  head: HeadModel,
  recipe: GrowRecipe,
  classes: readonly string[],
): Prepared | Unusable {
  const { image, observed, hair, person, labels, hairless = false } = portrait;
  const name = {
    portrait: portrait.portrait,
    ...(portrait.portraitSha256 !== undefined && { portraitSha256: portrait.portraitSha256 }),
  };
  const read = labels
    ? parsedRegions(labels, classes, image)
    : photoRegions({ image, points: observed.points, hair, person });
  if (!read) {
    return unusable(name, 'hair_unknown', `${name.portrait}: no model at hand tells hair from the rest`, image);
  }
  const regions: PortraitRegions = read;
  const fitted = fitHead(head, observed, image, regions);
  const problem = fitProblem(fitted, image);
  if (problem) return unusable(name, 'fit', `${name.portrait}: ${problem}`, image);
  const raster = renderHead(fitted, head, image.width, image.height);
  const light = estimateLight(image, regions, fitted, raster);
  if (recipe.remove && !labels) {
    const hat = hatProblem(coveredBy({ image, observed, regions, raster, light }, head));
    if (hat) return unusable(name, 'hat', `${name.portrait}: ${hat}`, image);
  }
  let bald: Bare | undefined;
  let parsing: LabelMap | undefined;
  const sensor = readSensor(image, regions.person);
  return {
    ...name,
    image,
    sensor,
    points: observed.points,
    kind: observed.kind,
    regions,
    fitted,
    raster,
    light,
    scores: { yaw: fitted.yaw, pitch: fitted.pitch, roll: fitted.roll, fit_residual: fitted.residual },
    parsing() {
      parsing ??= labels ? celebParsing(labels, classes) : painted();
      return parsing;
    },
    bald() {
      bald ??= withoutHair();
      return bald;
    },
  };

  function painted(): LabelMap {
    const shown: LabelMap = { data: paintLabels(raster, head), width: image.width, height: image.height };
    const parsed = observed.kind === 'mediapipe' ? faceLabels(observed.points, shown, head.labels) : shown;
    return celebParsing(parsed, head.labels);
  }

  function withoutHair(): Bare {
    const after = bareRegions(regions, raster, head);
    if (hairless) return { image, regions: after, raster, sensor, scores: {} };
    const seed = hash32(`${recipe.seed}/${name.portrait}`);
    const removed = removeHair({ image, regions, fitted, raster, light, head, seed, stubble: recipe.stubble });
    const scores = Object.entries(removed.scores).map(([key, value]) => [`removal.${key}`, value] as const);
    const surface = seenHead(raster, head, removed.coverage, regions.person);
    return { image: removed.image, regions: after, raster: surface, sensor, scores: Object.fromEntries(scores) };
  }
}

/** What is where once the hair is gone: the scalp is skin. */
function bareRegions({ hair, skin, person }: PortraitRegions, raster: HeadRaster, head: HeadModel): PortraitRegions {
  const scalp = paintVertices(raster, head, head.weights.scalp);
  const bare = skin.data.map((value, i) => Math.max(value, scalp.data[i]!));
  return { hair: { ...hair, data: new Float32Array(hair.data.length) }, skin: { ...skin, data: bare }, person };
}
