/** Light on a portrait, read from the shading of its skin. Pure. */
import { invariant } from '../../errors.js';
import type { RgbPlanes } from '../../pair.js';
import { solveSpd } from './fit/linear.js';
import { harmonics, irradiance, sphere } from './harmonics.js';
import type { HeadRaster } from './raster/head.js';
import { linearOf, luminance } from './srgb.js';
import type { FittedHead, Light, PortraitRegions } from './types.js';

/** Pixels of skin that are enough: more change the coefficients by less than their error. */
const SAMPLES = 6000;
/** Normals turned further from the viewer than this are where the fitted head is least sure. z. */
const GRAZING = 0.2;
/** Fewer pixels than this say nothing about light. */
const FEWEST = 60;
/** Pull of each coefficient to those of one lamp and ambient light, in shares of the samples' weight. */
const RIDGE = [1e-3, 5e-3, 5e-3, 5e-3, 4e-2, 4e-2, 4e-2, 4e-2, 4e-2] as const;
const ROUNDS = 8;
/** Tukey's constant: full efficiency of 95 % on normal errors. */
const TUKEY = 4.685;
/** Where light comes from where nothing tells: above the camera. Unit length. */
const FRONTAL = [0, 0.5, Math.sqrt(0.75)] as const;
/** Linear bands of less than this share of the mean are flat light. */
const FLAT = 0.15;
/** A key stands at least so far before the head: z over its distance from the axis of view. */
const FOREMOST = 0.25;
/** No side of a head is darker than this share of its mean: the face shows half of the sphere, the rest is a guess. */
const DARKEST = 0.12;
/** Light at the brightest spot of the face: photographers expose so that white there is just below the limit. */
const BRIGHTEST = 0.95;
/** Luminance albedo of human skin, roughly: 0.06 very dark, 0.55 very fair (Jones 2006; Donner et al. 2008). */
const SKIN = { min: 0.06, max: 0.55 } as const;

/**
 * Fits the luminance of bare skin with spherical harmonics of order 2 over the normals of the fitted head, by iteratively
 * reweighted least squares (Tukey's biweight), so that shadows, highlights and features off the model do not count.
 * Irradiance over the normal has no more than that (Ramamoorthi and Hanrahan 2001); what the normals of a face leave
 * open is drawn to order 1. A photograph does not tell bright light from bright skin, nor their tints: the light is
 * taken for white, and its brightest spot on the face for a good exposure.
 *
 * `key` is the light from the direction of the linear band (Sloan 2008, "Stupid SH Tricks"): key · max(0, n · direction)
 * is contained in `sh` and leaves ambient light on every side. Without enough skin the light is frontal. Allocates.
 */
export function estimateLight(
  image: RgbPlanes,
  regions: Pick<PortraitRegions, 'skin'>,
  _fitted: FittedHead,
  raster: HeadRaster,
): Light {
  const { width, height } = image;
  invariant(raster.width === width && raster.height === height, 'raster and image have one size');
  const samples = sampleSkin(image, regions.skin.data, raster);
  if (samples.length / STRIDE < FEWEST) return lightOf(Float64Array.of(0.7, 0.1, 0.25, 0, 0, 0, 0, 0, 0), samples);
  return lightOf(positive(robustFit(samples)), samples);
}

/** A sample: weight, linear R, G, B, and the nine harmonics of its normal. */
const STRIDE = 13;

function sampleSkin({ data }: RgbPlanes, skin: Float32Array, { normal }: HeadRaster): Float64Array {
  const n = skin.length;
  const usable = (i: number): boolean => skin[i]! > 0.1 && normal[2 * n + i]! > GRAZING;
  let count = 0;
  for (let i = 0; i < n; i++) if (usable(i)) count++;
  const every = Math.max(1, Math.floor(count / SAMPLES));
  const out = new Float64Array(STRIDE * Math.ceil(count / every));
  for (let i = 0, seen = 0, at = 0; i < n; i++) {
    if (!usable(i) || seen++ % every !== 0) continue;
    out[at] = skin[i]!;
    for (let c = 0; c < 3; c++) out[at + 1 + c] = linearOf(data[c * n + i]!);
    harmonics(normal[i]!, normal[n + i]!, normal[2 * n + i]!, out.subarray(at + 4, at + STRIDE));
    at += STRIDE;
  }
  return out;
}

