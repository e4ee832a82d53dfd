/** Continues values that are known on some pixels smoothly over all the others. Pure. */
import type { RgbPlanes } from '../../../pair.js';
import { membrane } from '../../membrane.js';
import { boxMeanInto } from '../guided.js';

/** Values on a picture of this size. */
export interface Spread {
  /** [C, H, W]; looked at on known pixels only. */
  readonly values: Float32Array;
  /** Non-zero where given, [H, W]. */
  readonly known: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Side of the grid's cells, px: what is continued is smooth, so the grid may be coarse. */
  readonly cellPx: number;
  /** Standard deviation of the blur of the known values, among themselves, px; none by default. */
  readonly blurPx?: number | undefined;
  /** Distance over which the values fade towards 0 where they are not known, px; not at all by default. */
  readonly fadePx?: number | undefined;
}

/** → smooth fields [C, H, W] over the whole picture, known pixels included. Allocates. */
export function spread({ values, known, width, height, cellPx, blurPx = 0, fadePx = Infinity }: Spread): Float32Array {
  const cell = Math.max(1, Math.round(cellPx));
  // A multiple of 16, so that the membrane can halve it four times; the cells beyond the picture know nothing.
  const w = Math.ceil(width / cell / 16) * 16;
  const h = Math.ceil(height / cell / 16) * 16;
  const channels = values.length / (width * height);
  const count = new Float32Array(w * h);
  const sums = new Float32Array(channels * w * h);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / cell) * w;
    for (let x = 0; x < width; x++, i++) {
      if (!known[i]) continue;
      const at = row + Math.floor(x / cell);
      count[at]!++;
      for (let c = 0; c < channels; c++) sums[c * w * h + at]! += values[c * width * height + i]!;
    }
  }
  const fixed = count.map((many) => (many > 0 ? 1 : 0));
  blurAmong(sums, count, w, h, blurPx / cell);
  const screen = new Float32Array(w * h).fill((fadePx / cell) ** -2);
  const field = membrane(sums, Uint8Array.from(fixed), screen, w, h);
  return enlarged(field, w, h, cell, width, height);
}

/** Sums and counts of cells → means of the cells with a count, each blurred with the others of them. In place. */
function blurAmong(sums: Float32Array, count: Float32Array, w: number, h: number, sigma: number): void {
  const n = w * h;
  const wide = sigma > 0.5 ? softened(count, w, h, sigma) : count;
  for (let c = 0; c < sums.length; c += n) {
    const channel = sums.subarray(c, c + n);
    const blurred = sigma > 0.5 ? softened(channel, w, h, sigma) : channel;
    for (let i = 0; i < n; i++) channel[i] = count[i]! > 0 ? blurred[i]! / wide[i]! : 0;
  }
}

/** Nearly Gaussian blur by three box filters, whose cost does not grow with `sigmaPx` (Wells 1986). Allocates. */
export function softened(values: Float32Array, width: number, height: number, sigmaPx: number): Float32Array {
  // Three boxes of side 2r + 1 have the variance (2r + 1)² − 1) / 4.
  const radius = Math.max(1, Math.round((Math.sqrt(4 * sigmaPx * sigmaPx + 1) - 1) / 2));
  const out = new Float32Array(values.length);
  const rows = new Float32Array(values.length);
  for (let pass = 0; pass < 3; pass++) boxMeanInto(pass === 0 ? values : out, width, height, radius, rows, out);
  return out;
}

/** Bilinear between the centres of cells. */
function enlarged(
  field: Float32Array,
  w: number,
  h: number,
  cell: number,
  width: number,
  height: number,
): Float32Array {
  const channels = field.length / (w * h);
  const out = new Float32Array(channels * width * height);
  const [left, share] = [new Int32Array(width), new Float32Array(width)];
  for (let x = 0; x < width; x++) {
    const u = Math.max(0, Math.min(w - 1, (x + 0.5) / cell - 0.5));
    left[x] = Math.min(w - 2, Math.floor(u));
    share[x] = u - left[x]!;
  }
  const line = new Float32Array(w);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      const v = Math.max(0, Math.min(h - 1, (y + 0.5) / cell - 0.5));
      const top = Math.floor(v);
      const upper = (c * h + top) * w;
      const lower = (c * h + Math.min(h - 1, top + 1)) * w;
      for (let k = 0; k < w; k++) line[k] = field[upper + k]! + (v - top) * (field[lower + k]! - field[upper + k]!);
      const to = (c * height + y) * width;
      for (let x = 0; x < width; x++) {
        const from = left[x]!;
        out[to + x] = line[from]! + share[x]! * (line[from + 1]! - line[from]!);
      }
    }
  }
  return out;
}

/** Image less the smooth field, [3, H, W]. Allocates. */
export function without(image: RgbPlanes, low: Float32Array): RgbPlanes {
  return { ...image, data: image.data.map((value, i) => value - low[i]!) };
}
