/** The lower face. */
import type { HairStyleInput } from '../style.js';

export const BEARDS: readonly HairStyleInput[] = [
  {
    name: 'stubble',
    beard: { length: { chin: 0.25, cheeks: 0.2, moustache: 0.22, sideburns: 0.25 }, density: 0.8, root: 35 },
  },
  { name: 'goatee', beard: { length: { chin: 2, moustache: 1.1 }, width: 3.4, clump: { size: 0.4, strength: 0.35 } } },
  { name: 'moustache', beard: { length: { moustache: 1.6 }, root: 20, clump: { size: 0.35, strength: 0.3 } } },
  {
    name: 'full-beard-short',
    beard: {
      length: { chin: 1.5, cheeks: 1, moustache: 1.1, sideburns: 0.8 },
      clump: { size: 0.4, strength: 0.3 },
      ragged: 0.3,
    },
  },
  {
    name: 'full-beard-long',
    beard: {
      length: { chin: 9.5, cheeks: 3.6, moustache: 2.2, sideburns: 1.6 },
      ragged: 0.35,
      wander: 2,
      frizz: 0.1,
      scatter: 10,
      clump: { size: 0.6, strength: 0.5, large: 0.3 },
      curl: { radius: 0.2, wavelength: 3, onset: 2, flat: 0.4 },
    },
  },
  { name: 'sideburns', beard: { length: { sideburns: 0.9 }, ragged: 0.4 } },
];