/** Coefficients [9] of the samples' luminance. */
function robustFit(samples: Float64Array): Float64Array {
  const count = samples.length / STRIDE;
  const weight = Float64Array.from({ length: count }, (_, i) => samples[i * STRIDE]!);
  const value = Float64Array.from({ length: count }, (_, i) => brightness(samples, i));
  const residual = new Float64Array(count);
  let fit = leastSquares(samples, value, weight);
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < count; i++) residual[i] = value[i]! - predict(fit, samples, i);
    const spread = 1.4826 * medianOf(residual.map(Math.abs)) + 1e-6;
    for (let i = 0; i < count; i++) {
      const r = residual[i]! / (TUKEY * spread);
      weight[i] = samples[i * STRIDE]! * (Math.abs(r) < 1 ? (1 - r * r) ** 2 : 0);
    }
    fit = leastSquares(samples, value, weight);
  }
  return fit;
}

function leastSquares(samples: Float64Array, value: Float64Array, weight: Float64Array): Float64Array {
  const a = new Float64Array(81);
  const b = new Float64Array(9);
  let total = 0;
  for (let i = 0; i < value.length; i++) {
    const w = weight[i]!;
    if (w === 0) continue;
    total += w;
    const at = i * STRIDE + 4;
    for (let j = 0; j < 9; j++) {
      const wj = w * samples[at + j]!;
      b[j]! += wj * value[i]!;
      for (let k = 0; k <= j; k++) a[j * 9 + k]! += wj * samples[at + k]!;
    }
  }
  for (let j = 0; j < 9; j++) for (let k = 0; k < j; k++) a[k * 9 + j] = a[j * 9 + k]!;
  const simple = lampAndAmbient(a, b);
  for (let j = 0; j < 9; j++) {
    const pull = total * RIDGE[j]! + 1e-9;
    a[j * 10]! += pull;
    b[j]! += pull * simple[j]!;
  }
  invariant(solveSpd(a, b, 9), 'a regularised normal matrix is positive definite');
  return b;
}

/**
 * Of ambient light and one lamp from any side, the best by the normal equations a [9, 9], b [9]. A lamp's irradiance is a
 * clamped cosine: by order 2, 1/4 + cos / 2 + 5 (3 cos² - 1) / 32.
 */
function lampAndAmbient(a: Float64Array, b: Float64Array): Float64Array {
  const lamp = new Float64Array(9);
  let best = Float64Array.of(b[0]! / Math.max(a[0]!, 1e-9), 0, 0, 0, 0, 0, 0, 0, 0);
  let least = Infinity;
  for (let i = 0; i < SPHERE.length; i += 3) {
    const [x, y, z] = [SPHERE[i]!, SPHERE[i + 1]!, SPHERE[i + 2]!];
    if (z < BEHIND) continue;
    harmonics(x, y, z, lamp);
    // By the addition theorem 3 cos² - 1 of the angle between two vectors is this combination of their harmonics.
    for (let k = 0; k < 9; k++) lamp[k]! *= COSINE[k]!;
    let [own, shared, right] = [0, 0, 0];
    for (let j = 0; j < 9; j++) {
      shared += lamp[j]! * a[j]!;
      right += lamp[j]! * b[j]!;
      for (let k = 0; k < 9; k++) own += lamp[j]! * lamp[k]! * a[j * 9 + k]!;
    }
    const determinant = a[0]! * own - shared * shared;
    if (!(determinant > 1e-9 * a[0]! * own)) continue;
    let key = Math.max(0, (a[0]! * right - shared * b[0]!) / determinant);
    let ambient = (b[0]! - key * shared) / a[0]!;
    if (ambient < FAINTEST * key) {
      // As much ambient light as there must be, and the strength of both.
      key = (right + FAINTEST * b[0]!) / (own + 2 * FAINTEST * shared + FAINTEST ** 2 * a[0]!);
      ambient = FAINTEST * key;
    }
    const error = key * (key * own + 2 * ambient * shared - 2 * right) + ambient * (ambient * a[0]! - 2 * b[0]!);
    if (error >= least) continue;
    least = error;
    best = lamp.map((value, k) => key * value + (k === 0 ? ambient : 0));
  }
  return best;
}

/** Lamps further behind the head than this, z, do not light a face. */
const BEHIND = -0.3;
/** Ambient light is at least this share of the lamp's. */
const FAINTEST = 0.1;
/** What the harmonics of a lamp's direction count in its irradiance. */
const COSINE = [1 / 4, 1 / 2, 1 / 2, 1 / 2, 15 / 16, 15 / 16, 5 / 64, 15 / 16, 15 / 64] as const;

const SPHERE = sphere(512);

