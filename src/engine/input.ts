/** Pictures → a scorer's input, as its contract says. Pure. */
import { type Affine, inverse, similarityBetween, warp } from '../image/affine.js';
import { resize } from '../image/resize.js';
import { type Crop, FIVE_POINTS, type InputContract, type InputSize, sidesOf } from '../pack/contract.js';
import type { RgbPlanes } from '../pair.js';
import { batchOf, type FloatTensor } from './tensor.js';

/** What a scorer says of its input; without `input`, RGB, CHW, [-1, 1]. */
export interface Wanted {
  readonly size: InputSize;
  readonly input?: InputContract | undefined;
  readonly crop?: Crop | undefined;
}

/**
 * Places of FIVE_POINTS in a picture of 112 px, in px counted from the first pixel's centre: those that ArcFace was
 * trained on (deepinsight/insightface, `arcface_src` of face_align.py).
 */
const ARCFACE = [38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041];
const ARCFACE_SIDE = 112;

/**
 * Images of any size, [-1, 1] → one batch: cut, resized, clamped to what a file can hold, and brought to the contract's
 * range, channels and axes. `points` are px of each image in the order of FIVE_POINTS, for the crop `arcface`.
 */
export function inputBatch(images: readonly RgbPlanes[], wanted: Wanted, points?: readonly number[][]): FloatTensor {
  const [width, height] = sidesOf(wanted.size);
  const fitted = images.map((image, i) => fit(image, width, height, wanted, points?.[i]).data);
  const { input } = wanted;
  if (!input) return clamped(batchOf(fitted, [3, height, width]));
  const items = fitted.map((data) => arranged(data, width * height, input));
  return batchOf(items, input.layout === 'NCHW' ? [3, height, width] : [height, width, 3]);
}

function fit(
  image: RgbPlanes,
  width: number,
  height: number,
  { input, crop }: Wanted,
  points: readonly number[] | undefined,
): RgbPlanes {
  if (crop) {
    const map = crop === 'arcface' ? arcface(points, image, width) : box(crop, image, width, height);
    return warp(image, map, width, height);
  }
  // The built-in pack's networks were trained on pictures that were resized plainly.
  return input ? resize(shrunk(image, width, height), width, height) : resize(image, width, height);
}

/** The mean of whole blocks, as far as they go: bilinear sampling of what is left then skips no pixel. */
function shrunk(image: RgbPlanes, width: number, height: number): RgbPlanes {
  let factor = Math.floor(Math.min(image.width / width, image.height / height));
  while (factor > 1 && (image.width % factor !== 0 || image.height % factor !== 0)) factor--;
  return factor > 1 ? resize(image, image.width / factor, image.height / factor) : image;
}

function box([left, top, right, bottom]: readonly number[], image: RgbPlanes, width: number, height: number): Affine {
  const a = ((right! - left!) * image.width) / width;
  const d = ((bottom! - top!) * image.height) / height;
  return { a, b: 0, x: left! * image.width, c: 0, d, y: top! * image.height };
}

/** The template onto the image's points; points in one place tell nothing, and the whole image is taken. */
function arcface(points: readonly number[] | undefined, image: RgbPlanes, side: number): Affine {
  const whole = box([0, 0, 1, 1], image, side, side);
  if (points?.length !== ARCFACE.length || !points.every(Number.isFinite)) return whole;
  const template = ARCFACE.map((px) => ((px + 0.5) * side) / ARCFACE_SIDE);
  // Fitted in the template, as the official code does, and then turned round.
  return inverse(similarityBetween(points, template));
}

/** A picture's [3, H, W] in the contract's range, channels and axes. */
function arranged(
  data: Float32Array,
  pixels: number,
  { layout, order, scale, mean, std }: InputContract,
): Float32Array {
  const out = new Float32Array(data.length);
  for (let c = 0; c < 3; c++) {
    const plane = (order === 'RGB' ? c : 2 - c) * pixels;
    for (let p = 0; p < pixels; p++) {
      const x255 = (clamp(data[plane + p]!) + 1) * 127.5;
      out[layout === 'NCHW' ? c * pixels + p : p * 3 + c] = (x255 * scale - mean[c]!) / std[c]!;
    }
  }
  return out;
}

/** Scorers were trained on images that a file can hold, so a generator's overshoot is clamped to [-1, 1]. In place. */
function clamped(batch: FloatTensor): FloatTensor {
  const { data } = batch;
  for (let i = 0; i < data.length; i++) data[i] = clamp(data[i]!);
  return batch;
}

const clamp = (value: number): number => Math.min(1, Math.max(-1, value));

/** The points that `arcface` wants, [x0, y0, …], from those that the pack names; undefined where one is missing. */
export function fivePoints(points: Float32Array, names: readonly string[]): number[] | undefined {
  const at = FIVE_POINTS.map((name) => names.indexOf(name));
  return at.includes(-1) ? undefined : at.flatMap((i) => [points[2 * i]!, points[2 * i + 1]!]);
}
