/** Segments by depth. Pure. */
import { type Segments, VERTEX } from './segments.js';

/** Depths that are told apart; over a head of 40 cm, 0.006 mm. */
const LEVELS = 65536;

/** First vertices of all segments, nearest first (counting sort by the depth of the middle; ties stay in order). */
export function nearestFirst({ vertex, first, count }: Segments): Uint32Array {
  const depth = new Float32Array(count);
  let least = Infinity;
  let most = -Infinity;
  for (let k = 0; k < count; k++) {
    const v = first[k]! * VERTEX.size + VERTEX.z;
    const z = vertex[v]! + vertex[v + VERTEX.size]!;
    depth[k] = z;
    if (z < least) least = z;
    if (z > most) most = z;
  }
  const scale = (LEVELS - 1) / Math.max(1e-6, most - least);
  const begin = new Uint32Array(LEVELS + 1);
  const level = new Uint16Array(count);
  for (let k = 0; k < count; k++) {
    const l = (most - depth[k]!) * scale;
    level[k] = l;
    begin[(l | 0) + 1]!++;
  }
  for (let l = 0; l < LEVELS; l++) begin[l + 1]! += begin[l]!;
  const order = new Uint32Array(count);
  for (let k = 0; k < count; k++) order[begin[level[k]!]!++] = first[k]!;
  return order;
}
