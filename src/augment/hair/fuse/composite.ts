/** Lays hair over what is behind it, in linear light, as sharp as the portrait is. Pure. */
import { gaussian } from '../../../image/filter.js';
import type { Plane, RgbPlanes } from '../../../pair.js';
import { linearise } from './linearise.js';

/** Coverage below this is none: it would change no pixel of 8 bits by a level, but widen the mask. */
export const LEAST_ALPHA = 1 / 400;

/** Hair with its matte, after the blur. */
export interface Laid {
  /** Linear light [3, H, W] of hair over what is behind it. */
  readonly linear: Float32Array;
  readonly alpha: Plane;
}

/**
 * hair · alpha + behind · (1 - alpha). Hair and matte are blurred together (premultiplied) by `blurPx`, as a lens
 * would. `colour` is encoded, `behind` linear, [3, H, W].
 * Allocates.
 */
export function layHair(colour: RgbPlanes, alpha: Plane, behind: Float32Array, blurPx: number): Laid {
  const { width, height } = alpha;
  const n = width * height;
  const soft = gaussian(alpha, blurPx);
  for (let i = 0; i < n; i++) if (soft.data[i]! < LEAST_ALPHA) soft.data[i] = 0;
  const linear = behind.slice();
  const light = new Float32Array(n);
  const { data: matte } = alpha;
  const { data: cover } = soft;
  for (let c = 0; c < 3; c++) {
    const own = colour.data.subarray(c * n, (c + 1) * n);
    const under = behind.subarray(c * n, (c + 1) * n);
    const out = linear.subarray(c * n, (c + 1) * n);
    for (let i = 0; i < n; i++) light[i] = matte[i]! > 0 ? matte[i]! * linearise(own[i]!) : 0;
    const blurred = blurPx > 0 ? gaussian({ data: light, width, height }, blurPx).data : light;
    for (let i = 0; i < n; i++) {
      const a = cover[i]!;
      if (a > 0) out[i] = blurred[i]! + (1 - a) * under[i]!;
    }
  }
  return { linear, alpha: soft };
}
