/** The scalp as points that roots are brought to. Pure. */
import { type Grid, gridOf, nearest } from '../grow/near.js';
import type { HeadModel } from '../types.js';

/** Hair of the head may have its roots here: scalp or sideburns, from this weight on. */
const FROM = 0.15;
/** Between points, cm. */
const STEP = 0.35;

/** Points all over the scalp. */
export interface ScalpTarget {
  /** [points, 3], head space, cm. */
  readonly points: Float32Array;
  /** [points, 3], outwards, unit length. */
  readonly normals: Float32Array;
  readonly grid: Grid;
}

/** About 6,000 points, evenly within each triangle of the head. */
export function scalpTarget(head: HeadModel): ScalpTarget {
  const { positions, normals, triangles, weights } = head;
  const weight = weights.scalp.map((each, v) => Math.max(each, weights.sideburns[v]!));
  const points: number[] = [];
  const outwards: number[] = [];
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
    if (Math.max(weight[a]!, weight[b]!, weight[c]!) < FROM) continue;
    const side = (p: number, q: number): number =>
      Math.hypot(...[0, 1, 2].map((k) => positions[p * 3 + k]! - positions[q * 3 + k]!));
    const n = Math.max(1, Math.ceil(Math.max(side(a, b), side(b, c), side(c, a)) / STEP));
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n - i; j++) {
        const [s, r] = [(i + 1 / 3) / n, (j + 1 / 3) / n];
        const at = (array: Float32Array, k: number): number =>
          (1 - s - r) * array[a * 3 + k]! + s * array[b * 3 + k]! + r * array[c * 3 + k]!;
        if ((1 - s - r) * weight[a]! + s * weight[b]! + r * weight[c]! < FROM) continue;
        points.push(at(positions, 0), at(positions, 1), at(positions, 2));
        const normal = [at(normals, 0), at(normals, 1), at(normals, 2)];
        const length = Math.hypot(...normal) || 1;
        outwards.push(...normal.map((each) => each / length));
      }
  }
  const placed = Float32Array.from(points);
  return { points: placed, normals: Float32Array.from(outwards), grid: gridOf(placed, 1) };
}

/**
 * Where on the scalp each root belongs: the foot of the perpendicular from it, or the nearest point of the scalp's edge.
 * roots [n, 3] → feet [n, 3] and distances [n], cm.
 */
export function feetOnScalp(scalp: ScalpTarget, roots: Float32Array): { feet: Float32Array; distance: Float32Array } {
  const feet = new Float32Array(roots.length);
  const distance = new Float32Array(roots.length / 3);
  const found = new Int32Array(1);
  const far = new Float64Array(1);
  for (let i = 0; i < roots.length; i += 3) {
    nearest(scalp.grid, roots[i]!, roots[i + 1]!, roots[i + 2]!, found, far);
    const at = Math.max(0, found[0]!) * 3;
    // On the tangent plane beside the point, as far as the next point would be.
    const dx = roots[i]! - scalp.points[at]!;
    const dy = roots[i + 1]! - scalp.points[at + 1]!;
    const dz = roots[i + 2]! - scalp.points[at + 2]!;
    const [nx, ny, nz] = [scalp.normals[at]!, scalp.normals[at + 1]!, scalp.normals[at + 2]!];
    const height = dx * nx + dy * ny + dz * nz;
    const [tx, ty, tz] = [dx - height * nx, dy - height * ny, dz - height * nz];
    const share = Math.min(1, STEP / (Math.hypot(tx, ty, tz) || 1));
    feet[i] = scalp.points[at]! + share * tx;
    feet[i + 1] = scalp.points[at + 1]! + share * ty;
    feet[i + 2] = scalp.points[at + 2]! + share * tz;
    distance[i / 3] = Math.hypot(roots[i]! - feet[i]!, roots[i + 1]! - feet[i + 1]!, roots[i + 2]! - feet[i + 2]!);
  }
  return { feet, distance };
}
