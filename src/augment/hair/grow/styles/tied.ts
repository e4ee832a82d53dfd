/** Hair that is tied. */
import type { HairStyleInput } from '../style.js';

const drawnBack = {
  comb: 'gather',
  root: 15,
  bend: 0.9,
  hold: 60,
  scatter: 1.5,
  frizz: 0.03,
  wander: 0.3,
  thickness: 0.4,
  lift: { front: 0.5, top: 0.35, sides: 0.1, back: 0.15 },
  clump: { size: 0.6, strength: 0.3, large: 0.1 },
} as const;

export const TIED: readonly HairStyleInput[] = [
  {
    name: 'ponytail',
    scalp: { ...drawnBack, length: { top: 42 }, ragged: 0.3, gather: { at: [0, 3, -10.6], radius: 1, kind: 'tail' } },
  },
  {
    name: 'low-ponytail',
    scalp: { ...drawnBack, length: { top: 38 }, ragged: 0.3, gather: { at: [0, -5, -10], radius: 1, kind: 'tail' } },
  },
  {
    name: 'top-bun',
    scalp: { ...drawnBack, length: { top: 40 }, ragged: 0.2, gather: { at: [0, 8.8, -4.5], radius: 1.9, kind: 'bun' } },
  },
];
