/**
 * Draws segments front to back with the under operator (Porter and Duff 1984): what is nearer takes its share of each
 * pixel, what is further gets the rest, and a pixel that is full is left alone.
 *
 * A segment is a ribbon cut across the axis it runs along more (x or y). Its coverage of a pixel is the exact area under
 * the ribbon, taken column by column: over a column the ribbon's interval (height h) slides by s, which spreads it to a
 * trapezoid; a pixel gets the trapezoid's integral over its own height. Thin strands so become faint, not broken, and
 * the pieces on both sides of a joint share the joint's column.
 */
import type { Occluder } from './occluder.js';
import { type Segments, VERTEX } from './segments.js';

/** Numbers a pixel has in `Sums`, and where they stand. */
export const SUM = { red: 0, green: 1, blue: 2, open: 3, cos2: 4, sin2: 5, depth: 6, size: 8 } as const;

/**
 * [H, W, 8]: linear RGB times alpha, 1 - alpha (how open the pixel still is), cos 2θ and sin 2θ times alpha, depth of the
 * nearest strand in cm (-Infinity without).
 */
export type Sums = Float32Array;

/** Gives a vertex its linear RGB; called once for each vertex that shows. */
export type Shader = (vertex: number) => void;

/** A pixel as open as this is full: what is behind it would hardly be seen, and costs half as much again to draw. */
export const FULL = 0.02;
/** Alpha from which on a pixel has a depth: that of the strand that brings it there, or of a nearer one. */
const SOLID = 0.02;
/** Hair within this depth of the surface fades, cm: strands that dive into the skin end softly. */
const FADE = 0.2;
/** What of its light a strand keeps when it is seen through others: gaps between locks are dark. */
const BEHIND = 0.5;
/** Side of the blocks in which full or hidden pixels are skipped together, px, and its logarithm. */
const SHIFT = 2;
const BLOCK = 1 << SHIFT;
/** Draws the segments that start at the vertices of `order`, nearest first. Allocates the sums. */
export function composite({ vertex }: Segments, order: Uint32Array, occluder: Occluder, shade: Shader): Sums {
  const { width, height, near, far, cover } = occluder;
  const sums = emptySums(width * height);
  const { wall, left, columns } = makeBlocks(occluder);
  for (let k = 0; k < order.length; k++) {
    let a = order[k]! * VERTEX.size;
    let b = a + VERTEX.size;
    const dx = vertex[b]! - vertex[a]!;
    const dy = vertex[b + 1]! - vertex[a + 1]!;
    const squared = dx * dx + dy * dy;
    if (!(squared > 1e-10)) continue;
    const steep = Math.abs(dy) > Math.abs(dx);
    if ((steep ? dy : dx) < 0) {
      a = b;
      b -= VERTEX.size;
    }
    const major = steep ? 1 : 0;
    const minor = 1 - major;
    const m0 = vertex[a + major]!;
    const m1 = vertex[b + major]!;
    const n0 = vertex[a + minor]!;
    const majorSize = steep ? height : width;
    const minorSize = steep ? width : height;
    const begin = m0 > 0 ? Math.floor(m0) : 0;
    const end = m1 < majorSize ? Math.floor(m1) : majorSize - 1;
    if (end < begin) continue;
    const majorStride = steep ? width : 1;
    const minorStride = steep ? 1 : width;
    const majorBlock = steep ? columns : 1;
    const minorBlock = steep ? 1 : columns;
    const span = m1 - m0;
    const slope = (vertex[b + minor]! - n0) / span;
    const stretch = Math.sqrt(squared) / span;
    const w0 = vertex[a + VERTEX.width]! * stretch;
    const dw = (vertex[b + VERTEX.width]! * stretch - w0) / span;
    const z0 = vertex[a + VERTEX.z]!;
    const dz = (vertex[b + VERTEX.z]! - z0) / span;
    const slack0 = vertex[a + VERTEX.slack]!;
    const dslack = (vertex[b + VERTEX.slack]! - slack0) / span;
    const cos2 = (dx * dx - dy * dy) / squared;
    const sin2 = (-2 * dx * dy) / squared;
    const lean = slope < 0 ? -slope : slope;
    const border = 1 + (w0 > w0 + dw * span ? w0 : w0 + dw * span) / 2;
    const above = Math.max(z0 + slack0, z0 + slack0 + (dz + dslack) * span);
    let shaded = false;
    let r0 = 0;
    let g0 = 0;
    let b0 = 0;
    let dr = 0;
    let dg = 0;
    let db = 0;
    for (let column = begin; column <= end; ) {
      // As far as the next block, if any block on the way is open to hair of this depth.
      const stop = Math.min(end, column | (BLOCK - 1));
      const c0 = n0 + slope * (column - m0);
      const c1 = n0 + slope * (stop + 1 - m0);
      const low = Math.max(0, (c0 < c1 ? c0 : c1) - border) >> SHIFT;
      const high = Math.min(minorSize - 1, (c0 > c1 ? c0 : c1) + border) >> SHIFT;
      let closed = true;
      for (let block = low, o = (column >> SHIFT) * majorBlock + low * minorBlock; block <= high; block++) {
        if (wall[o]! < above) closed = false;
        o += minorBlock;
      }
      if (closed) {
        column = stop + 1;
        continue;
      }
      for (; column <= stop; column++) {
        const from = column < m0 ? m0 : column;
        const part = (column + 1 > m1 ? m1 : column + 1) - from;
        if (part <= 0) continue;
        const t = from + part / 2 - m0;
        const centre = n0 + slope * t;
        const h = w0 + dw * t;
        const s = lean * part + 1e-4;
        const reach = (h + s) / 2;
        const j1 = Math.min(minorSize - 1, Math.floor(centre + reach));
        let j = Math.floor(centre - reach);
        let under = 0;
        if (j < 0) {
          under = areaBelow(-centre, h, s, reach);
          j = 0;
        }
        for (; j <= j1; j++) {
          const upTo = areaBelow(j + 1 - centre, h, s, reach);
          const area = (upTo - under) * part;
          under = upTo;
          const pixel = column * majorStride + j * minorStride;
          const o = pixel * SUM.size;
          const open = sums[o + SUM.open]!;
          if (open < FULL || area < 1e-5) continue;
          const z = z0 + dz * t;
          const seen = area > 1 ? 1 : area;
          let room = open;
          const deficit = near[pixel]! - z - slack0 - dslack * t;
          if (deficit > 0) {
            room = open - partHidden(deficit, near[pixel]! - far[pixel]!, cover[pixel]!);
            if (room < 1e-3) continue;
          }
          if (!shaded) {
            shaded = true;
            if (vertex[a + VERTEX.red]! < 0) shade(a / VERTEX.size);
            if (vertex[b + VERTEX.red]! < 0) shade(b / VERTEX.size);
            r0 = vertex[a + VERTEX.red]!;
            g0 = vertex[a + VERTEX.green]!;
            b0 = vertex[a + VERTEX.blue]!;
            dr = (vertex[b + VERTEX.red]! - r0) / span;
            dg = (vertex[b + VERTEX.green]! - g0) / span;
            db = (vertex[b + VERTEX.blue]! - b0) / span;
          }
          const weight = seen * room;
          const lit = weight * (BEHIND + (1 - BEHIND) * open);
          const rest = open - weight;
          sums[o]! += lit * (r0 + dr * t);
          sums[o + 1]! += lit * (g0 + dg * t);
          sums[o + 2]! += lit * (b0 + db * t);
          sums[o + SUM.open] = rest;
          sums[o + SUM.cos2]! += weight * cos2;
          sums[o + SUM.sin2]! += weight * sin2;
          if (rest < 1 - SOLID && z > sums[o + SUM.depth]!) sums[o + SUM.depth] = z;
          if (rest < FULL) {
            const block = (column >> SHIFT) * majorBlock + (j >> SHIFT) * minorBlock;
            if (--left[block]! === 0) wall[block] = Infinity;
          }
        }
      }
    }
  }
  return sums;
}

