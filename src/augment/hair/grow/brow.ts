/** The eyebrows as functions of place. Head space, cm. Pure. */
import type { HeadModel } from '../types.js';
import { ramp, waves } from './noise.js';
import type { Plan } from './plan.js';
import type { BrowStyle } from './style.js';

// As dense as three fifths of a scalp of 557 cm².
const FULL_AREA = 930;

export function browPlan(style: BrowStyle, head: HeadModel, key: number): Plan {
  const weights = head.weights.brow;
  const corner = head.triangles;
  return {
    region: 2,
    share: style.density,
    fullArea: FULL_AREA,
    density: (x, y, z, t, u, v) => {
      const weight = u * weights[corner[t]!]! + v * weights[corner[t + 1]!]! + (1 - u - v) * weights[corner[t + 2]!]!;
      if (weight <= 0) return 0;
      return ramp(weight + 0.08 * waves(key, 5, x, y, z), 0.4, 1);
    },
    texture: style,
    length: ({ x }) => style.length * (1 - 0.35 * ramp(Math.abs(x), 4, 6)),
    fine: () => 1,
    rise: () => style.root,
    level: () => -Infinity,
    comb: (_, root, out) => {
      // Up at the inner end, outwards along the arch, down a little at its tail.
      const side = Math.abs(root.x);
      out[0] = Math.sign(root.x) * (0.25 + ramp(side, 1, 2.4));
      out[1] = 0.9 * ramp(side, 3, 1) + 0.15 - 0.5 * ramp(side, 3.6, 5.6);
      out[2] = 0;
    },
    hold: () => 100,
    lift: () => 0.05,
    thickness: 0.05,
    flip: 0,
    follow: 2,
  };
}
