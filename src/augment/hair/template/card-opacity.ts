/** Opacity of a texture at UV coordinates. Pure. */
import type { Plane } from '../../../pair.js';

/** Nearest texel, [0, 1]; the texture repeats, and its far edge is its own, not the beginning of the next. */
export function opacityAt({ data, width, height }: Plane, u: number, v: number): number {
  const x = Math.min(width - 1, Math.floor(within(u) * width));
  const y = Math.min(height - 1, Math.floor(within(v) * height));
  return data[y * width + x] ?? 0;
}

function within(coordinate: number): number {
  const share = coordinate - Math.floor(coordinate);
  return share < 1e-6 && coordinate > 0.5 ? 1 : share;
}
