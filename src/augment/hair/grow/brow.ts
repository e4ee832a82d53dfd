/** The eyebrows as functions of place. Head space, cm. Pure. */
import type { HeadModel } from '../types.js';
import { ramp, waves } from './noise.js';
import type { Plan, Point, Root } from './plan.js';
import type { BrowStyle } from './style.js';

// As dense as three fifths of a scalp of 557 cm².
const FULL_AREA = 930;

export class BrowPlan implements Plan {
  readonly region = 2;
  readonly share: number;
  readonly fullArea = FULL_AREA;
  readonly texture: BrowStyle;
  readonly thickness = 0.05;
  readonly flip = 0;
  readonly follow = 2;
  readonly #style: BrowStyle;
  readonly #key: number;
  readonly #weights: Float32Array;
  readonly #corner: Uint32Array;

  constructor(style: BrowStyle, head: HeadModel, key: number) {
    this.share = style.density;
    this.texture = style;
    this.#style = style;
    this.#key = key;
    this.#weights = head.weights.brow;
    this.#corner = head.triangles;
  }

  density(x: number, y: number, z: number, t: number, u: number, v: number): number {
    const weights = this.#weights;
    const corner = this.#corner;
    const weight = u * weights[corner[t]!]! + v * weights[corner[t + 1]!]! + (1 - u - v) * weights[corner[t + 2]!]!;
    if (weight <= 0) return 0;
    return ramp(weight + 0.08 * waves(this.#key, 5, x, y, z), 0.4, 1);
  }

  length({ x }: Root): number {
    return this.#style.length * (1 - 0.35 * ramp(Math.abs(x), 4, 6));
  }

  fine(): number {
    return 1;
  }

  rise(): number {
    return this.#style.root;
  }

  level(): number {
    return -Infinity;
  }

  comb(_: Point, root: Root, out: Point): void {
    // Up at the inner end, outwards along the arch, down a little at its tail.
    const side = Math.abs(root.x);
    out[0] = Math.sign(root.x) * (0.25 + ramp(side, 1, 2.4));
    out[1] = 0.9 * ramp(side, 3, 1) + 0.15 - 0.5 * ramp(side, 3.6, 5.6);
    out[2] = 0;
  }

  hold(): number {
    return 100;
  }

  lift(): number {
    return 0.05;
  }
}
