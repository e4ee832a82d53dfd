/** What FFHQ shows beyond the edge of a photograph: its mirror image, ever more blurred, fading to the median colour. */
import type { Picture } from '../../item.js';
import { wideGaussian } from './lines.js';

/** Rows and columns to add on each side, px, each more than 0. */
export interface Padding {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The picture with padding. Blur is full at the photograph's edge and begins a third of the padding inside it. */
export function padPicture(picture: Picture, padding: Padding, blurPx: number): Picture {
  const width = picture.width + padding.left + padding.right;
  const height = picture.height + padding.top + padding.bottom;
  const outside = depthOf(width, height, padding);
  const columns = mirror(picture.width, padding.left, width);
  const lines = mirror(picture.height, padding.top, height);
  const data = new Uint8Array(width * height * 3);
  for (let c = 0; c < 3; c++) {
    const plane = { data: new Float32Array(width * height), width, height };
    for (let y = 0; y < height; y++) {
      const row = lines[y]! * picture.width;
      for (let x = 0; x < width; x++) plane.data[y * width + x] = picture.data[(row + columns[x]!) * 3 + c]!;
    }
    const blurred = wideGaussian(plane, blurPx).data;
    const counts = new Uint32Array(256);
    for (let i = 0; i < outside.length; i++) {
      plane.data[i]! += (blurred[i]! - plane.data[i]!) * clamp(3 * outside[i]! + 1);
      counts[Math.round(plane.data[i]!)]!++;
    }
    const median = medianOf(counts, outside.length);
    for (let i = 0; i < outside.length; i++) {
      data[i * 3 + c] = Math.round(plane.data[i]! + (median - plane.data[i]!) * clamp(outside[i]!));
    }
  }
  return { data, width, height };
}

/** How far beyond the photograph's edge, in paddings: 1 at the outer edge, 0 at the photograph's, negative inside. */
function depthOf(width: number, height: number, { left, top, right, bottom }: Padding): Float32Array {
  const depth = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const vertical = Math.min(y / top, (height - 1 - y) / bottom);
    for (let x = 0; x < width; x++) {
      depth[y * width + x] = 1 - Math.min(vertical, x / left, (width - 1 - x) / right);
    }
  }
  return depth;
}

/** Which pixel each padded one shows; the edge itself is not repeated (numpy's `reflect`), far pads mirror again. */
function mirror(size: number, before: number, padded: number): Int32Array {
  const period = Math.max(2 * (size - 1), 1);
  return Int32Array.from({ length: padded }, (_, i) => {
    const at = (((i - before) % period) + period) % period;
    return at < size ? at : period - at;
  });
}

/** Value in the middle of a histogram of `total`; between two where the middle falls between them. */
function medianOf(counts: Uint32Array, total: number): number {
  const at = (rank: number): number => {
    let value = 0;
    for (let seen = counts[0]!; seen <= rank; seen += counts[value]!) value++;
    return value;
  };
  return (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2;
}

function clamp(x: number): number {
  return x < 0 ? 0 : x > 1 ? 1 : x;
}
