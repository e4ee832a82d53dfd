/** Which part of a pair an edit of the face should leave alone. */
import type { Plane } from '../../pair.js';
import type { SeenFace } from './metric.js';
import { CHIN, FOREHEAD, OVAL } from './points.js';

/**
 * How far hair and neck reach beyond the outline of the face, as parts of the outline's half width and half height
 * from its centre: to the sides, above (the outline ends below the hairline), below.
 */
const SIDES = 1.55;
const ABOVE = 1.6;
const BELOW = 1.2;

/** With less of the picture than this left, nothing can be said of the rest. */
const LEAST_SHARE = 0.02;

/**
 * Cells of `step` × `step` px that an edit should leave alone, [height, width] of 0 and 1: where the mask is 0
 * throughout, or without a mask (or with one of ones) away from both faces and their hair. Undefined when too little
 * is left, or when neither mask nor face tells.
 */
export function outsideOf(
  mask: Plane | undefined,
  faces: readonly (SeenFace | undefined)[],
  width: number,
  height: number,
  step: number,
): Uint8Array | undefined {
  const unmasked = mask && cellsOutside(mask, width, height, step);
  if (unmasked && enough(unmasked)) return unmasked;
  const seen = faces.filter((face) => face !== undefined);
  if (seen.length === 0) return undefined;
  const outside = new Uint8Array(width * height).fill(1);
  for (const { points } of seen) clear(outside, width, height, headOf(points, step));
  return enough(outside) ? outside : undefined;
}

function cellsOutside(mask: Plane, width: number, height: number, step: number): Uint8Array {
  const outside = new Uint8Array(width * height).fill(1);
  for (let y = 0; y < height * step; y++) {
    const cells = Math.floor(y / step) * width;
    for (let x = 0; x < width * step; x++) {
      if (mask.data[y * mask.width + x] !== 0) outside[cells + Math.floor(x / step)] = 0;
    }
  }
  return outside;
}

/** Outline of head and hair, in cells: the face's own, stretched along its axes. */
function headOf(points: Float32Array, step: number): Float64Array {
  const [cx, cy] = [0, 1].map((k) => OVAL.reduce((sum, i) => sum + points[2 * i + k]!, 0) / OVAL.length);
  const upX = points[2 * FOREHEAD]! - points[2 * CHIN]!;
  const upY = points[2 * FOREHEAD + 1]! - points[2 * CHIN + 1]!;
  const length = Math.hypot(upX, upY) || 1;
  const [ux, uy] = [upX / length, upY / length];
  return Float64Array.from(
    OVAL.flatMap((i) => {
      const dx = points[2 * i]! - cx!;
      const dy = points[2 * i + 1]! - cy!;
      const up = dx * ux + dy * uy;
      const side = (dx * uy - dy * ux) * SIDES;
      const along = up * (up > 0 ? ABOVE : BELOW);
      return [(cx! + along * ux + side * uy) / step, (cy! + along * uy - side * ux) / step];
    }),
  );
}

/** Unsets what lies inside a polygon [n, 2]: between its leftmost and rightmost crossing of each row of centres. */
function clear(set: Uint8Array, width: number, height: number, polygon: Float64Array): void {
  for (let y = 0; y < height; y++) {
    let left = Infinity;
    let right = -Infinity;
    for (let i = 0; i < polygon.length; i += 2) {
      const j = (i + 2) % polygon.length;
      const [y0, y1] = [polygon[i + 1]! - y - 0.5, polygon[j + 1]! - y - 0.5];
      if (y0 < 0 === y1 < 0) continue;
      const x = polygon[i]! + ((polygon[j]! - polygon[i]!) * y0) / (y0 - y1);
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
    const begin = Math.max(0, Math.ceil(left - 0.5));
    const end = Math.min(width, Math.floor(right - 0.5) + 1);
    if (begin < end) set.fill(0, y * width + begin, y * width + end);
  }
}

function enough(set: Uint8Array): boolean {
  let count = 0;
  for (let i = 0; i < set.length; i++) count += set[i]!;
  return count >= LEAST_SHARE * set.length;
}
