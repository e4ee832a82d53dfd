/**
 * Draws segments front to back with the under operator (Porter and Duff 1984): what is nearer takes its share of each
 * pixel, what is further gets the rest, and a pixel that is full is left alone.
 *
 * A segment is a ribbon cut across the axis it runs along more (x or y). Its coverage of a pixel is the exact area under
 * the ribbon, taken column by column: over a column the ribbon's interval (height h) slides by s, which spreads it to a
 * trapezoid; a pixel gets the trapezoid's integral over its own height. Thin strands so become faint, not broken, and
 * the pieces on both sides of a joint share the joint's column.
 */
import {
  BLOCK,
  type Blocks,
  FADE,
  HALF_HEIGHT,
  keepShown,
  makeBlocks,
  SHIFT,
  SLACK_PX,
  whereabouts,
} from './blocks.js';
import type { Occluder } from './occluder.js';
import { type Segments, VERTEX } from './segments.js';

/** Numbers a pixel has in `Sums`, and where they stand. */
export const SUM = { red: 0, green: 1, blue: 2, open: 3, cos2: 4, sin2: 5, depth: 6, size: 8 } as const;

/**
 * [H, W, 8]: linear RGB times alpha, 1 - alpha (how open the pixel still is), cos 2θ and sin 2θ times alpha, depth of the
 * nearest strand in cm (-Infinity without).
 */
export type Sums = Float32Array;

/** A class rather than a closure: what calls one is compiled once, not again for every picture. */
export interface Shader {
  /** Gives a vertex its linear RGB; called once for each vertex that shows. */
  shade(vertex: number): void;
}

/** A pixel as open as this is full: what is behind it would hardly be seen, and costs half as much again to draw. */
export const FULL = 0.02;
/** Alpha from which on a pixel has a depth: that of the strand that brings it there, or of a nearer one. */
const SOLID = 0.02;
/** What of its light a strand keeps when it is seen through others: gaps between locks are dark. */
const BEHIND = 0.5;
/** So many segments are looked through together, before any of them is drawn. */
const BATCH = 4096;

/** Draws the segments that start at the vertices of `order`, nearest first. Allocates the sums. */
export function composite(segments: Segments, order: Uint32Array, occluder: Occluder, shader: Shader): Sums {
  const blocks = makeBlocks(occluder);
  const work = makeWork(blocks, occluder);
  const where = whereabouts(segments, occluder);
  const { vertex } = segments;
  for (let k = 0; k < order.length; k += BATCH) {
    const batch = order.slice(k, k + BATCH);
    draw(work, vertex, batch.subarray(0, keepShown(batch, vertex, blocks, where)), blocks, occluder, shader);
  }
  return sumsOf(work, blocks, occluder);
}

