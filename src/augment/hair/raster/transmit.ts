/** How much hair lies between any point and the light: sums through the lattice. Pure. */
import { irradiance } from '../harmonics.js';
import { luminance } from '../srgb.js';
import type { Light } from '../types.js';
import { ambientOf } from './ambient.js';
import type { Lattice } from './lattice.js';

/** A lattice without what stands on it. */
export interface Grid {
  readonly size: readonly [number, number, number];
  readonly origin: readonly [number, number, number];
  /** cm. */
  readonly step: number;
}

/** Optical depths and what is left of the light. */
export interface LightThrough {
  /** View space → axes of both grids, [3, 3] row-major. */
  readonly frame: Float64Array;
  readonly fine: Grid;
  /** Hair between here and the key light, and hair and head; [nz, ny, nx] on the fine grid. */
  readonly hair: Float32Array;
  readonly all: Float32Array;
  readonly coarse: Grid;
  /** Ambient light that reaches a strand here, irradiance / π, linear RGB, [nz, ny, nx, 3] on the coarse grid. */
  readonly ambient: Float32Array;
  /** The six ways along the axes. */
  readonly sides: readonly Side[];
  /** Ambient part of the light, [9, 3]. */
  readonly ambientSh: Float32Array;
}

/** One of the directions from which ambient light comes. */
export interface Side {
  /** Unit, view space. */
  readonly direction: readonly [number, number, number];
  /** Irradiance / π on what faces it, linear RGB. */
  readonly light: readonly [number, number, number];
  /** Hair between here and infinity that way, on the coarse grid. */
  readonly hair: Float32Array;
}

/** Optical depth of a cell inside the head: opaque. */
const OPAQUE = 60;
/** Extinction of ambient light; far below 1, because hair sends on most of the light that it takes. */
const AMBIENT_EXTINCTION = 0.07;
/** Widening of the shadow a cell: variance / 2 in cells². The key is a window or lamp, the ambient all of a side. */
const KEY_SPREAD = 0.06;
const SIDE_SPREAD = 0.2;

/** Sums of the lattice towards the key light and the six ways. Allocates. */
export function lightThrough(lattice: Lattice, light: Light): LightThrough {
  const { frame, size, origin, step } = lattice;
  const fine: Grid = { size, origin, step };
  const both = lattice.hair.map((value, i) => value + OPAQUE * lattice.solid[i]!);
  const half = halve(fine);
  const hair = halved(lattice.hair, fine, half);
  const all = halved(both, fine, half);
  const ambientSh = ambientOf(light);
  const sides: Side[] = [];
  const ways: Ways = {
    out: new Float32Array(hair.length),
    blocked: new Float32Array(hair.length),
    light: new Float32Array(3 * hair.length),
  };
  for (const axis of [0, 1, 2] as const) {
    for (const sign of [1, -1]) {
      const direction = [0, 1, 2].map((k) => sign * frame[3 * axis + k]!) as [number, number, number];
      const colour = [0, 1, 2].map((c) => irradiance({ sh: ambientSh }, ...direction, c)) as [number, number, number];
      const side = { direction, light: colour, hair: sumTowards(hair, half.size, axis, sign, SIDE_SPREAD) };
      addSide(ways, side, sumTowards(all, half.size, axis, sign, SIDE_SPREAD));
      sides.push(side);
    }
  }
  const ambient = ambientAt(ways, light);
  return {
    frame,
    fine,
    hair: sumTowards(lattice.hair, size, 2, 1, KEY_SPREAD),
    all: sumTowards(both, size, 2, 1, KEY_SPREAD),
    coarse: half,
    ambient,
    sides,
    ambientSh,
  };
}

/** Sums over the six ways from each node. */
interface Ways {
  /** How many of them lead out, by what gets through. */
  readonly out: Float32Array;
  /** How many end on the head, as far as hair lets one see it. */
  readonly blocked: Float32Array;
  /** Light of those that lead out, [nodes, 3]. */
  readonly light: Float32Array;
}

function addSide({ out, blocked, light }: Ways, side: Side, all: Float32Array): void {
  const [r, g, b] = side.light;
  for (let i = 0; i < all.length; i++) {
    const through = Math.exp(-AMBIENT_EXTINCTION * all[i]!);
    out[i]! += through;
    blocked[i]! += Math.exp(-AMBIENT_EXTINCTION * side.hair[i]!) - through;
    light[3 * i]! += through * r;
    light[3 * i + 1]! += through * g;
    light[3 * i + 2]! += through * b;
  }
}

/**
 * Irradiance / π at the nodes. A point of a surface sees half of all ways; a strand that hangs free sees all, but is no
 * brighter than the light. Ways that end on neck, jaw and shoulders end on what is lit itself, on the mean of all sides,
 * and sends on as much as skin does: without this one bounce the inner side of long hair is black, which it never is in
 * photographs (light between surfaces: Jimenez et al. 2016, "Practical real-time strategies for accurate indirect
 * occlusion"). Collars and clothes count as the head, so the bounce has no tint. Overwrites and returns `light`.
 */
