/** Neighbourhood filters on planes. All allocate their result, keep the size, and clamp at the edges. */
import type { Plane, RgbPlanes } from '../pair.js';
import { distanceTo } from './distance.js';
import { complement, pixelsBeyond } from './region.js';

/** Luma of BT.601, 0.299 R + 0.587 G + 0.114 B, in the image's own range. [3, H, W] → [H, W]. */
export function luma(image: RgbPlanes): Plane {
  const n = image.width * image.height;
  const data = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    data[i] = 0.299 * image.data[i]! + 0.587 * image.data[n + i]! + 0.114 * image.data[2 * n + i]!;
  }
  return { data, width: image.width, height: image.height };
}

/** Gaussian blur, separable, kernel cut at 3 sigma and normalised. `sigmaPx` 0 copies. */
export function gaussian(plane: Plane, sigmaPx: number): Plane {
  const radius = Math.ceil(3 * sigmaPx);
  if (radius === 0) return { ...plane, data: plane.data.slice() };
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigmaPx ** 2)),
  );
  const sum = kernel.reduce((a, b) => a + b, 0);
  for (let i = 0; i < kernel.length; i++) kernel[i]! /= sum;
  return blurColumns(blurRows(plane, kernel, radius), kernel, radius);
}

/**
 * Along x. Each row is padded with its end values, so that no tap has to ask for the edge. Four pixels at a time: each
 * sum waits for its own additions, not for those of the others.
 */
function blurRows({ data: p, width, height }: Plane, kernel: Float64Array, radius: number): Plane {
  const data = new Float32Array(width * height);
  const line = new Float32Array(width + 2 * radius);
  for (let row = 0; row < data.length; row += width) {
    line.fill(p[row]!, 0, radius);
    line.set(p.subarray(row, row + width), radius);
    line.fill(p[row + width - 1]!, radius + width);
    let x = 0;
    for (; x + 4 <= width; x += 4) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let k = 0, at = x; k < kernel.length; k++, at++) {
        const weight = kernel[k]!;
        a += weight * line[at]!;
        b += weight * line[at + 1]!;
        c += weight * line[at + 2]!;
        d += weight * line[at + 3]!;
      }
      data[row + x] = a;
      data[row + x + 1] = b;
      data[row + x + 2] = c;
      data[row + x + 3] = d;
    }
    for (; x < width; x++) {
      let acc = 0;
      for (let k = 0; k < kernel.length; k++) acc += kernel[k]! * line[x + k]!;
      data[row + x] = acc;
    }
  }
  return { data, width, height };
}

/** Along y, whole rows at a time: the first one alone, then four by four, so that sums are seldom written, and two by two. */
function blurColumns({ data: p, width, height }: Plane, kernel: Float64Array, radius: number): Plane {
  const data = new Float32Array(width * height);
  const acc = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    const first = clamp(y - radius, height) * width;
    for (let x = 0; x < width; x++) acc[x] = kernel[0]! * p[first + x]!;
    let k = 1;
    for (; k + 4 <= kernel.length; k += 4) {
      const a = clamp(y + k - radius, height) * width;
      const b = clamp(y + k + 1 - radius, height) * width;
      const c = clamp(y + k + 2 - radius, height) * width;
      const d = clamp(y + k + 3 - radius, height) * width;
      const [wa, wb, wc, wd] = [kernel[k]!, kernel[k + 1]!, kernel[k + 2]!, kernel[k + 3]!];
      for (let x = 0; x < width; x++) {
        acc[x] = acc[x]! + wa * p[a + x]! + wb * p[b + x]! + wc * p[c + x]! + wd * p[d + x]!;
      }
    }
    for (; k < kernel.length; k += 2) {
      const row = clamp(y + k - radius, height) * width;
      const next = clamp(y + k + 1 - radius, height) * width;
      const [weight, weightNext] = [kernel[k]!, kernel[k + 1]!];
      for (let x = 0; x < width; x++) acc[x] = acc[x]! + weight * p[row + x]! + weightNext * p[next + x]!;
    }
    data.set(acc, y * width);
  }
  return { data, width, height };
}

/** Laplacian with the four-neighbour kernel (OpenCV's for ksize 1): sum of neighbours − 4 × centre. */
export function laplacian(plane: Plane): Plane {
  const { data: p, width, height } = plane;
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const up = clamp(y - 1, height) * width;
    const row = y * width;
    const down = clamp(y + 1, height) * width;
    for (let x = 0; x < width; x++) {
      const sides = p[row + clamp(x - 1, width)]! + p[row + clamp(x + 1, width)]!;
      data[row + x] = p[up + x]! + p[down + x]! + sides - 4 * p[row + x]!;
    }
  }
  return { data, width, height };
}

/** Magnitude of the Sobel gradient, √(gx² + gy²), unnormalised: a step of h gives 4h on both sides of it. */
export function sobel(plane: Plane): Plane {
  const { data: p, width, height } = plane;
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const up = clamp(y - 1, height) * width;
    const row = y * width;
    const down = clamp(y + 1, height) * width;
    for (let x = 0; x < width; x++) {
      const l = clamp(x - 1, width);
      const r = clamp(x + 1, width);
      const gx = p[up + r]! + 2 * p[row + r]! + p[down + r]! - p[up + l]! - 2 * p[row + l]! - p[down + l]!;
      const gy = p[down + l]! + 2 * p[down + x]! + p[down + r]! - p[up + l]! - 2 * p[up + x]! - p[up + r]!;
      data[row + x] = Math.hypot(gx, gy);
    }
  }
  return { data, width, height };
}

/** Pixels within `radiusPx` (Euclidean, between centres) of a set pixel become set. [H, W] of 0 and 1. */
export function dilate(set: Uint8Array, width: number, height: number, radiusPx: number): Uint8Array {
  return complement(pixelsBeyond(distanceTo(set, width, height), radiusPx));
}

/** Pixels within `radiusPx` of an unset pixel become unset; beyond the image's edge nothing is unset. */
export function erode(set: Uint8Array, width: number, height: number, radiusPx: number): Uint8Array {
  return pixelsBeyond(distanceTo(complement(set), width, height), radiusPx);
}

function clamp(i: number, n: number): number {
  return i < 0 ? 0 : i >= n ? n - 1 : i;
}
