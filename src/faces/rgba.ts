/** Pixels as MediaPipe takes them: interleaved RGBA, no larger than its networks can use. Pure. */
import { invariant } from '../errors.js';
import type { Picture } from '../item.js';

/** Interleaved RGBA, 8 bit, opaque, linear index (y*W + x)*4 + c. */
export interface RgbaImage {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/**
 * RGB picture [H, W, 3] → opaque RGBA [h, w, 4] whose longer side is at most `maxSide`, proportions kept.
 *
 * Shrinks by area averaging (each output pixel is the mean of what it covers, shares of pixels included), which does not
 * alias; never enlarges. Allocates.
 */
export function toRgba(picture: Picture, maxSide: number): RgbaImage {
  const { data: from, width: fw, height: fh } = picture;
  invariant(fw > 0 && fh > 0 && from.length === fw * fh * 3, `a picture of ${fw}x${fh} has ${fw * fh * 3} bytes`);
  const scale = Math.min(1, maxSide / Math.max(fw, fh));
  const width = Math.max(1, Math.round(fw * scale));
  const height = Math.max(1, Math.round(fh * scale));
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  if (width === fw && height === fh) {
    for (let i = 0, o = 0; i < from.length; i += 3, o += 4) {
      data[o] = from[i]!;
      data[o + 1] = from[i + 1]!;
      data[o + 2] = from[i + 2]!;
    }
    return { data, width, height };
  }
  const columns = spans(fw, width);
  const row = new Float64Array(width * 3);
  const sum = new Float64Array(width * 3);
  const area = (fw / width) * (fh / height);
  const rows = spans(fh, height);
  for (let y = 0; y < height; y++) {
    sum.fill(0);
    const { first, last, head, tail } = rows[y]!;
    for (let sy = first; sy <= last; sy++) {
      shrinkRow(from.subarray(sy * fw * 3, (sy + 1) * fw * 3), columns, row);
      const share = sy === first ? head : sy === last ? tail : 1;
      for (let i = 0; i < row.length; i++) sum[i]! += row[i]! * share;
    }
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) data[(y * width + x) * 4 + c] = sum[x * 3 + c]! / area;
    }
  }
  return { data, width, height };
}

/** Input samples that an output sample covers, and the shares of the first and the last. */
interface Span {
  readonly first: number;
  readonly last: number;
  readonly head: number;
  readonly tail: number;
}

function spans(from: number, to: number): Span[] {
  const step = from / to;
  return Array.from({ length: to }, (_, i) => {
    const start = i * step;
    // The last span ends at the edge: rounding must not let it reach beyond.
    const end = i === to - 1 ? from : (i + 1) * step;
    const first = Math.floor(start);
    const last = Math.max(first, Math.ceil(end) - 1);
    return { first, last, head: Math.min(end, first + 1) - start, tail: end - last };
  });
}

/** One row [W, 3] → sums over the spans [w, 3]. */
function shrinkRow(from: Uint8Array, columns: readonly Span[], to: Float64Array): void {
  for (let x = 0; x < columns.length; x++) {
    const { first, last, head, tail } = columns[x]!;
    let i = first * 3;
    let r = from[i]! * head;
    let g = from[i + 1]! * head;
    let b = from[i + 2]! * head;
    for (i += 3; i < last * 3; i += 3) {
      r += from[i]!;
      g += from[i + 1]!;
      b += from[i + 2]!;
    }
    if (last > first) {
      r += from[i]! * tail;
      g += from[i + 1]! * tail;
      b += from[i + 2]! * tail;
    }
    to[x * 3] = r;
    to[x * 3 + 1] = g;
    to[x * 3 + 2] = b;
  }
}
