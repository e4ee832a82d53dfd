/** How long strands are. Pure. */
import type { Strands } from './types.js';

/** Mean length along the strands, cm; 0 without any. */
export function meanLength({ points, first }: Pick<Strands, 'points' | 'first'>): number {
  const strands = first.length - 1;
  let sum = 0;
  for (let s = 0; s < strands; s++) {
    const end = 3 * (first[s + 1]! - 1);
    for (let p = 3 * first[s]!; p < end; p += 3) {
      const dx = points[p + 3]! - points[p]!;
      const dy = points[p + 4]! - points[p + 1]!;
      const dz = points[p + 5]! - points[p + 2]!;
      sum += Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return strands === 0 ? 0 : sum / strands;
}
