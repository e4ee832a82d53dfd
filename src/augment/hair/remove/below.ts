/** Places along the head in the picture. Pure. */
import type { Camera } from '../types.js';

/** How far below the head's origin a pixel lies along the head, cm. */
export function cmBelow({ rotation, x: originX, y: originY, scale }: Camera): (x: number, y: number) => number {
  const right = -rotation[1]! / scale;
  const down = rotation[4]! / scale;
  return (x, y) => (x + 0.5 - originX) * right + (y + 0.5 - originY) * down;
}
