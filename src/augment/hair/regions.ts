/** What is where on a portrait: from landmarks and MediaPipe's masks, or from face parsing. Pure. */
import { invariant } from '../../errors.js';
import { distanceTo } from '../../image/distance.js';
import { gaussian, luma } from '../../image/filter.js';
import { intersection, pixelsBesides, pixelsBeyond } from '../../image/region.js';
import type { LabelMap, Plane, RgbPlanes } from '../../pair.js';
import { OVAL } from './fit/landmarks.js';
import { boxMean, guidedFilter } from './guided.js';
import { EYE_CORNERS, FEATURES, fillPolygon } from './outlines.js';
import type { PortraitRegions } from './types.js';

/** What the networks saw of a portrait. */
export interface SeenPortrait {
  readonly image: RgbPlanes;
  /** 478 points of MediaPipe's face mesh, px, [x0, y0, x1, y1, …]. */
  readonly points: Float32Array;
  /** How sure each pixel is hair, [H, W] of the image, [0, 1]; beards count. */
  readonly hair?: Plane | undefined;
  /** How sure each pixel is a person; as `hair`. */
  readonly person?: Plane | undefined;
}

/** Half a window of the guided filter, in shares of the distance between the outer corners of the eyes. */
const EDGE_SHARE = 0.09;
/** Variance in [-1, 1]², (5 % of the range)². */
const FLAT = 1e-2;
/** The filter's grid has about this many px a side. */
const GRID_PX = 320;
/** Labels drawn larger than this many px a block are no portrait. */
const MOST_STEP = 16;
/** Features are kept off by this, and the outline of the face, in shares of the same distance. */
const MARGIN_SHARE = 0.05;

/**
 * Regions of a photograph. The segmenters work at 256 and 512 px and are unsure along edges: their masks are given the
 * image's own. Without a hair mask, what the person mask has above the jaw and outside the face counts as hair, which
 * takes ears and hats along; without either mask there is nothing to go by → undefined. Allocates.
 */
export function photoRegions(seen: SeenPortrait): PortraitRegions | undefined {
  const { image, points } = seen;
  const { width, height } = image;
  const eyes = eyeDistance(points);
  const person = seen.person && sharpened(image, seen.person, eyes);
  const hair = seen.hair ? sharpened(image, seen.hair, eyes) : person && aboveJaw(person, points);
  if (hair === undefined) return undefined;
  const face = faceWithoutFeatures(points, width, height, eyes * MARGIN_SHARE);
  return { hair, skin: bareSkin(image, face, hair), person: person ?? withFace(hair, points) };
}

/**
 * Regions from face parsing, of the label map's size. A class that the pack does not parse is nowhere. With an image,
 * highlights and shadows are taken out of the skin. Allocates.
 */
export function parsedRegions(labels: LabelMap, classes: readonly string[], image?: RgbPlanes): PortraitRegions {
  const { width, height } = labels;
  const set = (...names: readonly string[]): Uint8Array => {
    const other = pixelsBesides(
      labels,
      names.map((name) => classes.indexOf(name)).filter((label) => label >= 0),
    );
    return other.map((value) => 1 - value);
  };
  const hair = softEdge(set('hair'), width, height);
  const skin = set('skin', 'nose');
  const inside = pixelsBeyond(
    distanceTo(
      skin.map((value) => 1 - value),
      width,
      height,
    ),
    width / 128,
  );
  const soft = image ? guidedFilter(image, hair, { radiusPx: width / 64, epsilon: FLAT, subsample: 1 }) : hair;
  const person = softEdge(set(...classes.filter((name) => name !== 'background')), width, height);
  return { hair: soft, skin: image ? bareSkin(image, inside, hair) : plane(inside, width, height), person };
}

/** Distance between the outer corners of the eyes, px. */
export function eyeDistance(points: Float32Array): number {
  const [a, b] = EYE_CORNERS;
  return Math.hypot(points[2 * a]! - points[2 * b]!, points[2 * a + 1]! - points[2 * b + 1]!);
}

function sharpened(image: RgbPlanes, mask: Plane, eyes: number): Plane {
  invariant(mask.width === image.width && mask.height === image.height, 'mask and image have one size');
  const { width, height } = image;
  const subsample = Math.max(1, Math.round(Math.min(width, height) / GRID_PX));
  const radiusPx = Math.max(2, eyes * EDGE_SHARE);
  const guided = guidedFilter(image, mask, { radiusPx, epsilon: FLAT, subsample }).data;
  // Away from its edges the mask is right, and the filter would only print the image's texture on it.
  const around = boxMean(mask.data, width, height, Math.round(radiusPx)).map((m) => Math.min(1, 16 * m * (1 - m)));
  return { data: mask.data.map((m, i) => m + around[i]! * (guided[i]! - m)), width, height };
}

