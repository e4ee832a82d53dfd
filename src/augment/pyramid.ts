/**
 * Laplacian pyramids, and blending by them: each band of frequencies is joined over a width of its own (Burt and
 * Adelson 1983, "A multiresolution spline with application to image mosaics"). Any size: halves are rounded up.
 */
import { invariant } from '../errors.js';
import type { Plane, RgbPlanes } from '../pair.js';

/** Bands of one plane, the finest first; the last is the low-pass rest. Each is half the size of the one before. */
export type Pyramid = readonly Plane[];

/** Plane [H, W] → `levels` bands and the rest. Allocates. */
export function laplacianPyramid(plane: Plane, levels: number): Pyramid {
  const bands: Plane[] = [];
  let current = plane;
  for (let level = 0; level < levels; level++) {
    const half = reduce(current);
    bands.push(combine(current, expand(half, current.width, current.height), -1));
    current = half;
  }
  return [...bands, current];
}

/** What the pyramid was made of, within rounding of float32. Allocates. */
export function collapse(pyramid: Pyramid): Plane {
  let current = pyramid.at(-1)!;
  for (let level = pyramid.length - 2; level >= 0; level--) {
    const band = pyramid[level]!;
    current = combine(band, expand(current, band.width, band.height), 1);
  }
  return current;
}

/** The plane, then its halves: the masks of the bands, each as soft as its band is coarse. Allocates. */
export function gaussianPyramid(plane: Plane, levels: number): Pyramid {
  const all = [plane];
  for (let level = 0; level < levels; level++) all.push(reduce(all[level]!));
  return all;
}

/**
 * `b` where the masks are 1, `a` where they are 0, band by band. Images [3, H, W]; `masks` has one more than there are
 * levels, such as `gaussianPyramid` makes. Allocates. The bands reach 2 · 2^levels px past what the first mask covers.
 */
export function pyramidBlend(a: RgbPlanes, b: RgbPlanes, masks: Pyramid): RgbPlanes {
  const { width, height } = a;
  const n = width * height;
  const levels = masks.length - 1;
  invariant(b.data.length === 3 * n && masks[0]!.data.length === n, 'images and mask have one size');
  const data = new Float32Array(3 * n);
  for (let c = 0; c < 3; c++) {
    // The pyramid is linear: that of the difference, masked, is added to `a`.
    const difference = new Float32Array(n);
    for (let i = 0; i < n; i++) difference[i] = b.data[c * n + i]! - a.data[c * n + i]!;
    const bands = laplacianPyramid({ data: difference, width, height }, levels);
    for (let level = 0; level <= levels; level++) {
      const band = bands[level]!.data;
      const mask = masks[level]!.data;
      for (let i = 0; i < band.length; i++) band[i]! *= mask[i]!;
    }
    const joined = collapse(bands).data;
    for (let i = 0; i < n; i++) data[c * n + i] = a.data[c * n + i]! + joined[i]!;
  }
  return { data, width, height };
}

/** Half the size, rounded up: [1 4 6 4 1] / 16 both ways at every other pixel, edge pixels repeated. */
export function reduce({ data: p, width, height }: Plane): Plane {
  const w = (width + 1) >> 1;
  const h = (height + 1) >> 1;
  const rows = new Float32Array(w * height);
  // Padded, so that no tap has to ask for the edge.
  const line = new Float32Array(width + 5);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    line.set(p.subarray(row, row + width), 2);
    line.fill(p[row]!, 0, 2);
    line.fill(p[row + width - 1]!, width + 2);
    for (let x = 0, at = 0; x < w; x++, at += 2) {
      rows[y * w + x] = (line[at]! + line[at + 4]! + 4 * (line[at + 1]! + line[at + 3]!) + 6 * line[at + 2]!) / 16;
    }
  }
  const data = new Float32Array(w * h);
  for (let y = 0; y < h; y++) {
    const at = 2 * y;
    const u2 = Math.max(0, at - 2) * w;
    const u1 = Math.max(0, at - 1) * w;
    const d1 = Math.min(height - 1, at + 1) * w;
    const d2 = Math.min(height - 1, at + 2) * w;
    for (let x = 0; x < w; x++) {
      data[y * w + x] =
        (rows[u2 + x]! + rows[d2 + x]! + 4 * (rows[u1 + x]! + rows[d1 + x]!) + 6 * rows[at * w + x]!) / 16;
    }
  }
  return { data, width: w, height: h };
}

/**
 * Back to a size of which this is the half, with the same kernel: even pixels are (1 6 1) / 8 of their neighbours, odd
 * ones the mean of two.
 */
export function expand({ data: p, width: w, height: h }: Plane, width: number, height: number): Plane {
  invariant(w === (width + 1) >> 1 && h === (height + 1) >> 1, 'a band expands to twice its size or one less');
  const rows = new Float32Array(width * h);
  for (let y = 0; y < h; y++) {
    const from = y * w;
    const to = y * width;
    for (let k = 0, x = 0; k < w; k++, x += 2) {
      const middle = p[from + k]!;
      const right = k + 1 < w ? p[from + k + 1]! : middle;
      rows[to + x] = ((k > 0 ? p[from + k - 1]! : middle) + 6 * middle + right) / 8;
      if (x + 1 < width) rows[to + x + 1] = (middle + right) / 2;
    }
  }
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const at = (y >> 1) * width;
    const below = Math.min(h - 1, (y >> 1) + 1) * width;
    const above = Math.max(0, (y >> 1) - 1) * width;
    const to = y * width;
    if (y & 1) for (let x = 0; x < width; x++) data[to + x] = (rows[at + x]! + rows[below + x]!) / 2;
    else for (let x = 0; x < width; x++) data[to + x] = (rows[above + x]! + 6 * rows[at + x]! + rows[below + x]!) / 8;
  }
  return { data, width, height };
}

function combine(a: Plane, b: Plane, sign: number): Plane {
  const data = new Float32Array(a.data.length);
  for (let i = 0; i < data.length; i++) data[i] = a.data[i]! + sign * b.data[i]!;
  return { ...a, data };
}
