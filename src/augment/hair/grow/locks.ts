/** Locks: the paths that strands draw together to, in two sizes, and the frames that they curl in. Pure. */
import { diverges, FOLLOWED, Follower } from './follow.js';
import { GUIDE_POINTS, type Guides, rootAt } from './guides.js';
import { type Grid, gridOf, nearest } from './near.js';
import { mix, ramp, uniform, waves } from './noise.js';
import type { Plan } from './plan.js';
import type { Roots } from './roots.js';

export interface Locks {
  readonly grid: Grid;
  /** [locks, GUIDE_POINTS, 3], cm, head space. */
  readonly paths: Float32Array;
  /** Two unit vectors across the path, carried along it without twist, [locks, GUIDE_POINTS, 6]. */
  readonly frames: Float32Array;
  /** cm. */
  readonly lengths: Float32Array;
  /** Where in its turn each lock's curl begins, radians, and its wavelength, cm. */
  readonly phase: Float32Array;
  readonly wavelength: Float32Array;
}

/** Share of the way to its lock that the end of a strand of the given length has been drawn, [0, 1]; at t it is t ** 0.75 of it. */
export function drawn(strength: number, length: number): number {
  return strength * ramp(length, 0.8, 4);
}

export function locksOf(roots: Roots, plan: Plan, guides: Guides, guideGrid: Grid, growth: number, key: number): Locks {
  const { clump, curl } = plan.texture;
  const small = pathsOf(roots, plan, guides, guideGrid, growth);
  const large = every(roots, 9);
  const largeGrid = gridOf(large.positions, clump.size * 3);
  const found = new Int32Array(1);
  const far = new Float64Array(1);
  const phase = new Float32Array(roots.count);
  const wavelength = new Float32Array(roots.count);
  const target = small.paths.slice();
  for (let k = 0; k < roots.count; k++) {
    const { x, y, z } = rootAt(roots, k);
    nearest(largeGrid, x, y, z, found, far);
    const other = large.from[found[0]!]!;
    const stretch = small.lengths[k]! / small.lengths[other]!;
    // Across a parting or out of a fringe: another way, no common lock.
    if (stretch < 1.6 && stretch > 0.6 && !diverges(small.paths, k, small.paths, other, small.lengths[k]!))
      draw(target, small.paths, k, other, drawn(clump.large, small.lengths[k]!));
    phase[k] =
      2 * Math.PI * mix(uniform(key ^ 51, k), 0.7 * waves(key + 52, 0.5, x, y, z), curl.together) +
      (curl.together * 2 * Math.PI * y) / curl.wavelength;
    wavelength[k] = curl.wavelength * mix(0.8 + 0.4 * uniform(key ^ 53, k), 1, 0.7 * curl.together);
  }
  return {
    grid: gridOf(roots.positions, clump.size),
    paths: target,
    frames: framesOf(target, roots),
    lengths: small.lengths,
    phase,
    wavelength,
  };
}

/** Draws path k of `paths` to path `other`, at its end by the share `full`; writes `target`. */
function draw(target: Float32Array, paths: Float32Array, k: number, other: number, full: number): void {
  for (let j = 1; j < GUIDE_POINTS; j++) {
    const pull = full * ALONG[j]!;
    const to = (k * GUIDE_POINTS + j) * 3;
    const from = (other * GUIDE_POINTS + j) * 3;
    for (let c = 0; c < 3; c++) target[to + c]! += pull * (paths[from + c]! - paths[to + c]!);
  }
}

/** What is drawn along a path of GUIDE_POINTS, over what is at its end. */
const ALONG = Float64Array.from({ length: GUIDE_POINTS }, (_, j) => (j / (GUIDE_POINTS - 1)) ** 0.75);

/** Every so manieth root, with its place among all. */
function every(roots: Roots, step: number): { positions: Float32Array; from: number[] } {
  const from = Array.from({ length: Math.ceil(roots.count / step) }, (_, i) => i * step);
  return { positions: Float32Array.from(from.flatMap((i) => [...roots.positions.subarray(3 * i, 3 * i + 3)])), from };
}

function pathsOf(roots: Roots, plan: Plan, guides: Guides, grid: Grid, growth: number) {
  const paths = new Float32Array(roots.count * GUIDE_POINTS * 3);
  const lengths = new Float32Array(roots.count);
  const chosen = new Uint32Array(FOLLOWED);
  const weight = new Float32Array(FOLLOWED);
  const follower = new Follower(guides, grid, plan.follow);
  for (let k = 0; k < roots.count; k++) {
    const root = rootAt(roots, k);
    const full = plan.length(root);
    follower.find(root.x, root.y, root.z, full, chosen, weight);
    let cut = 0;
    let mean = 0;
    for (let i = 0; i < FOLLOWED; i++) {
      cut += weight[i]! * guides.cut[chosen[i]!]!;
      mean += weight[i]! * guides.lengths[chosen[i]!]!;
    }
    lengths[k] = Math.max(Math.min(full * cut * growth, 1.4 * mean), 1e-3);
    const scale = lengths[k]! / mean;
    const from = [root.x, root.y, root.z];
    for (let j = 0; j < GUIDE_POINTS; j++)
      for (let c = 0; c < 3; c++) {
        let offset = 0;
        for (let i = 0; i < FOLLOWED; i++)
          offset += weight[i]! * guides.offsets[(chosen[i]! * GUIDE_POINTS + j) * 3 + c]!;
        paths[(k * GUIDE_POINTS + j) * 3 + c] = from[c]! + offset * scale;
      }
  }
  return { paths, lengths };
}

/** Frames by projection from point to point: the twist that this leaves out is that of a parallel transport. */
function framesOf(paths: Float32Array, roots: Roots): Float32Array {
  const frames = new Float32Array(paths.length * 2);
  for (let k = 0; k < roots.count; k++) {
    // The first vector starts across the strand along the skin, so that flat waves lie on the head.
    let [ax, ay, az] = [roots.normals[3 * k]!, roots.normals[3 * k + 1]!, roots.normals[3 * k + 2]!];
    for (let j = 0; j < GUIDE_POINTS; j++) {
      const i = Math.min(j, GUIDE_POINTS - 2);
      const p = (k * GUIDE_POINTS + i) * 3;
      let [tx, ty, tz] = [paths[p + 3]! - paths[p]!, paths[p + 4]! - paths[p + 1]!, paths[p + 5]! - paths[p + 2]!];
      const length = Math.sqrt(tx * tx + ty * ty + tz * tz) || 1;
      tx /= length;
      ty /= length;
      tz /= length;
      const along = ax * tx + ay * ty + az * tz;
      ax -= along * tx;
      ay -= along * ty;
      az -= along * tz;
      let size = Math.sqrt(ax * ax + ay * ay + az * az);
      if (size < 1e-4) {
        // The path leaves along the normal: any direction across serves.
        [ax, ay, az] = Math.abs(tx) < 0.8 ? [0, tz, -ty] : [-tz, 0, tx];
        size = Math.sqrt(ax * ax + ay * ay + az * az);
      }
      ax /= size;
      ay /= size;
      az /= size;
      const n = (k * GUIDE_POINTS + j) * 6;
      frames[n] = ty * az - tz * ay;
      frames[n + 1] = tz * ax - tx * az;
      frames[n + 2] = tx * ay - ty * ax;
      frames[n + 3] = ax;
      frames[n + 4] = ay;
      frames[n + 5] = az;
    }
  }
  return frames;
}
