/** Where an edit may change the image, from face parsing of both ends. */
import { invariant } from '../errors.js';
import { distanceTo } from '../image/distance.js';
import { pixelsBesides, union } from '../image/region.js';
import type { LabelMap, Plane } from '../pair.js';

/** Widths in px of the maps. */
export interface EditMaskOptions {
  /** Margin around the changed region in which the mask is still 1. */
  readonly growPx: number;
  /** Width of the ramp from 1 to 0 outside that margin. */
  readonly featherPx: number;
}

/**
 * The region that is of a class not kept in either map, grown by `growPx`, then ramped down over `featherPx`.
 *
 * Either map, because what the edit removes (long hair) must go and what it adds (a beard) must come. The ramp is a
 * smoothstep of the exact distance, not a blur: a blur has tails, whereas this is exactly 0 from `growPx + featherPx`
 * on, so that everything beyond is bit for bit *before*.
 *
 * Two label maps [H, W] of one size → mask [H, W] in [0, 1], 1 where the edit may change the image. Allocates.
 */
export function editMask(
  before: LabelMap,
  after: LabelMap,
  keep: readonly number[],
  { growPx, featherPx }: EditMaskOptions,
): Plane {
  invariant(before.width === after.width && before.height === after.height, 'label maps have one size');
  const { width, height } = before;
  const edited = union(pixelsBesides(before, keep), pixelsBesides(after, keep));
  const distance = distanceTo(edited, width, height).data;
  const data = new Float32Array(distance.length);
  for (let i = 0; i < data.length; i++) data[i] = ramp(distance[i]! - growPx, featherPx);
  return { data, width, height };
}

/** Pixelwise maximum: what any of the states may change. */
export function unionMask(masks: readonly Plane[]): Plane {
  const [first, ...rest] = masks;
  invariant(first, 'a union has a member');
  const data = first.data.slice();
  for (const mask of rest) for (let i = 0; i < data.length; i++) data[i] = Math.max(data[i]!, mask.data[i]!);
  return { ...first, data };
}

/** 1 up to 0 px beyond the margin, 0 from `width` px on, smoothstep between. */
function ramp(beyondPx: number, width: number): number {
  if (beyondPx <= 0) return 1;
  if (beyondPx >= width) return 0;
  const t = 1 - beyondPx / width;
  return t * t * (3 - 2 * t);
}
