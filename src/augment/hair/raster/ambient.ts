/** Light without its key. Pure. */
import { harmonics } from '../harmonics.js';
import type { Light } from '../types.js';

/** What each harmonic of the key's direction counts in its irradiance, max(0, cos): 1/4 + cos / 2 + 5 (3 cos² - 1) / 32. */
const COSINE = [1 / 4, 1 / 2, 1 / 2, 1 / 2, 15 / 16, 15 / 16, 5 / 64, 15 / 16, 15 / 64] as const;

/** `sh` less the part of it that comes from the key, [9, 3]. Allocates. */
export function ambientOf({ sh, direction, key }: Light): Float32Array {
  const lamp = new Float64Array(9);
  harmonics(...direction, lamp);
  return sh.map((value, i) => value - key[i % 3]! * lamp[Math.floor(i / 3)]! * COSINE[Math.floor(i / 3)]!);
}
