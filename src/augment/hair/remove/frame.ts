/** Parts of a picture. Pure. */
import type { Plane, RgbPlanes } from '../../../pair.js';

/** px. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest frame around the pixels that pass a test, and `margin` px more as far as the picture goes. */
export function frameAround(
  width: number,
  height: number,
  margin: number,
  passes: (i: number) => boolean,
): Frame | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!passes(i)) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  if (right < 0) return undefined;
  left = Math.max(0, left - margin);
  top = Math.max(0, top - margin);
  return {
    left,
    top,
    width: Math.min(width, right + 1 + margin) - left,
    height: Math.min(height, bottom + 1 + margin) - top,
  };
}

/** The frame of [C, H, W], whatever the numbers are. Allocates. */
export function cut<T extends Float32Array | Uint8Array | Int32Array>(
  values: T,
  width: number,
  height: number,
  { left, top, width: w, height: h }: Frame,
): T {
  const channels = values.length / (width * height);
  const out = values.slice(0, channels * w * h) as T;
  for (let c = 0, to = 0; c < channels; c++) {
    for (let y = 0; y < h; y++, to += w) {
      const from = (c * height + top + y) * width + left;
      out.set(values.subarray(from, from + w), to);
    }
  }
  return out;
}

/** A plane's or an image's frame. Allocates. */
export function cutOf<T extends Plane | RgbPlanes>(picture: T, frame: Frame): T {
  const { data, width, height } = picture;
  return { ...picture, data: cut(data, width, height, frame), width: frame.width, height: frame.height };
}

/** A copy of [C, height, width] with the part's values in the frame. Allocates. */
export function pasted(
  whole: Float32Array,
  part: Float32Array,
  width: number,
  height: number,
  { left, top, width: w, height: h }: Frame,
): Float32Array {
  const out = whole.slice();
  for (let c = 0, from = 0; from < part.length; c++) {
    for (let y = 0; y < h; y++, from += w) {
      out.set(part.subarray(from, from + w), (c * height + top + y) * width + left);
    }
  }
  return out;
}
