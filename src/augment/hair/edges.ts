/** The edge map of hair, for training that is guided by masks. Pure. */
import { erode, gaussian, luma } from '../../image/filter.js';
import type { Plane, RgbPlanes } from '../../pair.js';
import { hairPixels } from './orientation.js';

/** How to find edges. */
export interface EdgeOptions {
  /** Blur before slopes are taken, px. */
  readonly sigmaPx: number;
  /** Share of the hair's pixels whose slope is too small to begin an edge. */
  readonly start: number;
  /** Share of that slope with which an edge still goes on. */
  readonly follow: number;
}

export const EDGE_DEFAULTS: EdgeOptions = { sigmaPx: 1, start: 0.85, follow: 0.5 };

/**
 * Canny's edges (1986) of the hair's luma: 1 on lines one pixel thin along locks, strands and the outline, 0 between
 * them and everywhere outside the mask. Slopes by Sobel; ridges of the slope in four directions; of those, what is
 * steep, and what hangs together with it (eight neighbours). What is steep is a rank among the hair's own pixels, its
 * outline left out: black hair has edges as white hair does, though its slopes are a tenth.
 *
 * Image [3, H, W], mask [H, W] → [H, W] of 0 and 1. Allocates; about 25 ms for 512 × 512 px.
 */
export function hairEdges(image: RgbPlanes, mask: Plane, options: EdgeOptions = EDGE_DEFAULTS): Plane {
  const { width, height } = image;
  const set = hairPixels(mask);
  const slope = slopesOf(gaussian(luma(image), options.sigmaPx), set);
  const inner = erode(set, width, height, OUTLINE_PX);
  const start = rank(slope.size, inner, options.start);
  const ridge = ridges(slope, width, height);
  return { data: follow(ridge, start, start * options.follow, width), width, height };
}

/** As far as the outline's slopes reach into the hair. */
const OUTLINE_PX = 4;

interface Slopes {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly size: Float32Array;
}

/** Sobel slopes of set pixels; 0 elsewhere and along the picture's edge. */
function slopesOf({ data: p, width, height }: Plane, set: Uint8Array): Slopes {
  const [x, y, size] = [0, 1, 2].map(() => new Float32Array(p.length)) as [Float32Array, Float32Array, Float32Array];
  for (let row = 1; row < height - 1; row++) {
    for (let i = row * width + 1; i < (row + 1) * width - 1; i++) {
      if (!set[i]) continue;
      const [u, d] = [i - width, i + width];
      const gx = p[u + 1]! + 2 * p[i + 1]! + p[d + 1]! - p[u - 1]! - 2 * p[i - 1]! - p[d - 1]!;
      const gy = p[d - 1]! + 2 * p[d]! + p[d + 1]! - p[u - 1]! - 2 * p[u]! - p[u + 1]!;
      x[i] = gx;
      y[i] = gy;
      size[i] = Math.sqrt(gx * gx + gy * gy);
    }
  }
  return { x, y, size };
}

/** Slope that `share` of the set pixels do not exceed. */
function rank(size: Float32Array, set: Uint8Array, share: number): number {
  const sizes = new Float32Array(size.length);
  let count = 0;
  for (let i = 0; i < size.length; i++) if (set[i] !== 0) sizes[count++] = size[i]!;
  const ascending = sizes.subarray(0, count).sort();
  return ascending.length === 0 ? Infinity : ascending[Math.floor(share * (ascending.length - 1))]!;
}

/** tan 22.5°: slopes nearer than this to an axis are compared along it, others along the diagonal. */
const HALF_OCTANT = Math.SQRT2 - 1;

/** Slopes where they are at least those before and more than those behind, in their own direction; else 0. */
function ridges({ x, y, size }: Slopes, width: number, height: number): Float32Array {
  const ridge = new Float32Array(size.length);
  for (let row = 1; row < height - 1; row++) {
    for (let i = row * width + 1; i < (row + 1) * width - 1; i++) {
      const own = size[i]!;
      if (own === 0) continue;
      const [ax, ay] = [Math.abs(x[i]!), Math.abs(y[i]!)];
      const diagonal = x[i]! * y[i]! > 0 ? width + 1 : width - 1;
      const step = ay <= HALF_OCTANT * ax ? 1 : ax <= HALF_OCTANT * ay ? width : diagonal;
      if (own > size[i - step]! && own >= size[i + step]!) ridge[i] = own;
    }
  }
  return ridge;
}

/** Ridges of at least `start`, and those of at least `least` that are connected to them. */
function follow(ridge: Float32Array, start: number, least: number, width: number): Float32Array {
  const edges = new Float32Array(ridge.length);
  const open: number[] = [];
  const take = (i: number): void => {
    edges[i] = 1;
    open.push(i);
  };
  for (let i = 0; i < ridge.length; i++) if (ridge[i]! > 0 && ridge[i]! >= start) take(i);
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    for (let row = i - width; row <= i + width; row += width) {
      for (let at = row - 1; at <= row + 1; at++) {
        if (edges[at] === 0 && ridge[at]! > 0 && ridge[at]! >= least) take(at);
      }
    }
  }
  return edges;
}
