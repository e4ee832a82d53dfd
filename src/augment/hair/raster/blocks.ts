/** Squares of the picture that are full or hidden, so that what lies behind them is skipped. Pure. */
import type { Occluder } from './occluder.js';
import { type Segments, VERTEX } from './segments.js';

/** Side of the blocks, px, and its logarithm. */
export const SHIFT = 2;
export const BLOCK = 1 << SHIFT;
/** Hair within this depth of the surface fades, cm: strands that dive into the skin end softly. */
export const FADE = 0.2;

/**
 * In the middle of a column a ribbon reaches this share of its width beyond the line that it follows, half its height at
 * 45°; and a little for rounding, px.
 */
export const HALF_HEIGHT = Math.SQRT1_2;
export const SLACK_PX = 1e-3;

/** Arrays [rows, columns] of blocks, BLOCK px a side. */
export interface Blocks {
  readonly columns: number;
  readonly rows: number;
  /** Depth behind which nothing shows in the whole block, cm: first the head's, Infinity once the block is full. */
  readonly wall: Float32Array;
  /** Pixels that are not full. */
  readonly left: Uint8Array;
}

export function makeBlocks({ width, height, far }: Occluder): Blocks {
  const columns = Math.ceil(width / BLOCK);
  const rows = Math.ceil(height / BLOCK);
  const wall = new Float32Array(columns * rows).fill(Infinity);
  const left = new Uint8Array(columns * rows);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const block = (y >> SHIFT) * columns + (x >> SHIFT);
      left[block]!++;
      if (far[i]! - FADE < wall[block]!) wall[block] = far[i]! - FADE;
    }
  }
  return { columns, rows, wall, left };
}

/** Where each segment lies, small enough to be looked up in any order. */
export interface Whereabouts {
  /** Side of the cells, px: a power of 2, BLOCK at least, so that 255 of them hold the picture. */
  readonly shift: number;
  readonly columns: number;
  readonly rows: number;
  /** First and last column and row of the cells around a segment, a byte each, by its first vertex. */
  readonly boxes: Uint32Array;
  /** How much nearer than its middle a segment may show, cm. */
  readonly ahead: number;
  /** How many blocks above and left of each cell's corner are open, [rows + 1, columns + 1]; for `keepShown`. */
  readonly open: Int32Array;
}

/** Allocates 4 bytes a vertex. */
export function whereabouts({ vertex, vertices, first, count }: Segments, { width, height }: Occluder): Whereabouts {
  const shift = Math.max(SHIFT, Math.ceil(Math.log2(Math.max(width, height) / 255)));
  const [columns, rows] = [Math.ceil(width / 2 ** shift), Math.ceil(height / 2 ** shift)];
  const boxes = new Uint32Array(vertices);
  let ahead = 0;
  for (let k = 0; k < count; k++) {
    const v = first[k]!;
    const a = v * VERTEX.size;
    const b = a + VERTEX.size;
    const [x0, y0, x1, y1] = [vertex[a]!, vertex[a + 1]!, vertex[b]!, vertex[b + 1]!];
    const [w0, w1] = [vertex[a + VERTEX.width]!, vertex[b + VERTEX.width]!];
    const border = (w0 > w1 ? w0 : w1) * HALF_HEIGHT + SLACK_PX;
    const left = cellAt((x0 < x1 ? x0 : x1) - border, shift, columns);
    const right = cellAt((x0 > x1 ? x0 : x1) + border, shift, columns);
    const top = cellAt((y0 < y1 ? y0 : y1) - border, shift, rows);
    const bottom = cellAt((y0 > y1 ? y0 : y1) + border, shift, rows);
    boxes[v] = (left << 24) | (right << 16) | (top << 8) | bottom;
    const [z0, z1] = [vertex[a + VERTEX.z]!, vertex[b + VERTEX.z]!];
    const [s0, s1] = [vertex[a + VERTEX.slack]!, vertex[b + VERTEX.slack]!];
    const nearer = (z0 > z1 ? z0 - z1 : z1 - z0) / 2 + (s0 > s1 ? s0 : s1);
    if (nearer > ahead) ahead = nearer;
  }
  return { shift, columns, rows, boxes, ahead, open: new Int32Array((columns + 1) * (rows + 1)) };
}

/** Cell at a coordinate in px; beyond the picture the nearest one. */
function cellAt(px: number, shift: number, count: number): number {
  const cell = px > 0 ? px >> shift : 0;
  return cell < count ? cell : count - 1;
}

/**
 * Moves those of the segments that start at the vertices of `order`, sorted by the depth of their middle, to its beginning
 * that may show: a block near them is open. A block that is closed never opens, so that what is left out is hidden for
 * good. Returns how many may show.
 */
export function keepShown(order: Uint32Array, vertex: Float32Array, blocks: Blocks, where: Whereabouts): number {
  const first = order[0]! * VERTEX.size + VERTEX.z;
  // Depths are sorted in steps, of which a tenth of a millimetre is many.
  countOpen(where, blocks, (vertex[first]! + vertex[first + VERTEX.size]!) / 2 + where.ahead + 0.01);
  const { boxes, open } = where;
  const stride = where.columns + 1;
  let kept = 0;
  for (let k = 0; k < order.length; k++) {
    const v = order[k]!;
    const box = boxes[v]!;
    const left = box >>> 24;
    const right = ((box >>> 16) & 255) + 1;
    const above = ((box >>> 8) & 255) * stride;
    const below = ((box & 255) + 1) * stride;
    if (open[below + right]! - open[below + left]! > open[above + right]! - open[above + left]!) order[kept++] = v;
  }
  return kept;
}

/** Counts the blocks that are open to hair at `depth`. */
function countOpen({ shift, columns, rows, open }: Whereabouts, blocks: Blocks, depth: number): void {
  open.fill(0);
  const stride = columns + 1;
  for (let row = 0, block = 0; row < blocks.rows; row++) {
    const below = ((row >> (shift - SHIFT)) + 1) * stride + 1;
    for (let column = 0; column < blocks.columns; column++, block++) {
      if (blocks.wall[block]! < depth) open[below + (column >> (shift - SHIFT))]!++;
    }
  }
  for (let row = 1; row <= rows; row++) {
    for (let column = 1, sum = 0, o = row * stride + 1; column <= columns; column++, o++) {
      sum += open[o]!;
      open[o] = sum + open[o - stride]!;
    }
  }
}
