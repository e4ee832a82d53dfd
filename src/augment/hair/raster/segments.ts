/** Strands as vertices in the picture: projected, thinned out, tapered, and without what the head hides. Pure. */
import { project } from '../fit/camera.js';
import type { Camera, Strands } from '../types.js';
import { type Occluder, TILE } from './occluder.js';

/** Numbers a vertex has in `Segments.vertex`, and where they stand. */
export const VERTEX = { x: 0, y: 1, z: 2, width: 3, slack: 4, red: 5, green: 6, blue: 7, size: 8 } as const;

/** Segment k runs from vertex first[k] to the next one. */
export interface Segments {
  /**
   * [vertices, 8]: px x, y; view depth, cm; width, px; how far under the head's surface it may lie and still show, cm;
   * linear RGB, negative until shaded. One line of the cache or less, because segments are visited by depth.
   */
  readonly vertex: Float32Array;
  readonly vertices: number;
  /** Strand of each vertex, and how far along it the vertex is, [0, 1]. */
  readonly strand: Uint32Array;
  readonly along: Float32Array;
  readonly first: Uint32Array;
  readonly count: number;
}

/** Points closer than this in the picture are left out, px. */
const LEAST_STEP = 0.7;
/** Strands thinner than this are drawn in part and wider, px: below it more of them only cost time. */
const LEAST_WIDTH = 0.25;
/** Hair rooted this deep under the drawn surface still shows, cm; it falls off to the second over the third. */
const ROOT_SLACK = 0.7;
const SLACK = 0.12;
const ROOT_REACH = 1.2;
/** Hairs begin thin, for a soft hairline: part of the width at the root, and the cm over which it grows. */
const ROOT_WIDTH = 0.55;
const ROOT_TAPER = 0.5;
/** Part of the strand from which on it tapers, and what is left at its end. */
const TIP = 0.55;
const TIP_WIDTH = 0.12;
/** Nearest to the camera that is drawn, cm. */
const NEAR = 5;

/** Allocates 56 bytes a point. */
export function buildSegments(strands: Strands, camera: Camera, occluder: Occluder): Segments {
  const { points, first: start, radius } = strands;
  const share = sharedWidth(strands, camera);
  let n = 0;
  for (let s = 0; s < radius.length; s++) if (scatter(s) < share) n += start[s + 1]! - start[s]!;
  const at = project(camera, points);
  const vertex = new Float32Array(n * VERTEX.size);
  const strand = new Uint32Array(n);
  const along = new Float32Array(n);
  const first = new Uint32Array(n);
  let vertices = 0;
  let count = 0;
  for (let s = 0; s < radius.length; s++) {
    if (scatter(s) >= share) continue;
    const begin = start[s]!;
    const end = start[s + 1]! - 1;
    let arc = 0;
    let shown = false;
    let kept = begin;
    let wasHidden = false;
    for (let p = begin; p <= end; p++) {
      if (p > begin) {
        const d = 3 * p;
        const x = points[d]! - points[d - 3]!;
        const y = points[d + 1]! - points[d - 2]!;
        const z = points[d + 2]! - points[d - 1]!;
        arc += Math.sqrt(x * x + y * y + z * z);
        const across = at[d]! - at[3 * kept]!;
        const down = at[d + 1]! - at[3 * kept + 1]!;
        if (p < end && across * across + down * down < LEAST_STEP * LEAST_STEP) continue;
      }
      const t = (p - begin) / (end - begin);
      const depth = at[3 * p + 2]!;
      const slack = SLACK + (ROOT_SLACK - SLACK) * Math.max(0, 1 - arc / ROOT_REACH);
      const v = vertices * VERTEX.size;
      vertex[v] = at[3 * p]!;
      vertex[v + VERTEX.y] = at[3 * p + 1]!;
      vertex[v + VERTEX.z] = depth;
      const scale = (camera.scale * camera.distance) / Math.max(NEAR, camera.distance - depth);
      vertex[v + VERTEX.width] = ((2 * radius[s]! * scale) / share) * taper(t, arc);
      vertex[v + VERTEX.slack] = slack;
      vertex[v + VERTEX.red] = -1;
      strand[vertices] = s;
      along[vertices] = t;
      const isHere = isHidden(occluder, vertex, v);
      if (p > begin && !(camera.distance - depth < NEAR || (isHere && wasHidden))) {
        first[count++] = vertices - 1;
        shown = true;
      }
      wasHidden = isHere;
      vertices++;
      kept = p;
    }
    // A strand of which nothing shows gives its room to the next one.
    if (!shown) while (vertices > 0 && strand[vertices - 1] === s) vertices--;
  }
  return { vertex, vertices, strand, along, first, count };
}

/** Part of the strands to draw, (0, 1]; each is drawn 1 / that wider. */
function sharedWidth({ radius }: Strands, camera: Camera): number {
  let sum = 0;
  for (let s = 0; s < radius.length; s++) sum += radius[s]!;
  return Math.min(1, (2 * sum * camera.scale) / (radius.length || 1) / LEAST_WIDTH);
}

/** Strands in an order of their own, [0, 1): multiples of the golden ratio spread evenly whatever part is taken. */
export function scatter(strand: number): number {
  return (Math.imul(strand, 0x9e3779b1) >>> 0) / 2 ** 32;
}

/** Part of a strand's width at `t` of its length, `arc` cm from its root. */
function taper(t: number, arc: number): number {
  const root = arc < ROOT_TAPER ? ROOT_WIDTH + (1 - ROOT_WIDTH) * (arc / ROOT_TAPER) : 1;
  if (t <= TIP) return root;
  const u = (t - TIP) / (1 - TIP);
  return root * (1 - (1 - TIP_WIDTH) * u * u);
}

/** Whether the vertex lies outside the picture by a tile, or behind all of the head in and around its tile. */
function isHidden({ width, height, tileFar, columns }: Occluder, vertex: Float32Array, v: number): boolean {
  const x = vertex[v]!;
  const y = vertex[v + 1]!;
  if (x < 0 || y < 0 || x >= width || y >= height)
    return x < -TILE || y < -TILE || x >= width + TILE || y >= height + TILE;
  return vertex[v + 2]! + vertex[v + 4]! < tileFar[((y / TILE) | 0) * columns + ((x / TILE) | 0)]!;
}
