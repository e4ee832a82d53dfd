/** Hair that was made on another head comes to lie on ours. Pure. */
import { warpPoints } from '../fit/warp.js';
import { type DistanceField, sampleGradient } from '../head/distance.js';
import type { Strands, Warp } from '../types.js';
import { every } from './register.js';
import { feetOnScalp, type ScalpTarget } from './scalp-target.js';
import { rootsOf } from './upright.js';

/** Roots that say how the two heads differ. */
const CONTROLS = 600;
/** How far a root's word reaches over the scalp, cm (standard deviation), and off it (full, none). */
const SIGMA = 1.8;
const FULL = 4;
const NONE = 12;
const LATTICE = { low: [-16, -20, -16], high: [16, 14, 16], step: 2 } as const;
/** What is left between a root and the scalp is made up for along this much of the strand, cm, and more where it is more. */
const EASE = 2.5;
const EASE_PER_CM = 2;
/** Roots lie this much under the skin, cm, so that no gap shows. */
const UNDER = 0.03;
/** Hair that went through the head is laid over it in a layer between these heights, cm, reached after RISE cm of strand. */
const LAYER = [0.06, 0.4] as const;
const RISE = 1.5;
/** Golden ratio: spreads strands over the layer. */
const GOLDEN = 0.618033988749895;

/** Moves the points: the shape of the other head becomes ours, roots go onto the scalp, hair comes out of head and neck. */
export function settle(strands: Strands, scalp: ScalpTarget, field: DistanceField): void {
  warpPoints(headToHead(strands, scalp), strands.points);
  plantRoots(strands, scalp);
  liftOut(strands, field);
}

/** Displacements that bring roots to their feet, averaged over their neighbourhood (Nadaraya 1964, Watson 1964). */
function headToHead(strands: Strands, scalp: ScalpTarget): Warp {
  const roots = every(rootsOf(strands), CONTROLS);
  const { feet } = feetOnScalp(scalp, roots);
  const { low, high, step } = LATTICE;
  const size = low.map((from, k) => (high[k]! - from) / step + 1) as [number, number, number];
  const displacement = new Float32Array(size[0] * size[1] * size[2] * 3);
  let at = 0;
  for (let z = 0; z < size[2]; z++)
    for (let y = 0; y < size[1]; y++)
      for (let x = 0; x < size[0]; x++, at += 3) {
        const [px, py, pz] = [low[0] + x * step, low[1] + y * step, low[2] + z * step];
        let least = Infinity;
        for (let i = 0; i < roots.length; i += 3)
          least = Math.min(least, square(roots[i]! - px) + square(roots[i + 1]! - py) + square(roots[i + 2]! - pz));
        const fade = Math.min(1, Math.max(0, (NONE - Math.sqrt(least)) / (NONE - FULL)));
        if (fade === 0) continue;
        let sum = 0;
        for (let i = 0; i < roots.length; i += 3) {
          const squared = square(roots[i]! - px) + square(roots[i + 1]! - py) + square(roots[i + 2]! - pz);
          // Relative to the nearest root, so that the sum never vanishes.
          const weight = Math.exp((least - squared) / (2 * SIGMA * SIGMA));
          sum += weight;
          for (let k = 0; k < 3; k++) displacement[at + k]! += weight * (feet[i + k]! - roots[i + k]!);
        }
        for (let k = 0; k < 3; k++) displacement[at + k] = (displacement[at + k]! * fade) / sum;
      }
  return { size, origin: low, step, displacement };
}

function plantRoots({ points, first }: Strands, scalp: ScalpTarget): void {
  const root = new Float32Array(3);
  for (let s = 0; s + 1 < first.length; s++) {
    root.set(points.subarray(first[s]! * 3, first[s]! * 3 + 3));
    const { feet } = feetOnScalp(scalp, root);
    const by = [0, 1, 2].map((k) => feet[k]! - root[k]!) as [number, number, number];
    const ease = EASE + EASE_PER_CM * Math.hypot(...by);
    let along = 0;
    for (let p = first[s]! * 3; p < first[s + 1]! * 3 && along < ease; p += 3) {
      const before = [points[p]!, points[p + 1]!, points[p + 2]!] as const;
      const share = (1 - along / ease) ** 2;
      if (p + 3 < points.length)
        along += Math.hypot(points[p + 3]! - before[0], points[p + 4]! - before[1], points[p + 5]! - before[2]);
      for (let k = 0; k < 3; k++) points[p + k] = before[k]! + share * by[k]!;
    }
  }
}

function liftOut({ points, first }: Strands, field: DistanceField): void {
  const gradient = new Float64Array(3);
  for (let s = 0; s + 1 < first.length; s++) {
    const layer = LAYER[0] + (LAYER[1] - LAYER[0]) * ((s * GOLDEN) % 1);
    let along = 0;
    for (let p = first[s]! * 3; p < first[s + 1]! * 3; p += 3) {
      if (p > first[s]! * 3)
        along += Math.hypot(
          points[p]! - points[p - 3]!,
          points[p + 1]! - points[p - 2]!,
          points[p + 2]! - points[p - 1]!,
        );
      const height = Math.min(1, along / RISE) * (layer + UNDER) - UNDER;
      for (let round = 0; round < 2; round++) {
        const distance = sampleGradient(field, points[p]!, points[p + 1]!, points[p + 2]!, gradient);
        const squared = square(gradient[0]!) + square(gradient[1]!) + square(gradient[2]!);
        // Too deep for the field to know the way out, it is left.
        if (distance >= height || squared < 0.1) break;
        const by = (height - distance) / Math.sqrt(squared);
        for (let k = 0; k < 3; k++) points[p + k]! += by * gradient[k]!;
      }
    }
  }
}

const square = (value: number): number => value * value;
