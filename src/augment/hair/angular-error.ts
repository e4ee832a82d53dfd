/** How far the hair that a picture shows runs from the strands it was drawn with. */
import { invariant } from '../../errors.js';
import type { Plane } from '../../pair.js';
import { hairPixels, halfAngle, type OrientationMap } from './orientation.js';
import type { HairLayer } from './types.js';

/** Angles between strands and picture, degrees in [0, 90]. */
export interface AngularError {
  /** Mean over the hair's pixels, each weighted by how sure the picture and the strands are. */
  readonly weighted: number;
  /** Mean over the hair's pixels, all alike. */
  readonly mean: number;
  readonly median: number;
  /** 90 % of the pixels are at most this far off. */
  readonly p90: number;
  /** Pixels compared: in the mask, and with a direction in both. */
  readonly pixels: number;
}

/**
 * Compares θ of the strands (double angle, not of unit length) with an orientation map made with `spacing: 'true'`.
 * Planes [H, W] of one size; undefined when no pixel can be compared.
 */
export function angularError(
  strands: Pick<HairLayer, 'cos2' | 'sin2'>,
  { theta, confidence }: OrientationMap,
  mask: Plane,
): AngularError | undefined {
  const { data: cosine } = strands.cos2;
  const { data: sine } = strands.sin2;
  invariant(cosine.length === theta.data.length && mask.data.length === theta.data.length, 'planes have one size');
  const set = hairPixels(mask);
  const errors = new Float32Array(set.length);
  let pixels = 0;
  let sum = 0;
  let weight = 0;
  let weighted = 0;
  for (let i = 0; i < set.length; i++) {
    const sure = set[i] ? Math.hypot(cosine[i]!, sine[i]!) : 0;
    if (sure === 0 || confidence.data[i] === 0) continue;
    const difference = Math.abs(halfAngle(cosine[i]!, sine[i]!) - theta.data[i]!);
    const degrees = (Math.min(difference, Math.PI - difference) * 180) / Math.PI;
    errors[pixels++] = degrees;
    sum += degrees;
    const w = sure * confidence.data[i]!;
    weight += w;
    weighted += w * degrees;
  }
  if (pixels === 0) return undefined;
  const ascending = errors.subarray(0, pixels).sort();
  const quantile = (q: number): number => ascending[Math.floor(q * (pixels - 1))]!;
  return { weighted: weighted / weight, mean: sum / pixels, median: quantile(0.5), p90: quantile(0.9), pixels };
}
