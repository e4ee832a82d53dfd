/** Parts of a picture that filters are run on: a head fills a third of it. */
import type { Plane } from '../../pair.js';

/** A box of whole pixels. */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest box with every pixel of at least `least`, and a margin, cut at the picture's edge. */
export function boundsOf(
  { data, width, height }: Pick<Plane, 'width' | 'height'> & { readonly data: ArrayLike<number> },
  least: number,
  marginPx: number,
): Bounds | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i]! < least) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) return undefined;
  left = Math.max(0, left - marginPx);
  top = Math.max(0, top - marginPx);
  return {
    left,
    top,
    width: Math.min(width, right + 1 + marginPx) - left,
    height: Math.min(height, bottom + 1 + marginPx) - top,
  };
}

/** [H, W] → [height, width] of the box. Allocates. */
export function crop(plane: Plane, { left, top, width, height }: Bounds): Plane {
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (top + y) * plane.width + left;
    data.set(plane.data.subarray(start, start + width), y * width);
  }
  return { data, width, height };
}
