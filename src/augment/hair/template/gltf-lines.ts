/** Strands out of glTF's line primitives. Pure. */
import { Primitive } from '@gltf-transform/core';
import { numbersOf, type PlacedPrimitive, positionsOf } from './gltf-scene.js';
import { badTemplate, checkCount, type RawStrands } from './template.js';

const { LINES, LINE_LOOP, LINE_STRIP } = Primitive.Mode;

/** Whether a primitive draws lines. */
export function isLines({ primitive }: PlacedPrimitive): boolean {
  return [LINES, LINE_LOOP, LINE_STRIP].includes(primitive.getMode());
}

/**
 * Segments that follow each other (one begins at the vertex, or just where, the one before ended) are a strand, root
 * first; where vertices have a `_STRAND`, another number begins another strand.
 *
 * @throws DiptychError E_DATASET when indices lead beyond the vertices.
 */
export function linesOf(placed: PlacedPrimitive, name: string): RawStrands {
  const { primitive } = placed;
  const positions = positionsOf(placed);
  const vertices = positions.length / 3;
  const order = primitive.getIndices()?.getArray() ?? Uint32Array.from({ length: vertices }, (_, i) => i);
  for (const vertex of order)
    if (vertex >= vertices)
      throw badTemplate(`indices below ${vertices}`, name, `${vertex}`, 'The file is damaged: export it again');

  // (1) The vertices of all strands in order, and where each begins.
  const strip = primitive.getMode() !== LINES;
  const segments = strip ? Math.max(0, order.length - 1) : Math.floor(order.length / 2);
  checkCount(segments + 1, name);
  const number = numbersOf(primitive.getAttribute('_STRAND'));
  const visited = new Uint32Array(segments * 2);
  const first: number[] = [];
  let points = 0;
  for (let k = 0; k < segments; k++) {
    const from = order[strip ? k : 2 * k]!;
    const last = visited[points - 1]!;
    const joins = points > 0 && (from === last || samePlace(positions, from, last));
    if (!joins || (number.length > 0 && number[from] !== number[last])) {
      first.push(points);
      visited[points++] = from;
    }
    visited[points++] = order[strip ? k + 1 : 2 * k + 1]!;
  }
  first.push(points);

  // (2) What they have.
  const radius = numbersOf(primitive.getAttribute('_RADIUS'));
  const raw = { points: new Float32Array(points * 3), first: Uint32Array.from(first) };
  for (let i = 0; i < points; i++) {
    const at = visited[i]! * 3;
    raw.points[i * 3] = positions[at]!;
    raw.points[i * 3 + 1] = positions[at + 1]!;
    raw.points[i * 3 + 2] = positions[at + 2]!;
  }
  if (radius.length === 0) return raw;
  return { ...raw, thickness: Float32Array.from(first.slice(0, -1), (at) => radius[visited[at]!]!) };
}

function samePlace(positions: Float32Array, a: number, b: number): boolean {
  for (let k = 0; k < 3; k++) if (positions[a * 3 + k] !== positions[b * 3 + k]) return false;
  return true;
}
