/** Separable filters whose cost does not depend on their reach. Pure; edges clamped. */
import type { Plane } from '../../pair.js';

/** Filters `from` into `to`, of one length. */
export type Line = (from: Float32Array, to: Float32Array) => void;

/** A line filter along x, then along y. [H, W] → [H, W], allocates. */
export function alongBoth({ data, width, height }: Plane, filter: Line): Plane {
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += width) filter(data.subarray(i, i + width), out.subarray(i, i + width));
  const from = new Float32Array(height);
  const to = new Float32Array(height);
  for (let x = 0; x < width; x++) {
    for (let y = 0, i = x; y < height; y++, i += width) from[y] = out[i]!;
    filter(from, to);
    for (let y = 0, i = x; y < height; y++, i += width) out[i] = to[y]!;
  }
  return { data: out, width, height };
}

/**
 * Mean over 2·radius + 1 samples, and `share` (0..1) of one more at each end. Running sums, so that a radius of 100
 * costs what a radius of 1 does.
 */
export function boxLine(radius: number, share: number): Line {
  const weight = 1 / (2 * radius + 1 + 2 * share);
  return (from, to) => {
    const last = from.length - 1;
    const at = (i: number): number => from[i < 0 ? 0 : i > last ? last : i]!;
    let sum = 0;
    for (let k = -radius; k <= radius; k++) sum += at(k);
    for (let i = 0; i <= last; i++) {
      const next = at(i + radius + 1);
      to[i] = (sum + share * (at(i - radius - 1) + next)) * weight;
      sum += next - at(i - radius);
    }
  };
}

/**
 * Gaussian blur by three boxes of its variance (extended box blur, Gwosdek et al. 2011): within 3 % of the kernel's
 * peak, and as fast for 40 px as for 1.
 */
export function wideGaussian(plane: Plane, sigmaPx: number): Plane {
  const variance = sigmaPx ** 2 / 3;
  const radius = Math.floor(0.5 * Math.sqrt(12 * variance + 1) - 0.5);
  const share = ((2 * radius + 1) * (radius * (radius + 1) - 3 * variance)) / (6 * (variance - (radius + 1) ** 2));
  const box = boxLine(radius, share);
  let scratch = new Float32Array(0);
  return alongBoth(plane, (from, to) => {
    if (scratch.length !== from.length) scratch = new Float32Array(from.length);
    box(from, to);
    box(to, scratch);
    box(scratch, to);
  });
}
