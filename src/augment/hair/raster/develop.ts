/** From linear sums to the planes of a `HairLayer`. Pure. */
import type { Plane } from '../../../pair.js';
import type { HairLayer } from '../types.js';
import { FULL, SUM, type Sums } from './composite.js';
import { encode } from './encode.js';

/** Alpha from which on a pixel's own colour stands alone; below it, the wider surroundings share in. */
const TRUSTED = 0.125;

/** Sums [H, W, 8] and the skin's shade [H, W] → the layer. Allocates. */
export function develop(sums: Sums, shade: Float32Array, width: number, height: number): HairLayer {
  const n = width * height;
  const plane = (data: Float32Array): Plane => ({ data, width, height });
  const [alpha, cos2, sin2, depth] = [0, 1, 2, 3].map(() => new Float32Array(n)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let i = 0, o = 0; i < n; i++, o += SUM.size) {
    // What was left out behind full pixels would have filled them.
    alpha[i] = Math.min(1, (1 - sums[o + SUM.open]!) / (1 - FULL));
    cos2[i] = sums[o + SUM.cos2]!;
    sin2[i] = sums[o + SUM.sin2]!;
    depth[i] = sums[o + SUM.depth]!;
  }
  const linear = extended(sums, alpha, width, height);
  const colour = new Float32Array(3 * n);
  for (let i = 0, o = 0; i < n; i++, o += 3) {
    for (let c = 0; c < 3; c++) colour[c * n + i] = encode(linear[o + c]!);
  }
  return {
    colour: { data: colour, width, height },
    alpha: plane(alpha),
    shade: plane(shade),
    cos2: plane(cos2),
    sin2: plane(sin2),
    depth: plane(depth),
  };
}

/**
 * Colours without alpha, continued where there is no hair: pull-push (Gortler et al. 1996). Colours are averaged by alpha
 * on ever smaller images, and what is missing comes from the next smaller one. [H, W, 3], linear.
 */
function extended(sums: Sums, alpha: Float32Array, width: number, height: number): Float32Array {
  const premultiplied = new Float32Array(3 * width * height);
  for (let i = 0, o = 0; i < premultiplied.length; i += 3, o += SUM.size) {
    const open = sums[o + SUM.open]!;
    const scale = open < 1 ? alpha[i / 3]! / (1 - open) : 0;
    premultiplied[i] = sums[o]! * scale;
    premultiplied[i + 1] = sums[o + 1]! * scale;
    premultiplied[i + 2] = sums[o + 2]! * scale;
  }
  return fill(premultiplied, alpha, width, height);
}

function fill(premultiplied: Float32Array, alpha: Float32Array, width: number, height: number): Float32Array {
  const w = (width + 1) >> 1;
  const h = (height + 1) >> 1;
  const last = width === 1 && height === 1;
  const coarse = last ? new Float32Array(3) : pull(premultiplied, alpha, width, height, w, h);
  for (let y = 0, i = 0; y < height; y++) {
    // Between the four nearest pixels of the smaller image, 3 : 1 each way.
    const y0 = y >> 1;
    const y1 = Math.max(0, Math.min(h - 1, y0 + (y & 1 ? 1 : -1)));
    for (let x = 0; x < width; x++, i++) {
      const own = Math.min(1, alpha[i]! / TRUSTED);
      const scale = alpha[i]! > 1e-6 ? own / alpha[i]! : 0;
      for (let c = 0; c < 3; c++) premultiplied[3 * i + c]! *= scale;
      if (own === 1 || last) continue;
      const x0 = x >> 1;
      const x1 = Math.max(0, Math.min(w - 1, x0 + (x & 1 ? 1 : -1)));
      for (let c = 0; c < 3; c++) {
        const upper = 3 * coarse[3 * (y0 * w + x0) + c]! + coarse[3 * (y0 * w + x1) + c]!;
        const lower = 3 * coarse[3 * (y1 * w + x0) + c]! + coarse[3 * (y1 * w + x1) + c]!;
        premultiplied[3 * i + c]! += ((1 - own) * (3 * upper + lower)) / 16;
      }
    }
  }
  return premultiplied;
}

/** Half the size, filled. Alpha is summed up to 1, so that single strands count in the end. */
function pull(
  premultiplied: Float32Array,
  alpha: Float32Array,
  width: number,
  height: number,
  w: number,
  h: number,
): Float32Array {
  const colour = new Float32Array(3 * w * h);
  const weight = new Float32Array(w * h);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const o = (y >> 1) * w + (x >> 1);
      weight[o]! += alpha[i]!;
      for (let c = 0; c < 3; c++) colour[3 * o + c]! += premultiplied[3 * i + c]!;
    }
  }
  for (let o = 0; o < weight.length; o++) {
    if (weight[o]! <= 1) continue;
    for (let c = 0; c < 3; c++) colour[3 * o + c]! /= weight[o]!;
    weight[o] = 1;
  }
  return fill(colour, weight, w, h);
}