/** Scales the bands above the mean down until no normal gets less than DARKEST of it. */
function positive(fit: Float64Array): Float64Array {
  const basis = new Float64Array(9);
  let lowest = Infinity;
  for (let i = 0; i < SPHERE.length; i += 3) {
    harmonics(SPHERE[i]!, SPHERE[i + 1]!, SPHERE[i + 2]!, basis);
    lowest = Math.min(lowest, dot(fit, basis, 0) - fit[0]!);
  }
  const mean = Math.max(fit[0]!, 1e-4);
  const scale = lowest < 0 ? Math.min(1, ((1 - DARKEST) * mean) / -lowest) : 1;
  return fit.map((value, k) => (k === 0 ? mean : value * scale));
}

function lightOf(fit: Float64Array, samples: Float64Array): Light {
  const count = samples.length / STRIDE;
  const predicted = Float64Array.from({ length: count }, (_, i) => predict(fit, samples, i)).sort();
  const brightest =
    count === 0 ? dot(fit, Float64Array.of(1, 0, 1, 0, 0, 0, 2, 0, 0), 0) : predicted[Math.floor(0.98 * count)]!;
  const gain = 1 / Math.min(SKIN.max, Math.max(SKIN.min, brightest / BRIGHTEST));
  const sh = new Float32Array(27);
  for (let k = 0; k < 9; k++) sh.fill(fit[k]! * gain, 3 * k, 3 * k + 3);
  const { direction, key } = keyOf({ sh });
  const albedo = [0, 1, 2].map((c) => {
    if (count === 0) return [0.45, 0.3, 0.23][c]!;
    const ratios = Float64Array.from(
      { length: count },
      (_, i) => samples[i * STRIDE + 1 + c]! / (predict(fit, samples, i) * gain),
    );
    return medianOf(ratios);
  });
  return { sh, direction, key: [key, key, key], albedo: [albedo[0]!, albedo[1]!, albedo[2]!] };
}

/** Direction of the linear band, in front of the head, and as much light from there as leaves DARKEST on every side. Light without tint. */
function keyOf(light: Pick<Light, 'sh'>): { direction: [number, number, number]; key: number } {
  const band: [number, number, number] = [light.sh[9]!, light.sh[3]!, light.sh[6]!];
  const direction = inFront(band, light.sh[0]!);
  // The linear band of a clamped cosine is half of it; of a band from elsewhere, what it has in this direction.
  let key = Math.max(0, 2 * (band[0] * direction[0] + band[1] * direction[1] + band[2] * direction[2]));
  for (let i = 0; i < SPHERE.length; i += 3) {
    const [a, b, c] = [SPHERE[i]!, SPHERE[i + 1]!, SPHERE[i + 2]!];
    const cosine = a * direction[0] + b * direction[1] + c * direction[2];
    if (cosine < 0.05) continue;
    key = Math.min(key, Math.max(0, irradiance(light, a, b, c, 0) - DARKEST * light.sh[0]!) / cosine);
  }
  return { direction, key };
}

/** Unit vector of a linear band of coefficients x, y, z, or near it, that light on a face can come from. */
function inFront([x, y, z]: readonly [number, number, number], mean: number): [number, number, number] {
  const length = Math.hypot(x, y, z);
  const [fx, fy, fz] = FRONTAL;
  // A flat light has a direction by chance: the less of it there is, the more it is taken for the usual one.
  const sure = Math.min(1, length / (FLAT * Math.max(mean, 1e-6)));
  const pull = (1 - sure) * FLAT * mean + 1e-6;
  const [ux, uy] = [x + pull * fx, y + pull * fy];
  // What the band has from behind is not seen on a face: the sides of it stay.
  const uz = Math.max(z + pull * fz, FOREMOST * Math.hypot(ux, uy));
  const scale = 1 / Math.hypot(ux, uy, uz);
  return [ux * scale, uy * scale, uz * scale];
}

function brightness(samples: Float64Array, i: number): number {
  return luminance(samples[i * STRIDE + 1]!, samples[i * STRIDE + 2]!, samples[i * STRIDE + 3]!);
}

/** Luminance that the coefficients give sample i; a face is never black. */
function predict(fit: Float64Array, samples: Float64Array, i: number): number {
  return Math.max(1e-3, dot(fit, samples, i * STRIDE + 4));
}

function dot(fit: Float64Array, basis: Float64Array, at: number): number {
  let sum = 0;
  for (let k = 0; k < 9; k++) sum += fit[k]! * basis[at + k]!;
  return sum;
}

function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort();
  return sorted[sorted.length >> 1] ?? 0;
}