/** The person outside the face and above the line through the corners of the jaw. */
function aboveJaw(person: Plane, points: Float32Array): Plane {
  const { width, height } = person;
  const face = new Uint8Array(width * height);
  fillPolygon(points, OVAL, face, width, height);
  const [left, right] = [172, 397].map((i) => [points[2 * i]!, points[2 * i + 1]!] as const);
  const slope = (right![1] - left![1]) / (right![0] - left![0] || 1);
  const data = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const jaw = left![1] + slope * (x + 0.5 - left![0]);
      if (y + 0.5 < jaw && !face[i]) data[i] = person.data[i]!;
    }
  }
  return { data, width, height };
}

/** The least that the person can be: hair and face. */
function withFace(hair: Plane, points: Float32Array): Plane {
  const { width, height } = hair;
  const face = new Uint8Array(width * height);
  fillPolygon(points, OVAL, face, width, height);
  return { data: hair.data.map((value, i) => Math.max(value, face[i]!)), width, height };
}

/** The oval less eyes, brows, lips and nostrils, each with a margin, [H, W] of 0 and 1. */
function faceWithoutFeatures(points: Float32Array, width: number, height: number, marginPx: number): Uint8Array {
  const face = new Uint8Array(width * height);
  fillPolygon(points, OVAL, face, width, height);
  const not = face.map((value) => 1 - value);
  for (const polygon of Object.values(FEATURES)) fillPolygon(points, polygon, not, width, height);
  return intersection(face, pixelsBeyond(distanceTo(not, width, height), marginPx));
}

/** Of these pixels, those that look like most of them: no hair, no highlight, no deep shadow, no glasses. */
function bareSkin(image: RgbPlanes, face: Uint8Array, hair: Plane): Plane {
  const { width, height, data } = image;
  const n = width * height;
  const light = luma(image).data;
  const clear = face.map((value, i) => (value && hair.data[i]! < 0.1 ? 1 : 0));
  // How far red lies above blue hardly changes with the shading of skin, but does in frames, highlights and stubble.
  const warmth = new Float32Array(n);
  for (let i = 0; i < n; i++) warmth[i] = (data[i]! - data[2 * n + i]!) / (light[i]! + 1.1);
  const lightness = spreadOf(light, clear);
  const tint = spreadOf(warmth, clear);
  const out = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    if (!clear[i]) continue;
    const bright = (light[i]! - lightness.median) / lightness.deviation;
    const odd = Math.abs(warmth[i]! - tint.median) / tint.deviation;
    const clipped = Math.min(data[i]!, data[n + i]!, data[2 * n + i]!) > 0.9;
    // The light side of a face is skin too, up to highlights; the dark side soon is shadow or hair.
    out[i] = clipped ? 0 : fade(bright, 4, 6) * fade(-bright, 2.5, 4) * fade(odd, 3, 5);
  }
  return { data: out, width, height };
}

/** Median, and standard deviation by the median's absolute deviation, over a set; sampled to a few thousand. */
function spreadOf(values: Float32Array, set: Uint8Array): { median: number; deviation: number } {
  let count = 0;
  for (let i = 0; i < set.length; i++) count += set[i]!;
  const every = Math.max(1, Math.floor(count / 4000));
  const sample: number[] = [];
  for (let i = 0, k = 0; i < set.length; i++) if (set[i] && k++ % every === 0) sample.push(values[i]!);
  if (sample.length === 0) return { median: 0, deviation: 1 };
  const median = middle(sample);
  return { median, deviation: 1.4826 * middle(sample.map((value) => Math.abs(value - median))) + 0.01 };
}

function middle(values: number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1]!;
}

/** 1 up to `from`, 0 from `to` on, linear between. */
function fade(value: number, from: number, to: number): number {
  return Math.max(0, Math.min(1, (to - value) / (to - from)));
}

/**
 * Shares of a set of labels. A parser works on smaller pictures than its labels are drawn on: the side of the blocks that
 * come of it is their common step, and a blur of about that turns stairs into the outline that they stand for.
 */
function softEdge(set: Uint8Array, width: number, height: number): Plane {
  const step = stepOf(set, width, height);
  if (step === 1) return plane(set, width, height);
  const soft = gaussian(plane(set, width, height), 0.75 * step).data;
  // Steeper again, for an edge of about two px.
  const gain = Math.max(1, 0.75 * step);
  return { data: soft.map((value) => Math.max(0, Math.min(1, 0.5 + gain * (value - 0.5)))), width, height };
}

/** The largest step, px, at whose multiples alone the set changes along rows and columns. */
function stepOf(set: Uint8Array, width: number, height: number): number {
  let step = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (x > 0 && set[i] !== set[i - 1]) step = divisor(step, x);
      if (y > 0 && set[i] !== set[i - width]) step = divisor(step, y);
      if (step === 1) return 1;
    }
  }
  return step === 0 || step > MOST_STEP ? 1 : step;
}

function divisor(a: number, b: number): number {
  return a === 0 ? b : b === 0 ? a : divisor(b, a % b);
}

function plane(set: Uint8Array, width: number, height: number): Plane {
  return { data: Float32Array.from(set), width, height };
}
