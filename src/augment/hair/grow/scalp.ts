/** The scalp's hair: lengths, combing and cut as functions of place. Head space, cm. Pure. */
import { combScalp, partingAt } from './comb.js';
import { aboveHairline, scalpDensity } from './hairline.js';
import { mix, ramp, waves } from './noise.js';
import type { Plan, Point, Root } from './plan.js';
import type { ScalpStyle } from './style.js';

// Of the default hairline on the generic head, weighted by density, cm².
const SCALP_AREA = 557;

export class ScalpPlan implements Plan {
  readonly region = 0;
  readonly share: number;
  readonly fullArea = SCALP_AREA;
  readonly texture: ScalpStyle;
  readonly thickness: number;
  readonly flip: number;
  readonly follow: number;
  readonly knot?: NonNullable<Plan['knot']>;
  readonly #style: ScalpStyle;
  readonly #key: number;
  /** Whether hair passes over the ears. */
  readonly #covers: boolean;
  // How much of a fringe hair is, is asked for at every point of a strand: the last answer is kept.
  #asked: Root | undefined;
  #askedX = 0;
  #answer = 0;

  constructor(style: ScalpStyle, key: number) {
    const { comb, gather } = style;
    this.share = style.density;
    this.texture = style;
    this.thickness = style.thickness;
    this.flip = style.flip;
    this.follow = comb === 'gather' && gather.kind === 'bun' ? 6 : 2;
    if (comb === 'gather') this.knot = { at: gather.at, radius: gather.radius, bun: gather.kind === 'bun' };
    this.#style = style;
    this.#key = key;
    this.#covers = comb !== 'gather' && comb !== 'back';
  }