function draw(
  work: Float32Array,
  vertex: Float32Array,
  order: Uint32Array,
  { wall, left, columns }: Blocks,
  { width, height, far, cover }: Occluder,
  shader: Shader,
): void {
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
    const begin = m0 > 0 ? m0 | 0 : 0;
    const end = m1 < 0 ? -1 : m1 < majorSize ? m1 | 0 : majorSize - 1;
    if (end < begin) continue;
    const majorStride = steep ? width : 1;
    const minorStride = steep ? 1 : width;
    const majorBlock = steep ? columns : 1;
    const minorBlock = steep ? 1 : columns;
    const majorPlace = steep ? PLACE_DOWN : PLACE_ACROSS;
    const minorPlace = steep ? PLACE_ACROSS : PLACE_DOWN;
    const span = m1 - m0;
    const slope = (vertex[b + minor]! - n0) / span;
    const wa = vertex[a + VERTEX.width]!;
    const wb = vertex[b + VERTEX.width]!;
    const border = (wa > wb ? wa : wb) * HALF_HEIGHT + SLACK_PX;
    const za = vertex[a + VERTEX.z]! + vertex[a + VERTEX.slack]!;
    const zb = vertex[b + VERTEX.z]! + vertex[b + VERTEX.slack]!;
    const above = za > zb ? za : zb;
    let started = false;
    let w0 = 0;
    let dw = 0;
    let z0 = 0;
    let dz = 0;
    let slack0 = 0;
    let dslack = 0;
    let cos2 = 0;
    let sin2 = 0;
    let lean = 0;
    let shaded = false;
    let r0 = 0;
    let g0 = 0;
    let b0 = 0;
    let dr = 0;
    let dg = 0;
    let db = 0;
    for (let column = begin; column <= end; ) {
      // As far as the next block, if any block on the way is open to hair of this depth.
      const last = column | (BLOCK - 1);
      const stop = last < end ? last : end;
      const c0 = n0 + slope * (column - m0);
      const c1 = n0 + slope * (stop + 1 - m0);
      const lowest = (c0 < c1 ? c0 : c1) - border;
      const highest = (c0 > c1 ? c0 : c1) + border;
      const low = lowest > 0 ? lowest | 0 : 0;
      const high = highest < minorSize ? highest | 0 : minorSize - 1;
      let block = (column >> SHIFT) * majorBlock + (low >> SHIFT) * minorBlock;
      const beyond = (column >> SHIFT) * majorBlock + (high >> SHIFT) * minorBlock;
      while (block <= beyond && wall[block]! >= above) block += minorBlock;
      if (block > beyond) {
        column = stop + 1;
        continue;
      }
      // Most segments never come so far.
      if (!started) {
        started = true;
        const stretch = Math.sqrt(squared) / span;
        w0 = wa * stretch;
        dw = (wb * stretch - w0) / span;
        z0 = vertex[a + VERTEX.z]!;
        dz = (vertex[b + VERTEX.z]! - z0) / span;
        slack0 = vertex[a + VERTEX.slack]!;
        dslack = (vertex[b + VERTEX.slack]! - slack0) / span;
        cos2 = (dx * dx - dy * dy) / squared;
        sin2 = (-2 * dx * dy) / squared;
        lean = slope < 0 ? -slope : slope;
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
        const highest = centre + reach;
        const lowest = centre - reach;
        if (highest < 0) continue;
        const j1 = highest < minorSize ? highest | 0 : minorSize - 1;
        const across = (((column >> SHIFT) * majorBlock) << BLOCK_SHIFT) + (column & (BLOCK - 1)) * majorPlace;
        let under = 0;
        let known = -1;
        for (let j = lowest > 0 ? lowest | 0 : 0; j <= j1; j++) {
          const o = across + (((j >> SHIFT) * minorBlock) << BLOCK_SHIFT) + (j & (BLOCK - 1)) * minorPlace;
          const open = work[o + SUM.open]!;
          if (open < FULL) continue;
          const z = z0 + dz * t;
          let room = open;
          const deficit = work[o + NEAR]! - z - slack0 - dslack * t;
          if (deficit > 0) {
            const pixel = column * majorStride + j * minorStride;
            room = open - partHidden(deficit, work[o + NEAR]! - far[pixel]!, cover[pixel]!);
            if (room < 1e-3) continue;
          }
          if (known !== j) under = areaBelow(j - centre, h, s, reach);
          const upTo = areaBelow(j + 1 - centre, h, s, reach);
          const area = (upTo - under) * part;
          under = upTo;
          known = j + 1;
          if (area < 1e-5) continue;
          const seen = area > 1 ? 1 : area;
          if (!shaded) {
            shaded = true;
            if (vertex[a + VERTEX.red]! < 0) shader.shade(a / VERTEX.size);
            if (vertex[b + VERTEX.red]! < 0) shader.shade(b / VERTEX.size);
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
          work[o]! += lit * (r0 + dr * t);
          work[o + 1]! += lit * (g0 + dg * t);
          work[o + 2]! += lit * (b0 + db * t);
          work[o + SUM.open] = rest;
          work[o + SUM.cos2]! += weight * cos2;
          work[o + SUM.sin2]! += weight * sin2;
          if (rest < 1 - SOLID && z > work[o + SUM.depth]!) work[o + SUM.depth] = z;
          if (rest < FULL) {
            const filled = (column >> SHIFT) * majorBlock + (j >> SHIFT) * minorBlock;
            if (--left[filled]! === 0) wall[filled] = Infinity;
          }
        }
      }
    }
  }
}

/** Numbers of a block, as a power of 2; those of a pixel and of a column of pixels in it; and what a pixel's last one is. */
const BLOCK_SHIFT = 2 * SHIFT + 3;
const PLACE_DOWN = SUM.size;
const PLACE_ACROSS = BLOCK * SUM.size;
const NEAR = 7;

/**
 * The sums in work, block by block, a block column by column, and in the room that they leave the near depth: strands hang
 * down, and so find one pixel beside the other, where rows of the picture lie four pages of memory apart.
 */
function makeWork({ columns, rows }: Blocks, { width, height, near }: Occluder): Float32Array {
  const work = new Float32Array((columns * rows) << BLOCK_SHIFT);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const o = placeOf(x, y, columns);
      work[o + SUM.open] = 1;
      work[o + SUM.depth] = -Infinity;
      work[o + NEAR] = near[i]!;
    }
  }
  return work;
}

/** Back to rows. Allocates. */
function sumsOf(work: Float32Array, { columns }: Blocks, { width, height }: Occluder): Sums {
  const sums: Sums = new Float32Array(width * height * SUM.size);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += SUM.size) {
      const o = placeOf(x, y, columns);
      for (let k = 0; k < NEAR; k++) sums[to + k] = work[o + k]!;
    }
  }
  return sums;
}

function placeOf(x: number, y: number, columns: number): number {
  const block = (y >> SHIFT) * columns + (x >> SHIFT);
  return (block << BLOCK_SHIFT) + (x & (BLOCK - 1)) * PLACE_ACROSS + (y & (BLOCK - 1)) * PLACE_DOWN;
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
