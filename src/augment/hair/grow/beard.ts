/** The lower face's hair as functions of place. Head space, cm. Pure. */
import type { HeadModel } from '../types.js';
import { ramp, waves } from './noise.js';
import type { Plan, Point, Root } from './plan.js';
import type { BeardStyle } from './style.js';

// Density is to a scalp's as 1 to 1.6; a scalp is 557 cm².
const FULL_AREA = 890;

export class BeardPlan implements Plan {
  readonly region = 1;
  readonly share: number;
  readonly fullArea = FULL_AREA;
  readonly texture: BeardStyle;
  readonly thickness = 0.5;
  readonly flip = 0;
  readonly follow = 2;
  readonly #style: BeardStyle;
  readonly #key: number;
  /** Weights of the parts that are grown, by vertex, and the head's triangles. */
  readonly #grown: Float32Array;
  readonly #corner: Uint32Array;

  constructor(style: BeardStyle, head: HeadModel, key: number) {
    const { beard, cheeks, moustache } = head.weights;
    const { length } = style;
    const parts = [
      [beard, length.chin],
      [cheeks, length.cheeks],
      [moustache, length.moustache],
    ] as const;
    const grown = new Float32Array(beard.length);
    for (const [weights, longest] of parts)
      if (longest > 0) for (let v = 0; v < grown.length; v++) grown[v] = Math.max(grown[v]!, weights[v]!);
    this.share = style.density;
    this.texture = style;
    this.#style = style;
    this.#key = key;
    this.#grown = grown;
    this.#corner = head.triangles;
  }

  density(x: number, y: number, z: number, t: number, u: number, v: number): number {
    const { length, width } = this.#style;
    const grown = this.#grown;
    const corner = this.#corner;
    const key = this.#key;
    const jaw = u * grown[corner[t]!]! + v * grown[corner[t + 1]!]! + (1 - u - v) * grown[corner[t + 2]!]!;
    const weight = length.sideburns > 0 ? Math.max(jaw, sideburn(x, y, z)) : jaw;
    if (weight <= 0) return 0;
    const edge = 0.08 * waves(key, 2.3, x, y, z) + 0.05 * waves(key + 1, 6, x, y, z);
    const wide = ramp(Math.abs(x) + 4 * edge, width + 0.5, width - 0.3);
    // Sparse below the lip beside its middle tuft.
    // A beard no wider than the chin ends under it.
    const under = width < 6 ? ramp(y, -15.3, -14.2) * ramp(z, 3.5, 5.5) : 1;
    const bare = y > -11 && y < -9.6 && z > 8 ? 0.65 * ramp(Math.abs(x), 0.5, 1) * ramp(Math.abs(x), 2.6, 2) : 0;
    return ramp(weight + edge, 0.15, 0.75) * wide * under * (1 - bare);
  }

  length({ x, y, z }: Root): number {
    const { length } = this.#style;
    const any = Math.max(length.chin, length.cheeks, length.moustache, length.sideburns);
    const side = Math.abs(x);
    if (y > -8.6 && z > 7.5 && side < 3.4) return length.moustache || length.chin || any;
    const high = ramp(y, -6, -2);
    const jaw = length.cheeks + (length.chin - length.cheeks) * ramp(side, 5.5, 2.2);
    // Under the jaw it is kept short.
    const under = 1 - 0.7 * ramp(y, -13, -14.5) * ramp(z, 8.5, 6);
    return (jaw || any) * under * (1 - high) + (length.sideburns || length.cheeks || any) * high;
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

  comb(p: Point, root: Root, out: Point): void {
    const side = Math.abs(root.x);
    const above = root.y > -8.6 && root.z > 7.5 && side < 3.4;
    // From the middle of the lip outwards; on the jaw down, under it forwards.
    out[0] = above ? Math.sign(root.x) * (0.35 + 0.35 * side) : -0.02 * root.x;
    out[1] = above ? -0.75 : -1;
    out[2] = above ? 0 : ramp(root.y, -12.5, -14) * 1.2 + 0.2;
    if (p[2]! < 3) out[2] += 0.15;
  }

  hold(): number {
    return 4;
  }

  lift(_: Point, { length }: Root): number {
    return Math.min(0.6, 0.15 * length);
  }
}

/** Weight of the strip before the ear that joins the scalp's hair to the beard. */
function sideburn(x: number, y: number, z: number): number {
  const before = ramp(z, 1.1, 2.1) * ramp(z, 3.9, 2.6);
  return Math.abs(x) > 5 ? 0.8 * before * ramp(y, -6.2, -4.8) * ramp(y, 1.8, -0.4) : 0;
}
