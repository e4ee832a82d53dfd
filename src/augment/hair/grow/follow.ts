/** Which guides a root's strand lies between. Pure. */
import type { Guides } from './guides.js';
import { GUIDE_POINTS } from './guides.js';
import { type Grid, nearest } from './near.js';

const LOOKED_AT = 6;
/** Guides that a strand is a mean of. */
export const FOLLOWED = 3;

/** Finds the guides of a root. */
export class Follower {
  readonly #guides: Guides;
  readonly #grid: Grid;
  readonly #power: number;
  readonly #found = new Int32Array(LOOKED_AT);
  readonly #far = new Float64Array(LOOKED_AT);

  /** `power`: that of a guide's weight over its distance. */
  constructor(guides: Guides, grid: Grid, power: number) {
    this.#guides = guides;
    this.#grid = grid;
    this.#power = power;
  }

  /** Writes FOLLOWED guides and their weights (sum 1) for a root at (x, y, z) with `full` cm at growth 1. */
  find(x: number, y: number, z: number, full: number, chosen: Uint32Array, weight: Float32Array): void {
    const guides = this.#guides;
    const power = this.#power;
    const found = this.#found;
    const far = this.#far;
    nearest(this.#grid, x, y, z, found, far);
    const first = found[0]!;
    let sum = 0;
    let n = 0;
    for (let i = 0; i < LOOKED_AT && n < FOLLOWED; i++) {
      const g = found[i]!;
      if (g < 0) break;
      // Guides across a parting go another way than the nearest.
      if (i > 0 && diverges(guides.offsets, g, guides.offsets, first, guides.lengths[first]!)) continue;
      chosen[n] = g;
      // Nor between the two sides of an edge in the cut.
      const ratio = full / guides.full[g]!;
      const like = 1 / (1 + 40 * (ratio > 1 ? ratio - 1 : 1 / ratio - 1) ** 2);
      weight[n] = (like + 1e-4) / (power === 2 ? far[i]! + 0.003 : (far[i]! + 0.003) ** (power / 2));
      sum += weight[n]!;
      n++;
    }
    for (; n < FOLLOWED; n++) {
      chosen[n] = first;
      weight[n] = 0;
    }
    for (let i = 0; i < FOLLOWED; i++) weight[i]! /= sum;
  }
}

// Where two strands are compared: early for partings, late for what falls before or behind a shoulder.
const COMPARED = [10, 20, GUIDE_POINTS - 1];

/**
 * Whether strand a of some paths [strands, GUIDE_POINTS, 3] and strand b of others, of about `length` cm, go different
 * ways from their roots: nothing between the two would lie on the head.
 */
export function diverges(as: Float32Array, a: number, bs: Float32Array, b: number, length: number): boolean {
  const p = a * GUIDE_POINTS * 3;
  const q = b * GUIDE_POINTS * 3;
  for (const j of COMPARED) {
    const i = 3 * j;
    const x = as[p + i]! - as[p]! - bs[q + i]! + bs[q]!;
    const y = as[p + i + 1]! - as[p + 1]! - bs[q + i + 1]! + bs[q + 1]!;
    const z = as[p + i + 2]! - as[p + 2]! - bs[q + i + 2]! + bs[q + 2]!;
    const most = 0.8 + 0.25 * length * (j / (GUIDE_POINTS - 1));
    if (x * x + y * y + z * z > most * most) return true;
  }
  return false;
}