  density(x: number, y: number, z: number): number {
    return scalpDensity(this.#style.hairline, this.#key, x, y, z);
  }

  length(root: Root): number {
    const style = this.#style;
    const { top, front = top, sides = top, back = sides } = style.length;
    const { x, y, z } = root;
    const above = aboveHairline(x, y, z);
    const at = (y - style.ridge) / style.fade;
    const high = Math.abs(at) > 0.5 + 0.4 / style.fade ? Number(at > 0) : this.#edge(root, at);
    const low = mix(sides, back, ramp(z, 0, -5));
    const ahead = mix(top, front, ramp(z, 2.5, 6));
    const atEdge = mix(style.taper, 1, ramp(above, 0, style.taperHeight));
    const layered = 1 - 0.45 * style.layers * ramp(y, -4, 8);
    const cut = mix(low * atEdge, ahead, high) * layered;
    return style.comb === 'out' ? Math.min(cut, rounded(root, top, sides, back)) : cut;
  }

  #edge({ x, y, z }: Root, at: number): number {
    const style = this.#style;
    return ramp(at + (0.25 * waves(this.#key + 2, 0.9, x, y, z)) / style.fade, -0.5, 0.5);
  }

  /** Shorter, finer hair along the front hairline, a centimetre deep. */
  fine({ x, y, z }: Root): number {
    const above = z > 1.5 ? aboveHairline(x, y, z) : Infinity;
    return above > 1.1 ? 1 : mix(0.5, 1, ramp(above + 0.3 * waves(this.#key + 6, 4, x, y, z), -0.3, 0.6));
  }

  rise({ x, y, z, length }: Root): number {
    const style = this.#style;
    // About the crown hair stands up more: flat on all sides it would leave a bare star.
    const whorl = Math.exp(-((x - 0.8) ** 2 + (y - 6.9) ** 2 + (z + 5.2) ** 2) / 5);
    const combed = Math.min(style.root + 30 * whorl, Math.max(style.root, 80));
    // What is too short to be combed stands off.
    return mix(Math.max(52, combed), combed, ramp(length, 0.3, 4));
  }

  level(root: Root): number {
    const style = this.#style;
    if (this.#fringed(root) > 0.5) return style.fringe!.level + 0.12 * Math.abs(root.x);
    return style.level === undefined ? -Infinity : style.level + style.levelTilt * root.z;
  }

  comb(p: Point, root: Root, out: Point): void {
    combScalp(this.#style, this.#fringed(root), p, root, out);
  }

  hold(root: Root): number {
    return mix(this.#style.hold, 3, this.#fringed(root));
  }

  lift(p: Point, { length }: Root): number {
    const [x, y, z] = [p[0]!, p[1]!, p[2]!];
    const { lift } = this.#style;
    const high = ramp(y, 2, 6);
    const low = mix(lift.sides, lift.back, ramp(z, -1, -6));
    const over = mix(lift.top, lift.front, ramp(z, 1.5, 5.5) * ramp(Math.abs(x), 7, 4));
    return mix(low, over, high) * Math.min(1, length / 6);
  }

  clear(p: Point, root: Root, most: number): void {
    const style = this.#style;
    const [x, y, z] = [p[0]!, p[1]!, p[2]!];
    if (this.#covers && root.length > 8 && y < 4 && y > -13) {
      // Hair over an ear presses it flat in life; here it passes over it without showing its shape.
      const half = 7 + 2.3 * Math.exp(-(((y + 4.5) / 6) ** 2) - ((z + 0.3) / 4.5) ** 2);
      const under = half - Math.abs(x);
      if (under > 0 && under < 1.6 && Math.abs(x) > 6) p[0] = x + Math.sign(x) * Math.min(under, 0.5 * most);
    }
    if (style.face === 0 || z < -1.5 || y > 4.6 || this.#fringed(root) > 0.4) return;
    // A curtain: open as the hairline is, down to the full width at the eyes, and beside it not before the cheeks.
    const open =
      Math.sqrt(Math.min(Math.max((4.7 - y) / 4.5, 0), 1)) * mix(ramp(z, 1, 4), ramp(z, -1.5, 1.5), ramp(y, -8, -12));
    const half = style.face * mix(1, 0.8, ramp(y, -9, -20)) * open;
    if (Math.abs(x) < half) {
      const middle = style.comb === 'part' ? partingAt(style, root.z) : 0;
      const side = Math.abs(x - middle) > 2.5 ? Math.sign(x - middle) : Math.sign(root.x - middle || 1);
      p[0] = x + side * Math.min(0.85 * (half - side * x), 0.7 * most);
    }
    // Each strand to another depth, or the edge would be cut as with a knife.
    const depth = 4.4 + 1.1 * Math.sin(7 * root.x + 5 * root.y + 3 * root.z);
    const ahead = z - mix(10, depth, ramp(y, 3.5, -5) * ramp(y, -17, -10));
    if (ahead > 0) p[2] = z - Math.min(0.5 * ahead, 0.5 * most);
  }

  /** How much of a fringe hair at a root is: from a triangle that narrows to the crown. */
  #fringed(root: Root): number {
    const { fringe } = this.#style;
    if (!fringe || root.z < 1 || Math.abs(root.x) > fringe.width + 1.5) return 0;
    if (root !== this.#asked || root.x !== this.#askedX) {
      this.#asked = root;
      this.#askedX = root.x;
      this.#answer = fringedAt(root, fringe, this.#key);
    }
    return this.#answer;
  }
}

function fringedAt(root: Root, fringe: NonNullable<ScalpStyle['fringe']>, key: number): number {
  const uneven = 0.5 * waves(key + 5, 1.1, root.x, root.y, root.z);
  const side = Math.abs(root.x) + uneven;
  const reach = fringe.depth * (1 - 0.5 * Math.abs(root.x / (fringe.width + 0.01)));
  const above = aboveHairline(root.x, root.y, root.z) + uneven;
  return ramp(side, fringe.width + 0.8, fringe.width - 0.8) * ramp(above, reach + 0.9, reach - 0.9);
}

/** Length to an ellipsoid about the head: hair that stands out all round is trimmed to a ball. */
function rounded({ x, y, z }: Root, top: number, sides: number, back: number): number {
  const [u, v, w] = [x, y + 1, z + 1];
  const far = Math.hypot(u, v, w);
  const ball = far / Math.hypot(u / (7.6 + sides), v / (8.6 + top), w / (w > 0 ? 8.4 + 0.6 * top : 8.6 + back));
  return Math.max(ball - far, 0.45 * top);
}
