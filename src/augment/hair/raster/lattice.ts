/**
 * Hair and head as density on a lattice that looks into the light (Deep Opacity Maps, Yuksel and Keyser 2008, with
 * layers at even steps, so that any point can be asked how much hair lies between it and the light). Pure.
 */
import type { FittedHead, Strands } from '../types.js';
import { scatter } from './segments.js';

/** Node (i, j, k) stands at frame coordinates origin + (i, j, k) · step; linear index (k*ny + j)*nx + i. */
export interface Lattice {
  /** [3, 3] row-major, view space → lattice axes u, v, w; w points to the light. */
  readonly frame: Float64Array;
  readonly origin: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  /** cm. */
  readonly step: number;
  /** Optical depth of hair across one cell (area of strands per area), [nz, ny, nx]. */
  readonly hair: Float32Array;
  /** 1 where the head is: a shell as thick as a cell, one cell under the skin, so that roots stay lit. */
  readonly solid: Uint8Array;
}

/** Nodes aimed at, and the least step in cm. */
const NODES = 220_000;
const LEAST_STEP = 0.35;
/** Empty cells around the hair. */
const MARGIN = 2;
/** Points along strands that make the density: beyond it only part of the strands is taken, each weighing more. */
const SAMPLES = 500_000;
/** How much of a randomly turned strand the light sees: mean sine of the angle between them. */
const MEAN_SINE = Math.PI / 4;

/** The lattice of strands and of the fitted head for light from `direction` (unit, view space). Allocates. */
export function makeLattice(
  strands: Strands,
  fitted: FittedHead,
  triangles: Uint32Array,
  direction: readonly [number, number, number],
): Lattice {
  const frame = frameTowards(direction);
  const turn = multiply(frame, fitted.camera.rotation);
  const { least, most } = boundsOf(strands.points, turn);
  const extent = [0, 1, 2].map((axis) => most[axis]! - least[axis]!);
  const volume = extent.reduce((product, length) => product * (length + 1), 1);
  const step = Math.max(LEAST_STEP, Math.cbrt(volume / NODES));
  const size = extent.map((length) => Math.ceil(length / step) + 1 + 2 * MARGIN) as [number, number, number];
  const origin = least.map((low) => low - MARGIN * step) as [number, number, number];
  const nodes = size[0] * size[1] * size[2];
  const lattice = { frame, origin, size, step, hair: new Float32Array(nodes), solid: new Uint8Array(nodes) };
  splatHair(lattice, strands, turn);
  splatHead(lattice, fitted, triangles, turn);
  return lattice;
}

/** Rows u, v, w of a right-handed frame with w = direction. */
function frameTowards([x, y, z]: readonly [number, number, number]): Float64Array {
  // u lies in the picture's plane unless the light stands straight above or below.
  const level = Math.hypot(x, z);
  const [ux, uy, uz] = level > 1e-3 ? [z / level, 0, -x / level] : [1, 0, 0];
  return Float64Array.of(ux, uy, uz, y * uz - z * uy, z * ux - x * uz, x * uy - y * ux, x, y, z);
}

function multiply(a: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [3 * Math.floor(i / 3), i % 3];
    return a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + a[row + 2]! * b[column + 6]!;
  });
}

