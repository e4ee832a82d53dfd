/** How strong the texture of hair is, and how strong it is in photographs. Pure. */
import type { Plane, RgbPlanes } from '../../../pair.js';

/**
 * Root mean square of luma above a Gaussian of `radius` px at a width of 512, over the mean luma in [0, 1]: median of 26
 * portraits, which have 0.15 above 2.5 px, 0.16 above 5 and 0.18 above 10 (quartiles 0.7 and 1.5 times as much).
 */
function photographed(radius: number): number {
  return 0.136 * radius ** 0.125;
}

/** A gain in stops: this much is no error; no more is ever made, and strong texture is hardly softened. */
const FREE = 0.25;
const MOST = 0.8;
const LEAST = -0.3;
/** Coverage of hair that is hair alone. */
const FULL = 0.9;

/**
 * Gain of each band, coarsest first, that brings its energy towards that in photographs: drawn strands are fewer, thicker
 * and more alike than grown ones, and light from the front leaves them flat. `radius` is that of the low band, px at 512.
 */
export function textureGains(
  low: RgbPlanes,
  bands: readonly RgbPlanes[],
  { data: alpha }: Plane,
  radius: number,
): number[] {
  const n = alpha.length;
  let mean = 0;
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (alpha[i]! < FULL) continue;
    mean += (lumaAt(low.data, i, n) + 1) / 2;
    count++;
  }
  if (count === 0) return bands.map(() => 1);
  return bands.map(({ data }, b) => {
    const own = Math.sqrt(energyOf(data, alpha) / count) / (mean / count);
    const above = photographed(radius / 2 ** b) ** 2;
    const wanted = Math.sqrt(above - (b + 1 < bands.length ? photographed(radius / 2 ** (b + 1)) ** 2 : 0));
    const stops = Math.log2(wanted / Math.max(1e-4, own));
    const beyond = Math.sign(stops) * Math.max(0, Math.abs(stops) - FREE);
    return 2 ** Math.min(MOST, Math.max(LEAST, beyond));
  });
}

function energyOf(data: Float32Array, alpha: Float32Array): number {
  const n = alpha.length;
  let energy = 0;
  for (let i = 0; i < n; i++) if (alpha[i]! >= FULL) energy += (lumaAt(data, i, n) / 2) ** 2;
  return energy;
}

function lumaAt(data: Float32Array, i: number, n: number): number {
  return 0.299 * data[i]! + 0.587 * data[n + i]! + 0.114 * data[2 * n + i]!;
}
