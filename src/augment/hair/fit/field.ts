/** A smooth field of displacements through scattered ones: Gaussian process regression (Rasmussen and Williams 2006, 2.25). Pure. */
import { invariant } from '../../../errors.js';
import type { Warp } from '../types.js';
import { solveSpd } from './linear.js';

/** Displacements that were observed. */
export interface Controls {
  /** [n][3], head space, cm. */
  readonly at: number[][];
  /** [n][3], cm. */
  readonly by: number[][];
  /** [n]: standard deviation of `by`, cm. */
  readonly noise: number[];
}

/** No displacements yet. */
export const noControls = (): Controls => ({ at: [], by: [], noise: [] });

/** Adds one. */
export function control(to: Controls, at: number[], by: number[], noise: number): void {
  to.at.push(at);
  to.by.push(by);
  to.noise.push(noise);
}

/** How the field varies. */
export interface Smoothness {
  /** cm at which two displacements have nothing to do with each other. */
  readonly reach: number;
  /** Standard deviation of displacements, cm. */
  readonly deviation: number;
}

/**
 * Adds the most likely field to the nodes of `warp`: near the controls it meets them as far as their noise asks for, and
 * it fades to nothing at `reach` from them. Controls are tens to a few hundred: O(n³ + n · nodes).
 */
export function addField(warp: Warp, controls: Controls, { reach, deviation }: Smoothness): void {
  const n = controls.at.length;
  if (n === 0) return;
  const kernel = new Float64Array(n * n);
  const weights = new Float64Array(n * 3);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [controls.at[i]!, controls.at[j]!];
      const k = wendland(Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!) / reach);
      kernel[i * n + j] = kernel[j * n + i] = k;
    }
    kernel[i * n + i]! += (controls.noise[i]! / deviation) ** 2;
    weights.set(controls.by[i]!, i * 3);
  }
  invariant(solveSpd(kernel, weights, n, 3), 'a covariance is positive definite');
  const limit = reach * reach;
  const per = 1 / reach;
  const places = Float64Array.from(controls.at.flat());
  const { size, origin, step, displacement } = warp;
  let node = 0;
  for (let k = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      for (let i = 0; i < size[0]; i++) {
        const x = origin[0] + i * step;
        const y = origin[1] + j * step;
        const z = origin[2] + k * step;
        let dx = 0;
        let dy = 0;
        let dz = 0;
        for (let c = 0; c < places.length; c += 3) {
          const u = x - places[c]!;
          const v = y - places[c + 1]!;
          const w = z - places[c + 2]!;
          const squared = u * u + v * v + w * w;
          if (squared >= limit) continue;
          const value = wendland(Math.sqrt(squared) * per);
          dx += value * weights[c]!;
          dy += value * weights[c + 1]!;
          dz += value * weights[c + 2]!;
        }
        displacement[node]! += dx;
        displacement[node + 1]! += dy;
        displacement[node + 2]! += dz;
        node += 3;
      }
    }
  }
}

/** Wendland's φ₃,₁: 1 at 0, 0 from 1 on, twice differentiable, positive definite in space (Wendland 1995). */
function wendland(r: number): number {
  if (r >= 1) return 0;
  const s = (1 - r) * (1 - r);
  return s * s * (4 * r + 1);
}
