/** What the metrics of one picture share, computed in one pass over its pixels. */
import type { Picture } from '../../item.js';

/** Luma of a picture, 8 bit, linear index y*W + x. */
export interface Levels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What the metrics of one picture may look at. */
export interface Look {
  readonly levels: Levels;
  /** Pixels by level of luma, 256 counts. */
  readonly luma: Int32Array;
  /** Pixels by perceived brightness rounded to 0..255, 256 counts. */
  readonly brightness: Int32Array;
}

/**
 * Every which row is looked at for statistics that one row in three gives as well. Three, because it visits all phases
 * of an 8 × 8 grid; all rows of a small picture.
 */
export function rowStep({ height }: Levels): number {
  return height >= 256 ? 3 : 1;
}

/** Rectangle of a picture in px; may lie partly outside and between pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Luma is BT.601 in 16-bit fixed point, as Pillow's `convert('L')`. Perceived brightness is
 * √(0.241 R² + 0.691 G² + 0.068 B²), the HSP model (Finley 2006) in the coefficients of cleanvision. Allocates.
 */
export function lookAt({ data, width, height }: Picture): Look {
  const levels = new Uint8Array(width * height);
  const luma = new Int32Array(256);
  const brightness = new Int32Array(256);
  for (let i = 0, p = 0; i < levels.length; i++, p += 3) {
    const r = data[p]!;
    const g = data[p + 1]!;
    const b = data[p + 2]!;
    const level = lumaOf(r, g, b);
    levels[i] = level;
    luma[level]!++;
    brightness[ROOT[(RED[r]! + GREEN[g]! + BLUE[b]!) >> 4]!]!++;
  }
  return { levels: { data: levels, width, height }, luma, brightness };
}

/** Addends of the squared brightness in sixteenths, and roots of whole numbers: a root a pixel costs more than all else. */
const RED = Int32Array.from({ length: 256 }, (_, v) => Math.round(16 * 0.241 * v * v));
const GREEN = Int32Array.from({ length: 256 }, (_, v) => Math.round(16 * 0.691 * v * v));
const BLUE = Int32Array.from({ length: 256 }, (_, v) => Math.round(16 * 0.068 * v * v));
const ROOT = Uint8Array.from({ length: 255 * 255 + 1 }, (_, square) => Math.round(Math.sqrt(square)));

/** Luma of the part of a picture that a box covers, its corners rounded to pixels and kept inside. Allocates. */
export function levelsIn(picture: Picture, box: Box): Levels {
  const left = clamp(box.x, picture.width);
  const top = clamp(box.y, picture.height);
  const width = Math.max(0, clamp(box.x + box.width, picture.width) - left);
  const height = Math.max(0, clamp(box.y + box.height, picture.height) - top);
  const data = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    let p = ((top + y) * picture.width + left) * 3;
    for (let x = 0; x < width; x++, p += 3)
      data[i++] = lumaOf(picture.data[p]!, picture.data[p + 1]!, picture.data[p + 2]!);
  }
  return { data, width, height };
}

function lumaOf(r: number, g: number, b: number): number {
  return (19595 * r + 38470 * g + 7471 * b + 0x8000) >> 16;
}

function clamp(at: number, length: number): number {
  return Math.min(length, Math.max(0, Math.round(at)));
}
