/** What a picture is recognised by again. */
import { createHash } from 'node:crypto';
import type { Picture } from '../../item.js';
import type { Plane } from '../../pair.js';
import { phashOfLuma } from '../phash.js';
import { thumbOf } from './thumb.js';

/** What a picture is compared by, as a measurement stores them. */
export interface PictureHash {
  readonly pixels: string;
  readonly phash: string;
  readonly thumb: string;
}

/** Equal pixels (`pixels`), similar looks (`phash`), and a check on the latter (`thumb`). */
export function pictureHash(picture: Picture): PictureHash {
  const luma = lumaPlane(picture);
  return { pixels: pixelHash(picture), phash: phashOfLuma(luma), thumb: thumbOf(luma) };
}

/** sha256 in hex of `WxH` (ASCII) and the pixels, so that two shapes of the same bytes differ. */
export function pixelHash({ data, width, height }: Picture): string {
  return createHash('sha256').update(`${width}x${height}`).update(data).digest('hex');
}

/** Every byte as `fromBytes` has it. */
const UNIT = Float32Array.from({ length: 256 }, (_, b) => b / 127.5 - 1);

/** Luma [-1, 1] of a picture, to the last bit that of `luma(fromBytes(…))`, without the three planes in between. */
export function lumaPlane({ data: rgb, width, height }: Picture): Plane {
  const data = new Float32Array(width * height);
  for (let i = 0, p = 0; i < data.length; i++, p += 3) {
    data[i] = 0.299 * UNIT[rgb[p]!]! + 0.587 * UNIT[rgb[p + 1]!]! + 0.114 * UNIT[rgb[p + 2]!]!;
  }
  return { data, width, height };
}