function emptySums(pixels: number): Sums {
  const sums: Sums = new Float32Array(pixels * SUM.size);
  for (let o = 0; o < sums.length; o += SUM.size) {
    sums[o + SUM.open] = 1;
    sums[o + SUM.depth] = -Infinity;
  }
  return sums;
}

/**
 * Area below q (from the ribbon's centre) of an interval of height h spread evenly over s: a trapezoid that is h or s high
 * at its flat top, whichever is less, over s, and reaches (h + s) / 2 either way.
 */
function areaBelow(q: number, h: number, s: number, reach: number): number {
  if (q >= reach) return h;
  if (q <= -reach) return 0;
  const flat = (h < s ? s - h : h - s) / 2;
  if (q < -flat) return ((q + reach) * (q + reach)) / (2 * s);
  if (q > flat) return h - ((reach - q) * (reach - q)) / (2 * s);
  return h / 2 + ((h < s ? h : s) / s) * q;
}

/**
 * Part of a pixel that the head hides from hair `deficit` cm behind the near depth; hair can never fill it, however dense.
 * A surface runs from the near depth to the far one, `step` cm behind. On an outline there is nothing between the two,
 * and the near side hides its `cover`.
 */
function partHidden(deficit: number, step: number, cover: number): number {
  if (cover === 1) return Math.min(1, deficit / (step > FADE ? step : FADE));
  const behind = (deficit - step) / FADE;
  return cover * Math.min(1, deficit / FADE) + (behind > 0 ? (1 - cover) * Math.min(1, behind) : 0);
}

/** Squares of the picture, BLOCK px a side. */
interface Blocks {
  readonly columns: number;
  /** Depth behind which nothing shows in the whole block, cm: first the head's, Infinity once the block is full. */
  readonly wall: Float32Array;
  /** Pixels that are not full. */
  readonly left: Uint8Array;
}

function makeBlocks({ width, height, far }: Occluder): Blocks {
  const columns = Math.ceil(width / BLOCK);
  const blocks = columns * Math.ceil(height / BLOCK);
  const wall = new Float32Array(blocks).fill(Infinity);
  const left = new Uint8Array(blocks);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const block = (y >> SHIFT) * columns + (x >> SHIFT);
      left[block]!++;
      if (far[i]! - FADE < wall[block]!) wall[block] = far[i]! - FADE;
    }
  }
  return { columns, wall, left };
}
