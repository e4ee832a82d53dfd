/**
 * Hair cards → strands: several lines across each card, from its root to its tip, where its texture is opaque.
 * Sizes are in units of the file. Pure.
 */
import type { Plane } from '../../../pair.js';
import { opacityAt } from './card-opacity.js';
import { splitCards } from './card-split.js';
import { traceLane } from './card-trace.js';
import { checkCount, type RawStrands } from './template.js';

/** Textured triangles. */
export interface CardMesh {
  /** [vertices, 3]. */
  readonly positions: Float32Array;
  /** [vertices, 2]; v runs down the texture, as glTF has it. */
  readonly uv: Float32Array;
  /** [triangles, 3]. */
  readonly triangles: Uint32Array;
  /** Opacity of the texture; opaque without. */
  readonly alpha?: Plane | undefined;
}

/** A connected piece of a mesh: one card. */
export interface Card {
  readonly mesh: CardMesh;
  /** Vertices of the mesh, [triangles, 3]. */
  readonly triangles: Uint32Array;
  /** Index in uv of the coordinate that runs from root to tip: 0 u, 1 v. */
  readonly along: 0 | 1;
  /** Least and greatest coordinate across it. */
  readonly across: readonly [number, number];
  readonly width: number;
  readonly length: number;
  /** Whether the root is where the coordinate along it is least. */
  readonly rootLow: boolean;
}

/** Strands of a whole hairstyle, about; cards share them by their width. */
const STRANDS = 12_000;
const LANES = { min: 2, max: 400 } as const;
/** Opacity from which there is hair. */
const OPAQUE = 0.35;
/** A line is no hair where less of it is opaque. */
const MIN_OPAQUE = 0.4;
/** Places along a line at which the texture is looked up. */
const SAMPLES = 48;
/** Golden ratio: lines are moved by it so that they lie neither in step nor in rows. */
const GOLDEN = 0.618033988749895;

/** @throws DiptychError E_DATASET beyond MAX_POINTS. */
export function strandsFromCards(meshes: readonly CardMesh[], name: string): RawStrands {
  const cards = meshes.flatMap(splitCards);
  const widths = cards.reduce((sum, { width }) => sum + width, 0) || 1;
  const lines: Float32Array[] = [];
  let points = 0;
  for (const [c, card] of cards.entries()) {
    const lanes = Math.min(LANES.max, Math.max(LANES.min, Math.round((STRANDS * card.width) / widths)));
    const [from, to] = card.across;
    for (const [j, triangles] of trianglesByLane(card, lanes).entries()) {
      const moved = ((c * 7 + j) * GOLDEN) % 1;
      for (const lane of traceLane(card, triangles, from + ((j + 0.2 + 0.6 * moved) / lanes) * (to - from))) {
        const line = opaquePart(lane, card.mesh.alpha);
        if (line.length < 6) continue;
        points += line.length / 3;
        checkCount(points, name);
        lines.push(line);
      }
    }
  }
  const raw = { points: new Float32Array(points * 3), first: new Uint32Array(lines.length + 1) };
  for (const [s, line] of lines.entries()) {
    raw.points.set(line, raw.first[s]! * 3);
    raw.first[s + 1] = raw.first[s]! + line.length / 3;
  }
  return raw;
}

/** Corners of the triangles that reach into each of `lanes` equal stripes across a card. */
function trianglesByLane({ mesh, triangles, along, across: [from, to] }: Card, lanes: number): number[][] {
  const stripes: number[][] = Array.from({ length: lanes }, () => []);
  const stripe = (vertex: number): number =>
    Math.min(lanes - 1, Math.floor(((mesh.uv[vertex * 2 + 1 - along]! - from) / (to - from)) * lanes));
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
    const last = Math.max(stripe(a), stripe(b), stripe(c));
    for (let j = Math.min(stripe(a), stripe(b), stripe(c)); j <= last; j++) stripes[j]!.push(a, b, c);
  }
  return stripes;
}

/** The line [points, 5] of x, y, z, u, v from its root up to where it is last opaque, [points, 3]; empty for bare ones. */
function opaquePart(lane: Float32Array, alpha: Plane | undefined): Float32Array {
  const count = lane.length / 5;
  const at = (p: number, k: number): number => {
    const i = Math.min(Math.floor(p), count - 2);
    return lane[i * 5 + k]! + (p - i) * (lane[(i + 1) * 5 + k]! - lane[i * 5 + k]!);
  };
  let end = count - 1;
  if (alpha) {
    let [last, opaque, upToLast] = [-1, 0, 0];
    for (let i = 0; i <= SAMPLES; i++) {
      const p = (i / SAMPLES) * (count - 1);
      if (opacityAt(alpha, at(p, 3), at(p, 4)) < OPAQUE) continue;
      opaque++;
      last = i;
      upToLast = opaque;
    }
    if (last <= 0 || upToLast < MIN_OPAQUE * (last + 1)) return new Float32Array();
    end = (last / SAMPLES) * (count - 1);
  }
  const whole = Math.ceil(end - 1e-9);
  const line = new Float32Array((whole + 1) * 3);
  for (let i = 0; i <= whole; i++) for (let k = 0; k < 3; k++) line[i * 3 + k] = at(Math.min(i, end), k);
  return line;
}
