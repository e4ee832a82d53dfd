/** Which way the scalp's hair is combed. Head space. Pure. */
import { mix, ramp } from './noise.js';
import type { Point, Root } from './plan.js';
import type { ScalpStyle } from './style.js';

// Where hair turns on the back of the head, and the axis that it turns about.
const CROWN = [0.8, 6.9, -5.2] as const;
const AXIS = [0.08, 0.8, -0.6] as const;

/**
 * Writes which way hair is combed at p. Short hair lies as it grows, about the crown; with length the style's combing takes
 * over. `fringed`: how much of a fringe the hair is.
 */
export function combScalp(style: ScalpStyle, fringed: number, p: Point, root: Root, out: Point): void {
  growing(p, out);
  const combed = style.comb === 'out' || style.comb === 'up' ? 1 : ramp(root.length, 0.8, 5);
  if (combed === 0) return;
  combs[style.comb](p, root, other, style);
  towards(out, other, combed);
  if (fringed === 0) return;
  forwards(p, style.fringe!.sweep, other);
  towards(out, other, combed * fringed);
}

const other: Point = new Float64Array(3);

/** x of the parting, which is never quite straight. */
export function partingAt(style: ScalpStyle, z: number): number {
  return style.part + 0.12 * Math.sin(2.3 * z) + 0.08 * Math.sin(5.1 * z);
}

/** Mixes `other`, made of unit length, into out. */
function towards(out: Point, other: Point, share: number): void {
  const length = Math.sqrt(other[0]! * other[0]! + other[1]! * other[1]! + other[2]! * other[2]!) || 1;
  for (let k = 0; k < 3; k++) out[k] = mix(out[k]!, other[k]! / length, share);
}

/** Away from the crown, turning about it. Unit length. */
function growing(p: Point, out: Point): void {
  const [x, y, z] = [p[0]! - CROWN[0], p[1]! - CROWN[1], p[2]! - CROWN[2]];
  const far = Math.sqrt(x * x + y * y + z * z) || 1;
  const turn = 1.1 * Math.exp(-far / 3.5);
  out[0] = (x + turn * (AXIS[1] * z - AXIS[2] * y)) / far;
  out[1] = (y + turn * (AXIS[2] * x - AXIS[0] * z)) / far;
  out[2] = (z + turn * (AXIS[0] * y - AXIS[1] * x)) / far;
}

function forwards(p: Point, sweep: number, out: Point): void {
  const angle = (sweep * Math.PI) / 180;
  // On the forehead a fringe falls; above it is combed forwards, fanning out a little.
  const fall = ramp(p[1]!, 6, 3);
  out[0] = Math.sin(angle) + 0.025 * p[0]! * (1 + (p[0]! / 4) ** 2);
  out[1] = -Math.cos(angle) * mix(0.5, 1, fall);
  out[2] = Math.cos(angle) * mix(1, 0.1, fall);
}

type Comb = (p: Point, root: Root, out: Point, style: ScalpStyle) => void;

const combs: Record<ScalpStyle['comb'], Comb> = {
  crown: (p, _, out) => growing(p, out),
  part: (p, root, out, style) => {
    const angle = (style.sweep * Math.PI) / 180;
    // Behind the crown the parting ends: both sides fan out into each other.
    const width = 0.02 + 6 * ramp(root.z, -2.5, -7);
    const side = Math.min(Math.max((root.x - partingAt(style, root.z)) / width, -1), 1);
    // Over the forehead it goes aside and back before it falls.
    const ahead = ramp(p[2]!, 3, 6) * ramp(p[1]!, 0.5, 3.5);
    out[0] = side * Math.cos(angle);
    out[1] = mix(-0.65, 0.2, ahead);
    out[2] = -Math.sin(angle) * ramp(p[2]!, -9, -5) - (style.sweep < 0 ? 0 : 0.3 * ahead);
  },
  back: (p, _, out) => {
    out[0] = -0.01 * p[0]!;
    out[1] = mix(-1, -0.45, ramp(p[2]!, -9, -4));
    out[2] = -ramp(p[2]!, -9.5, -5);
  },
  forward: (p, _, out) => {
    const ahead = ramp(p[2]!, -8, -3);
    out[0] = mix(0.08 * p[0]!, 0, ahead);
    out[1] = -0.55;
    out[2] = mix(-0.1, 1, ahead) * ramp(p[1]!, -4, 4);
  },
  down: (p, _, out) => {
    out[0] = p[0]! * 0.25;
    out[1] = -1;
    out[2] = (p[2]! + 1.5) * 0.25;
  },
  up: (p, _, out) => {
    out[0] = -0.06 * p[0]!;
    out[1] = 1;
    out[2] = -0.25;
  },
  out: (p, _, out) => {
    out[0] = p[0]!;
    out[1] = p[1]! + 1;
    out[2] = p[2]! + 1;
  },
  gather: (p, _, out, { gather }) => {
    for (let k = 0; k < 3; k++) out[k] = gather.at[k]! - p[k]!;
  },
};
