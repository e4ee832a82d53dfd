/** Areas within an outline. A polygon is [n, 2] in px from the picture's outer edge, closed by itself. */
import type { Plane } from '../../pair.js';

/** Points that a small outline is looked at with, at least, along its longer side. */
const FINEST = 32;

/**
 * Mean of a plane within a polygon, on a grid as fine as the pixels and 32 points across at least, so that an eye of a
 * few pixels has an area too; 0 beyond the picture. Undefined where no point falls within.
 */
export function meanWithin({ data, width, height }: Plane, polygon: Float64Array): number | undefined {
  const [left, top, right, bottom] = boundsOf(polygon);
  const step = Math.min(1, Math.max(right - left, bottom - top) / FINEST);
  let sum = 0;
  let count = 0;
  for (let y = top + step / 2; y < bottom; y += step) {
    const row = Math.floor(y);
    const crossings = crossingsOf(polygon, y);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const first = Math.ceil((crossings[k]! - left) / step - 0.5);
      for (let x = left + (first + 0.5) * step; x < crossings[k + 1]!; x += step) {
        count++;
        if (x >= 0 && x < width && row >= 0 && row < height) sum += data[row * width + Math.floor(x)]!;
      }
    }
  }
  return count === 0 ? undefined : sum / count;
}

/** Pixels whose centre lies within a polygon, [height, width] of 0 and 1. Allocates. */
export function pixelsWithin(polygon: Float64Array, width: number, height: number): Uint8Array {
  const set = new Uint8Array(width * height);
  const [, top, , bottom] = boundsOf(polygon);
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, bottom); y++) {
    const crossings = crossingsOf(polygon, y + 0.5);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const begin = Math.max(0, Math.ceil(crossings[k]! - 0.5));
      const end = Math.min(width, Math.ceil(crossings[k + 1]! - 0.5));
      if (begin < end) set.fill(1, y * width + begin, y * width + end);
    }
  }
  return set;
}

/** Where the outline crosses a row, ascending; an even number. */
function crossingsOf(polygon: Float64Array, y: number): number[] {
  const crossings: number[] = [];
  for (let i = 0; i < polygon.length; i += 2) {
    const j = (i + 2) % polygon.length;
    const y0 = polygon[i + 1]! - y;
    const y1 = polygon[j + 1]! - y;
    if (y0 < 0 !== y1 < 0) crossings.push(polygon[i]! + ((polygon[j]! - polygon[i]!) * y0) / (y0 - y1));
  }
  return crossings.sort((a, b) => a - b);
}

function boundsOf(polygon: Float64Array): [left: number, top: number, right: number, bottom: number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < polygon.length; i += 2) {
    bounds[0] = Math.min(bounds[0], polygon[i]!);
    bounds[1] = Math.min(bounds[1], polygon[i + 1]!);
    bounds[2] = Math.max(bounds[2], polygon[i]!);
    bounds[3] = Math.max(bounds[3], polygon[i + 1]!);
  }
  return bounds;
}
