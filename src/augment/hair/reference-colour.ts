/** The colour of hair that a photograph shows, as the rasteriser wants it: freed from the light it was seen in. Pure. */
import { invariant } from '../../errors.js';
import type { Plane, RgbPlanes } from '../../pair.js';
import { splitFrequency } from '../frequency.js';
import { irradiance } from './harmonics.js';
import type { HairColour } from './raster/hair-colour.js';
import { albedoShown } from './shown.js';
import { linearOf, luminance } from './srgb.js';
import type { Light } from './types.js';

/** Which hair to read. */
export interface ReferenceOptions {
  /**
   * `dense`: hair of the head. `sparse`: brows or stubble, where skin shows between the hairs, so that only the darkest
   * pixels count; of light brows on dark skin that is too dark.
   */
  readonly hair: 'dense' | 'sparse';
}

/** Standard deviation of the low band, in shares of the picture's width. */
const LOW_SHARE = 8 / 512;
/** Pixels below are the mask's edge, where background shines through. */
const LEAST_MASK = 0.8;
/** Fewer pixels than this say nothing. */
const FEWEST = 40;
/** Ranks of lightness that are averaged: without the deepest shadows between locks, and without most of the shine. */
const RANKS = { dense: [0.1, 0.9], sparse: [0.02, 0.2] } as const;
/** Of the colour's bounds: nothing grows darker than soot or lighter than snow. */
const ALBEDO = { min: 0.006, max: 0.75 } as const;
const VARIATION = { min: 0.08, max: 0.35 } as const;

/**
 * Albedo and spread of the hair under `mask`, [H, W] in [0, 1], in an image [3, H, W] with that light; undefined when
 * the mask holds too few pixels.
 *
 * The low band is divided by the light that falls on a ball the size of the mask, and its mean without the extremes of
 * lightness is taken for what hair of the albedo shows. The spread of the logarithm of the low band's luminance over
 * these pixels is how much locks differ.
 */
export function referenceColour(
  image: RgbPlanes,
  mask: Plane,
  light: Pick<Light, 'sh'>,
  { hair }: ReferenceOptions,
): HairColour | undefined {
  const { width, height } = image;
  invariant(mask.data.length === width * height, 'image and mask have one size');
  const pixels = pixelsOf(mask);
  if (pixels.length < FEWEST) return undefined;
  const radiusPx = hair === 'dense' ? LOW_SHARE * width : 0.5;
  const { low } = splitFrequency(image, { radiusPx, bands: 1 }, mask);
  const samples = albedoAt(pixels, low.data, mask, light);
  const order = Uint32Array.from(pixels.keys()).sort((a, b) => samples[4 * a + 3]! - samples[4 * b + 3]!);
  const [from, to] = RANKS[hair].map((rank) => Math.floor(rank * order.length)) as [number, number];
  const sum = [0, 0, 0];
  for (let k = from; k < to; k++) for (let c = 0; c < 3; c++) sum[c]! += samples[4 * order[k]! + c]!;
  const of = (c: number): number => Math.min(ALBEDO.max, Math.max(ALBEDO.min, albedoShown(sum[c]! / (to - from))));
  const spread = logDeviation(order.subarray(from, to), samples);
  return {
    albedo: [of(0), of(1), of(2)],
    variation: hair === 'dense' ? Math.min(VARIATION.max, Math.max(VARIATION.min, spread)) : 0.2,
    rootDarkening: 0.1,
    tipLightening: 0.05,
    specular: 1,
    glint: 1,
    grey: 0,
  };
}

function pixelsOf({ data }: Plane): Uint32Array {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i]! >= LEAST_MASK) count++;
  const pixels = new Uint32Array(count);
  for (let i = 0, at = 0; i < data.length; i++) if (data[i]! >= LEAST_MASK) pixels[at++] = i;
  return pixels;
}

/** Linear RGB and luminance per light of each pixel, [pixels, 4]. */
function albedoAt(pixels: Uint32Array, low: Float32Array, mask: Plane, light: Pick<Light, 'sh'>): Float32Array {
  const n = low.length / 3;
  const { x, y, radius } = ballOf(pixels, mask.width);
  const samples = new Float32Array(4 * pixels.length);
  pixels.forEach((i, k) => {
    const nx = ((i % mask.width) - x) / radius;
    const ny = (y - Math.floor(i / mask.width)) / radius;
    const across = Math.min(0.95, Math.hypot(nx, ny));
    const scale = across / Math.max(1e-6, Math.hypot(nx, ny));
    const nz = Math.sqrt(1 - across * across);
    for (let c = 0; c < 3; c++) {
      const lit = Math.max(0.05, irradiance(light, nx * scale, ny * scale, nz, c));
      samples[4 * k + c] = linearOf(low[c * n + i]!) / lit;
    }
    samples[4 * k + 3] = luminance(samples[4 * k]!, samples[4 * k + 1]!, samples[4 * k + 2]!);
  });
  return samples;
}

/** Middle of the mask's box, and half of its longer side, px. */
function ballOf(pixels: Uint32Array, width: number): { x: number; y: number; radius: number } {
  let [left, right] = [width, 0];
  for (const i of pixels) {
    const x = i % width;
    if (x < left) left = x;
    if (x > right) right = x;
  }
  const top = Math.floor(pixels[0]! / width);
  const bottom = Math.floor(pixels.at(-1)! / width);
  return { x: (left + right) / 2, y: (top + bottom) / 2, radius: Math.max(right - left, bottom - top, 1) / 2 };
}

function logDeviation(order: Uint32Array, samples: Float32Array): number {
  let sum = 0;
  let squares = 0;
  for (const k of order) {
    const value = Math.log(Math.max(1e-4, samples[4 * k + 3]!));
    sum += value;
    squares += value * value;
  }
  const mean = sum / order.length;
  return Math.sqrt(Math.max(0, squares / order.length - mean * mean));
}
