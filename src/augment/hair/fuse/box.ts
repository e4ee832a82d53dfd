/** The part of the picture that is worked on: planes cut out of, and put back into, the whole. */
import type { Plane, RgbPlanes } from '../../../pair.js';

/** Pixels x … x + width - 1, y … y + height - 1. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Smallest box around the set pixels, grown by `marginPx` within the picture; undefined when none is set. */
export function boxAround(set: Uint8Array, width: number, height: number, marginPx: number): Box | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!set[y * width + x]) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) return undefined;
  const x = Math.max(0, left - marginPx);
  const y = Math.max(0, top - marginPx);
  return {
    x,
    y,
    width: Math.min(width, right + 1 + marginPx) - x,
    height: Math.min(height, bottom + 1 + marginPx) - y,
  };
}

/** The box of an image. Allocates. */
export function cutImage(image: RgbPlanes, box: Box): RgbPlanes {
  const n = image.width * image.height;
  const data = new Float32Array(3 * box.width * box.height);
  for (let c = 0; c < 3; c++) {
    cutInto(data.subarray(c * box.width * box.height), image.data.subarray(c * n, (c + 1) * n), image.width, box);
  }
  return { data, width: box.width, height: box.height };
}

/** The box of a plane. Allocates. */
export function cutPlane(plane: Plane, box: Box): Plane {
  const data = new Float32Array(box.width * box.height);
  cutInto(data, plane.data, plane.width, box);
  return { data, width: box.width, height: box.height };
}

function cutInto(to: Float32Array, from: Float32Array, stride: number, { x, y, width, height }: Box): void {
  for (let row = 0; row < height; row++) {
    const at = (y + row) * stride + x;
    to.set(from.subarray(at, at + width), row * width);
  }
}

/** A plane of `width` × `height` px, 0 around the part that is put at the box. Allocates. */
export function putPlane(part: Float32Array, box: Box, width: number, height: number): Plane {
  const data = new Float32Array(width * height);
  for (let row = 0; row < box.height; row++) {
    data.set(part.subarray(row * box.width, (row + 1) * box.width), (box.y + row) * width + box.x);
  }
  return { data, width, height };
}
