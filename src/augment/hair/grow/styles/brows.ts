/** Eyebrows. */
import type { HairStyleInput } from '../style.js';

export const BROWS: readonly HairStyleInput[] = [
  { name: 'brows-natural', brow: { length: 0.8, density: 0.8 } },
  { name: 'brows-thick', brow: { length: 1.1, density: 1.6, coarse: 1.15, scatter: 9 } },
];
