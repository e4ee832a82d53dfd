/** Cut by clippers or scissors over the comb. */
import type { HairStyleInput } from '../style.js';

const upright = { root: 62, bend: 2.5, scatter: 13, frizz: 0.02, wander: 0.5, flyaways: 0, thickness: 0.2 };

export const CROPPED: readonly HairStyleInput[] = [
  {
    name: 'buzz-cut',
    scalp: { ...upright, length: { top: 0.6, sides: 0.5 }, taper: 0.7, clump: { size: 0.4, strength: 0, large: 0 } },
  },
  {
    name: 'crew-cut',
    scalp: {
      ...upright,
      length: { top: 2.5, front: 3, sides: 1.1, back: 1 },
      taper: 0.5,
      comb: 'crown',
      ridge: 3.8,
      fade: 3,
      clump: { size: 0.45, strength: 0.25, large: 0.15 },
    },
  },
  {
    name: 'caesar',
    scalp: {
      ...upright,
      root: 40,
      length: { top: 3.2, front: 4, sides: 1.2, back: 1 },
      ridge: 2,
      fade: 6,
      taper: 0.35,
      comb: 'forward',
      clump: { size: 0.5, strength: 0.4, large: 0.25 },
      fringe: { width: 5.2, depth: 2.5, level: 3, sweep: 0 },
    },
  },
  {
    name: 'receding-short',
    scalp: {
      ...upright,
      root: 45,
      length: { top: 2.4, front: 2, sides: 1.6, back: 1.6 },
      taper: 0.5,
      hairline: { front: 1.2, temples: 3, soft: 2.2, crown: 0.75 },
      density: 0.85,
      clump: { size: 0.5, strength: 0.3, large: 0.2 },
    },
  },
];