function boundsOf(points: Float32Array, turn: Float64Array): { least: number[]; most: number[] } {
  const least = [0, 0, 0];
  const most = [0, 0, 0];
  for (let axis = 0; axis < 3; axis++) {
    const [a, b, c] = [turn[3 * axis]!, turn[3 * axis + 1]!, turn[3 * axis + 2]!];
    let low = Infinity;
    let high = -Infinity;
    for (let q = 0; q < points.length; q += 3) {
      const value = a * points[q]! + b * points[q + 1]! + c * points[q + 2]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    least[axis] = low <= high ? low : 0;
    most[axis] = low <= high ? high : 0;
  }
  return { least, most };
}

function splatHair(
  { origin, size, step, hair }: Lattice,
  { points, first, radius }: Strands,
  turn: Float64Array,
): void {
  const length = totalLength(points, first);
  const share = Math.min(1, SAMPLES / (length / step + points.length / 3));
  const [nx, ny] = size;
  const plane = nx * ny;
  const [a, b, c] = [turn[0]!, turn[1]!, turn[2]!];
  const [d, e, f] = [turn[3]!, turn[4]!, turn[5]!];
  const [g, h, i] = [turn[6]!, turn[7]!, turn[8]!];
  const scale = 1 / step;
  for (let s = 0; s < radius.length; s++) {
    if (scatter(s) >= share) continue;
    const area = (2 * radius[s]! * MEAN_SINE) / (step * step * share);
    for (let p = first[s]!; p < first[s + 1]! - 1; p++) {
      const q = 3 * p;
      const x = points[q]!;
      const y = points[q + 1]!;
      const z = points[q + 2]!;
      const dx = points[q + 3]! - x;
      const dy = points[q + 4]! - y;
      const dz = points[q + 5]! - z;
      const long = Math.sqrt(dx * dx + dy * dy + dz * dz);
      const pieces = Math.ceil(long * scale) || 1;
      const amount = (area * long) / pieces;
      for (let piece = 0; piece < pieces; piece++) {
        const t = (piece + 0.5) / pieces;
        const px = x + t * dx;
        const py = y + t * dy;
        const pz = z + t * dz;
        const u = (a * px + b * py + c * pz - origin[0]) * scale;
        const v = (d * px + e * py + f * pz - origin[1]) * scale;
        const w = (g * px + h * py + i * pz - origin[2]) * scale;
        const iu = u | 0;
        const iv = v | 0;
        const iw = w | 0;
        const fu = u - iu;
        const fv = v - iv;
        const fw = w - iw;
        const o = iw * plane + iv * nx + iu;
        const low = amount * (1 - fw);
        const high = amount * fw;
        const near = (1 - fv) * (1 - fu);
        const right = (1 - fv) * fu;
        const above = fv * (1 - fu);
        const both = fv * fu;
        hair[o]! += low * near;
        hair[o + 1]! += low * right;
        hair[o + nx]! += low * above;
        hair[o + nx + 1]! += low * both;
        hair[o + plane]! += high * near;
        hair[o + plane + 1]! += high * right;
        hair[o + plane + nx]! += high * above;
        hair[o + plane + nx + 1]! += high * both;
      }
    }
  }
}

function totalLength(points: Float32Array, first: Uint32Array): number {
  let sum = 0;
  for (let s = 0; s < first.length - 1; s++) {
    for (let q = 3 * first[s]!; q < 3 * (first[s + 1]! - 1); q += 3) {
      const x = points[q + 3]! - points[q]!;
      const y = points[q + 4]! - points[q + 1]!;
      const z = points[q + 5]! - points[q + 2]!;
      sum += Math.sqrt(x * x + y * y + z * z);
    }
  }
  return sum;
}

function splatHead(
  lattice: Lattice,
  { positions, normals }: FittedHead,
  triangles: Uint32Array,
  turn: Float64Array,
): void {
  const { origin, size, step, solid } = lattice;
  const inner = new Float32Array(positions.length);
  for (let q = 0; q < inner.length; q += 3) {
    const x = positions[q]! - step * normals[q]!;
    const y = positions[q + 1]! - step * normals[q + 1]!;
    const z = positions[q + 2]! - step * normals[q + 2]!;
    for (let row = 0; row < 3; row++) {
      const value = turn[3 * row]! * x + turn[3 * row + 1]! * y + turn[3 * row + 2]! * z;
      inner[q + row] = (value - origin[row]!) / step;
    }
  }
  const [nx, ny, nz] = size;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [3 * triangles[t]!, 3 * triangles[t + 1]!, 3 * triangles[t + 2]!];
    const pieces = Math.ceil(Math.max(span(inner, a, b), span(inner, b, c), span(inner, c, a)) / 0.8) || 1;
    for (let i = 0; i <= pieces; i++) {
      for (let j = 0; i + j <= pieces; j++) {
        const [u, v] = [i / pieces, j / pieces];
        const x = Math.round(inner[a]! + u * (inner[b]! - inner[a]!) + v * (inner[c]! - inner[a]!));
        const y = Math.round(inner[a + 1]! + u * (inner[b + 1]! - inner[a + 1]!) + v * (inner[c + 1]! - inner[a + 1]!));
        const z = Math.round(inner[a + 2]! + u * (inner[b + 2]! - inner[a + 2]!) + v * (inner[c + 2]! - inner[a + 2]!));
        if (x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz) solid[(z * ny + y) * nx + x] = 1;
      }
    }
  }
}

function span(points: Float32Array, a: number, b: number): number {
  return Math.hypot(points[a]! - points[b]!, points[a + 1]! - points[b + 1]!, points[a + 2]! - points[b + 2]!);
}
