/** Brings the colour and light of drawn hair to those of the portrait, and leaves its strands as they are. Pure. */
import type { Plane, RgbPlanes } from '../../../pair.js';
import { splitFrequency } from '../../frequency.js';
import { encode } from '../raster/encode.js';
import { shownColour } from '../shown.js';
import { luminance } from '../srgb.js';
import type { Light } from '../types.js';
import { linearise } from './linearise.js';
import { textureGains } from './texture.js';

/** What to bring the hair to. */
export interface HarmoniseOptions {
  /** Of the Gaussian that parts colour from texture, px. */
  readonly radiusPx: number;
  readonly bands: number;
  /** [0, 1]: 0 leaves the colour of the render, 1 corrects it as far as the bounds allow. */
  readonly strength: number;
  /** Mean albedo that the hair should have, linear RGB; without it its brightness is taken for right. */
  readonly target?: readonly [number, number, number] | undefined;
  /** Luminance of the picture's darkest tones, linear. */
  readonly black: number;
  /** How far the energy of texture follows photographs', [0, 1]. */
  readonly texture: number;
  /** Width of the whole picture / 512. */
  readonly scale: number;
}

/** Hair in its new colours. */
export interface Harmonised {
  readonly colour: RgbPlanes;
  /** Gain of each channel of the low band, linear. */
  readonly gain: readonly [number, number, number];
}

/** A correction in stops: this much is no error, since hair has shadows and highlights of its own; no more is ever made. */
interface Bounds {
  readonly free: number;
  readonly most: number;
}

const EXPOSURE: Bounds = { free: 0.6, most: 1 };
const TINT: Bounds = { free: 0.25, most: 0.5 };
const CAST: Bounds = { free: 0.35, most: 0.25 };
/** Albedo of skin over that of green, linear RGB, in the middle of 26 portraits: what differs much is the light's tint. */
const SKIN = [2.1, 1, 0.63] as const;
/** Encoded values change by this power of a gain in linear light. */
const ENCODING = 1 / 2.4;
/** Encoded range above the darkest tone in which texture is pressed together instead of cut off. */
const TOE = 0.08;

/**
 * Splits the hair's colour [3, H, W] (encoded, weighted by its matte) into a low band and bands of texture. The linear
 * light of the low band is multiplied so that its mean becomes that of `target` under this light, within bounds, and
 * its darkest tone the picture's. The finest band does not feel that; coarser ones, the forms of locks, take their share of
 * the gain, so that with one band all texture is kept. Energy of the bands is then brought nearer to photographs'.
 *
 * Strands thus look the same whatever the portrait's colours are, unlike after a transfer of means and deviations
 * (Reinhard et al. 2001), which scales them with the picture's contrast. Allocates.
 */
export function harmonise(
  colour: RgbPlanes,
  alpha: Plane,
  light: Pick<Light, 'sh' | 'albedo'>,
  { radiusPx, bands: count, strength, target, black, texture, scale: width }: HarmoniseOptions,
): Harmonised {
  const { low, bands } = splitFrequency(colour, { radiusPx, bands: count }, alpha);
  const mean = meanLinear(low, alpha);
  if (!mean) return { colour, gain: [1, 1, 1] };
  const exposure = target ? exposureStops(mean, target, light) : [0, 0, 0];
  const cast = castStops(light.albedo);
  const gain = exposure.map((stops, c) => 2 ** (strength * (stops + cast[c]!))) as [number, number, number];
  const n = alpha.data.length;
  const floor = black * strength;
  const energy = textureGains(low, bands, alpha, radiusPx / width).map((g) => g ** texture);
  if (floor === 0 && [...gain, ...energy].every((g) => g === 1)) return { colour, gain };
  const data = low.data;
  for (let c = 0; c < 3; c++) {
    const scale = (1 - floor) * gain[c]!;
    const end = (c + 1) * n;
    for (let i = c * n; i < end; i++) data[i] = encode(floor + scale * linearise(data[i]!));
    for (let b = 0; b < bands.length; b++) {
      const band = bands[b]!.data;
      const share = energy[b]! * gain[c]! ** (ENCODING * (1 - (b + 1) / count));
      for (let i = c * n; i < end; i++) data[i]! += share * band[i]!;
    }
  }
  pressDark(data, encode(floor));
  return { colour: low, gain };
}

/** Mean of encoded colours over the matte, linear RGB; undefined without hair. */
export function meanLinear(low: RgbPlanes, { data: alpha }: Plane): [number, number, number] | undefined {
  const n = alpha.length;
  let total = 0;
  const sums: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const a = alpha[i]!;
    if (a === 0) continue;
    total += a;
    for (let c = 0; c < 3; c++) sums[c]! += a * linearise(low.data[c * n + i]!);
  }
  return total === 0 ? undefined : [sums[0] / total, sums[1] / total, sums[2] / total];
}

type Rgb = readonly [number, number, number];

/** From the mean as it is to that of hair with this albedo, in stops by channel. */
function exposureStops(mean: Rgb, target: Rgb, { sh }: Pick<Light, 'sh'>): number[] {
  const stops = mean.map((m, c) => {
    // Light on a ball as one sees it: y and x are 0 in the mean, z is 2/3, 3 z² - 1 a half.
    const lit = Math.max(0.02, sh[c]! + (2 / 3) * sh[6 + c]! + 0.5 * sh[18 + c]!);
    return Math.log2((lit * shownColour(target[c]!)) / Math.max(1e-4, m));
  });
  const common = luminance(stops[0]!, stops[1]!, stops[2]!);
  return stops.map((s) => bounded(common, EXPOSURE) + bounded(s - common, TINT));
}

/** Tint of the light by how far the skin's colour is from usual skin's, in stops by channel; half of it may be the skin. */
function castStops(albedo: Rgb): number[] {
  const stops = albedo.map((a, c) => Math.log2(Math.max(1e-3, a) / Math.max(1e-3, albedo[1]) / SKIN[c]!));
  const common = luminance(stops[0]!, stops[1]!, stops[2]!);
  return stops.map((s) => bounded(s - common, CAST) / 2);
}

function bounded(stops: number, { free, most }: Bounds): number {
  return Math.sign(stops) * Math.min(most, Math.max(0, Math.abs(stops) - free));
}

/** Values near and below the floor approach it, those above the toe stay. In place. */
function pressDark(data: Float32Array, floor: number): void {
  const start = floor + TOE;
  for (let i = 0; i < data.length; i++) {
    const v = data[i]!;
    if (v < start) data[i] = floor + TOE * Math.exp((v - start) / TOE);
    else if (v > 1) data[i] = 1;
  }
}
