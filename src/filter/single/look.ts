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
  const n = width * height;
  const levels = new Uint8Array(n);
  const luma = new Int32Array(256);
  // Counted by the square, since a root a pixel is slow; Math.imul and |0 keep the engine to 32-bit arithmetic.
  const squares = new Int32Array(1 << 16);
  for (let i = 0, p = 0; i < n; i++, p += 3) {
    const r = data[p]! | 0;
    const g = data[p + 1]! | 0;
    const b = data[p + 2]! | 0;
    const level = lumaOf(r, g, b);
    levels[i] = level;
    luma[level] = (luma[level]! + 1) | 0;
    const square = (Math.imul(RED, r * r) + Math.imul(GREEN, g * g) + Math.imul(BLUE, b * b)) >>> 16;
    squares[square] = (squares[square]! + 1) | 0;
  }
  return { levels: { data: levels, width, height }, luma, brightness: roots(squares) };
}

/** The coefficients in 1/65536. */
const RED = 15794;
const GREEN = 45286;
const BLUE = 4456;

function roots(squares: Int32Array): Int32Array {
  const counts = new Int32Array(256);
  for (let square = 0; square < squares.length; square++) {
    if (squares[square]! > 0) counts[Math.round(Math.sqrt(square))]! += squares[square]!;
  }
  return counts;
}

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
  return (Math.imul(19595, r) + Math.imul(38470, g) + Math.imul(7471, b) + 0x8000) >> 16;
}

function clamp(at: number, length: number): number {
  return Math.min(length, Math.max(0, Math.round(at)));
}
