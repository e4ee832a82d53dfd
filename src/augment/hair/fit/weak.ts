/** Pose in closed form, without perspective: where the search for the exact one begins. Pure. */
import { invariant } from '../../../errors.js';
import type { Camera } from '../types.js';
import { DISTANCE } from './camera.js';
import { solveSpd } from './linear.js';
import type { Correspondences } from './pose.js';
import { cross } from './rotation.js';

/**
 * Scaled orthographic pose: the affine map 3D → 2D by weighted least squares, then the nearest pair of orthogonal rows of
 * one length. Points out of one plane leave no ambiguity: the nose is in front.
 */
export function weakPerspective({ model, seen, weight }: Correspondences): Camera {
  const mean = new Float64Array(5);
  let total = 0;
  for (const [i, w] of weight.entries()) {
    total += w;
    for (let k = 0; k < 3; k++) mean[k]! += w * model[i * 3 + k]!;
    for (let k = 0; k < 2; k++) mean[3 + k]! += w * seen[i * 2 + k]!;
  }
  for (let k = 0; k < 5; k++) mean[k]! /= total;
  const a = new Float64Array(9);
  const b = new Float64Array(6);
  for (const [i, w] of weight.entries()) {
    for (let r = 0; r < 3; r++) {
      const m = w * (model[i * 3 + r]! - mean[r]!);
      for (let c = 0; c < 3; c++) a[r * 3 + c]! += m * (model[i * 3 + c]! - mean[c]!);
      b[r * 2]! += m * (seen[i * 2]! - mean[3]!);
      b[r * 2 + 1]! -= m * (seen[i * 2 + 1]! - mean[4]!);
    }
  }
  invariant(solveSpd(a, b, 3, 2), 'the points are not in one plane');
  const u = [b[0]!, b[2]!, b[4]!];
  const v = [b[1]!, b[3]!, b[5]!];
  // (A Aᵀ)^-½ A with the root of a 2 × 2 matrix in closed form.
  const [uu, uv, vv] = [dot(u, u), dot(u, v), dot(v, v)];
  const root = Math.sqrt(Math.max(uu * vv - uv * uv, 1e-18));
  const trace = Math.sqrt(uu + vv + 2 * root);
  const [p, q, r] = [(vv + root) / (trace * root), -uv / (trace * root), (uu + root) / (trace * root)];
  const x = u.map((value, k) => p * value + q * v[k]!);
  const y = u.map((value, k) => q * value + r * v[k]!);
  const centre = [mean[0]!, mean[1]!, mean[2]!];
  const scale = trace / 2;
  return {
    rotation: Float64Array.of(...x, ...y, ...cross(x, y)),
    scale,
    x: mean[3]! - scale * dot(x, centre),
    y: mean[4]! + scale * dot(y, centre),
    distance: DISTANCE,
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
}
