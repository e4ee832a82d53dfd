/** Which axes of a foreign template point up and out of the face. Pure. */
import type { Strands } from '../types.js';
import { every, type Registered, register } from './register.js';
import type { ScalpTarget } from './scalp-target.js';
import { applySimilarity, compose, type Similarity } from './similarity.js';
import type { Axis, PlacingHints } from './template.js';

/** A convention: how a file's axes lie. */
export interface Convention {
  readonly up: Axis;
  readonly forward: Axis;
}

/** What tools write, the likeliest first: y up (most tools, glTF), z up (Blender, 3ds Max). */
const CONVENTIONS: readonly Convention[] = [
  { up: '+y', forward: '+z' },
  { up: '+y', forward: '-z' },
  { up: '+z', forward: '-y' },
  { up: '+z', forward: '+y' },
  { up: '+y', forward: '+x' },
  { up: '+y', forward: '-x' },
  { up: '+z', forward: '+x' },
  { up: '+z', forward: '-x' },
];

/** Iterations and roots with which conventions are compared, and with which the best is brought home. */
const COMPARE = { iterations: 12, roots: 400 } as const;
const FINISH = { iterations: 40, roots: 2500 } as const;
/** Points of strands that are looked at. */
const LOOKED_AT = 6000;
/** Costs in cm: all hair in front of the face; all strands standing straight up instead of hanging straight down. */
const IN_FACE = 12;
const STANDING = 1;
/** A rarer convention must be better by this much, cm, for each that comes before it. */
const RARER = 0.02;

/** What was found. */
export interface Uprighted extends Registered, Convention {}

/**
 * The convention under which roots lie best on the scalp and it is covered best, the face is free and hair hangs down.
 * Axes that `hints` give are not questioned.
 */
export function bringUpright(strands: Strands, scalp: ScalpTarget, hints: PlacingHints): Uprighted {
  const roots = withoutStrays(rootsOf(strands));
  const possible = CONVENTIONS.filter(
    ({ up, forward }) => (!hints.up || up === hints.up) && (!hints.forward || forward === hints.forward),
  );
  // Hints outside the list are a convention of their own; a lone one takes the first other axis that is free.
  if (possible.length === 0) possible.push(conventionOf(hints));
  let best: (Convention & { cost: number }) | undefined;
  for (const [rank, convention] of possible.entries()) {
    if (possible.length === 1) {
      best = { ...convention, cost: 0 };
      break;
    }
    const turned = turn(convention);
    const found = register(applySimilarity(turned, every(roots, COMPARE.roots)), scalp, {
      ...COMPARE,
      scale: hints.scale,
    });
    const cost =
      found.rootDistance +
      found.scalpDistance +
      RARER * rank +
      looks(strands, applySimilarity(compose(found.similarity, turned), every(strands.points, LOOKED_AT)), turned);
    if (!best || cost < best.cost) best = { ...convention, cost };
  }
  const { up, forward } = best!;
  const turned = turn({ up, forward });
  const found = register(applySimilarity(turned, every(roots, FINISH.roots)), scalp, { ...FINISH, scale: hints.scale });
  return { ...found, similarity: compose(found.similarity, turned), up, forward };
}

/** Roots of all strands, [strands, 3]. */
export function rootsOf({ points, first }: Strands): Float32Array {
  const roots = new Float32Array((first.length - 1) * 3);
  for (let s = 0; s + 1 < first.length; s++) roots.set(points.subarray(first[s]! * 3, first[s]! * 3 + 3), s * 3);
  return roots;
}

/** Roots within three times the box of the middle 90 %: one root far away must not decide the size of a head. */
function withoutStrays(roots: Float32Array): Float32Array {
  const box = [0, 1, 2].map((k) => {
    const sorted = roots.filter((_, i) => i % 3 === k).sort();
    const [low, high] = [0.05, 0.95].map((share) => sorted[Math.floor(share * (sorted.length - 1))]!) as [
      number,
      number,
    ];
    return [2 * low - high - 1e-6, 2 * high - low + 1e-6] as const;
  });
  const inside = (i: number): boolean =>
    box.every(([low, high], k) => roots[i * 3 + k]! >= low && roots[i * 3 + k]! <= high);
  return roots.filter((_, i) => inside(Math.floor(i / 3)));
}

/** Rotation that brings a convention's axes to y and z. */
export function turn({ up, forward }: Convention): Similarity {
  const unit = (axis: Axis): [number, number, number] =>
    ['x', 'y', 'z'].map((name) => (axis[1] === name ? (axis[0] === '-' ? -1 : 1) : 0)) as [number, number, number];
  const [y, z] = [unit(up), unit(forward)];
  const x = [y[1] * z[2] - y[2] * z[1], y[2] * z[0] - y[0] * z[2], y[0] * z[1] - y[1] * z[0]];
  return { rotation: Float64Array.from([...x, ...y, ...z]), scale: 1, translation: [0, 0, 0] };
}

function conventionOf({ up, forward }: PlacingHints): Convention {
  const free = (['+y', '+z'] as const).find((axis) => axis[1] !== (up ?? forward)?.[1])!;
  return { up: up ?? free, forward: forward ?? free };
}

/** What speaks against an outcome besides the roots, cm. */
function looks({ points, first }: Strands, placed: Float32Array, { rotation }: Similarity): number {
  let inFace = 0;
  for (let i = 0; i < placed.length; i += 3)
    if (Math.abs(placed[i]!) < 5 && placed[i + 1]! < -1 && placed[i + 1]! > -13 && placed[i + 2]! > 5) inFace++;
  let [rise, count] = [0, 0];
  const step = Math.max(1, Math.floor((first.length - 1) / 2000));
  for (let s = 0; s + 1 < first.length; s += step, count++) {
    const [root, tip] = [first[s]! * 3, (first[s + 1]! - 1) * 3];
    const span = [0, 1, 2].map((k) => points[tip + k]! - points[root + k]!);
    const up = rotation[3]! * span[0]! + rotation[4]! * span[1]! + rotation[5]! * span[2]!;
    rise += up / (Math.hypot(...span) || 1);
  }
  return (IN_FACE * inFace * 3) / placed.length + (STANDING * (rise / count + 1)) / 2;
}