function ambientAt({ out, blocked, light }: Ways, { albedo, sh }: Pick<Light, 'albedo' | 'sh'>): Float32Array {
  const skin = luminance(...albedo);
  for (let i = 0, o = 0; i < out.length; i++, o += 3) {
    const ways = Math.max(3, out[i]!);
    const bounced = (skin * Math.min(blocked[i]!, Math.max(0, 3 - out[i]!))) / 3;
    for (let c = 0; c < 3; c++) light[o + c] = light[o + c]! / ways + bounced * sh[c]!;
  }
  return light;
}

/** The grid of every second node, each between eight of the finer one. */
function halve({ size, origin, step }: Grid): Grid {
  return {
    size: size.map((n) => Math.ceil(n / 2)) as [number, number, number],
    origin: origin.map((low) => low + step / 2) as [number, number, number],
    step: 2 * step,
  };
}

/** Optical depth across the wider cells: mean of eight, twice as long. */
function halved(values: Float32Array, { size }: Grid, { size: half }: Grid): Float32Array {
  const out = new Float32Array(half[0] * half[1] * half[2]);
  for (let k = 0, i = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      const row = ((k >> 1) * half[1] + (j >> 1)) * half[0];
      for (let x = 0; x < size[0]; x++, i++) out[row + (x >> 1)]! += values[i]! / 4;
    }
  }
  return out;
}

/**
 * Optical depth from each node to infinity along an axis, sign towards more or less; half of the node's own cell counts.
 * From layer to layer the sum is spread sideways by [spread, 1 - 2 spread, spread] both ways, so that shadows soften as
 * they go. [nz, ny, nx] → the same. Allocates.
 */
export function sumTowards(
  density: Float32Array,
  size: readonly [number, number, number],
  axis: 0 | 1 | 2,
  sign: number,
  spread: number,
): Float32Array {
  const strides = [1, size[0], size[0] * size[1]];
  const [p, q] = [0, 1, 2].filter((other) => other !== axis) as [number, number];
  const [np, nq, n] = [size[p]!, size[q]!, size[axis]!];
  const [sp, sq, sn] = [strides[p]!, strides[q]!, strides[axis]!];
  const out = new Float32Array(density.length);
  const layer = new Float32Array(np * nq);
  const line = new Float32Array(np * nq);
  const keep = 1 - 2 * spread;
  for (let step = 0; step < n; step++) {
    const base = (sign > 0 ? n - 1 - step : step) * sn;
    for (let j = 0; j < nq; j++) {
      const row = j * np;
      for (let i = 0; i < np; i++) {
        const before = i > 0 ? layer[row + i - 1]! : layer[row]!;
        const after = i < np - 1 ? layer[row + i + 1]! : layer[row + i]!;
        line[row + i] = keep * layer[row + i]! + spread * (before + after);
      }
    }
    for (let j = 0; j < nq; j++) {
      const row = j * np;
      const up = j > 0 ? row - np : row;
      const down = j < nq - 1 ? row + np : row;
      for (let i = 0, o = base + j * sq; i < np; i++, o += sp) {
        const sum = keep * line[row + i]! + spread * (line[up + i]! + line[down + i]!);
        const own = density[o]!;
        out[o] = sum + own / 2;
        layer[row + i] = sum + own;
      }
    }
  }
  return out;
}

/** Eight nodes around a point and their weights; `locate` fills it, so that nothing is allocated by point. */
export interface Cell {
  readonly node: Int32Array;
  readonly weight: Float64Array;
}

export function makeCell(): Cell {
  return { node: new Int32Array(8), weight: new Float64Array(8) };
}

/** Nodes around a point in view space, clamped to the grid. */
export function locate(
  cell: Cell,
  { size, origin, step }: Grid,
  frame: Float64Array,
  x: number,
  y: number,
  z: number,
): void {
  const u = clamp((frame[0]! * x + frame[1]! * y + frame[2]! * z - origin[0]) / step, size[0]);
  const v = clamp((frame[3]! * x + frame[4]! * y + frame[5]! * z - origin[1]) / step, size[1]);
  const w = clamp((frame[6]! * x + frame[7]! * y + frame[8]! * z - origin[2]) / step, size[2]);
  const i = u | 0;
  const j = v | 0;
  const k = w | 0;
  const plane = size[0] * size[1];
  const o = k * plane + j * size[0] + i;
  const fu = u - i;
  const fv = v - j;
  const fw = w - k;
  const { node, weight } = cell;
  for (let corner = 0; corner < 8; corner++) {
    node[corner] = o + (corner & 1) + (corner & 2 ? size[0] : 0) + (corner & 4 ? plane : 0);
    weight[corner] = (corner & 1 ? fu : 1 - fu) * (corner & 2 ? fv : 1 - fv) * (corner & 4 ? fw : 1 - fw);
  }
}

/** Into the grid, short of its last node so that the next one exists; grids have two nodes or more each way. */
function clamp(position: number, nodes: number): number {
  const most = nodes - 1.001;
  return position > 0 ? (position < most ? position : most) : 0;
}

/** Value of a volume with `stride` numbers a node at the located point. */
export function sample(volume: Float32Array, { node, weight }: Cell, stride = 1, channel = 0): number {
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) sum += weight[corner]! * volume[node[corner]! * stride + channel]!;
  return sum;
}
