/**
 * Normals come as one vector for all layers, [wDim], or as one row a layer, [numWs, wDim]. A vector is what equal rows
 * are: a row's length counts in W units, so the rows that an edit moves have a mean squared length of 1.
 */
import { invariant } from '../errors.js';
import type { WsShape } from './direction.js';

/** Whether a normal has a row for each layer. @throws when it has neither shape */
export function hasRows(normal: Float32Array, { numWs, wDim }: WsShape): boolean {
  invariant(normal.length === wDim || normal.length === numWs * wDim, `a normal of ${normal.length} values`);
  return normal.length !== wDim;
}

/** The normals as they are when all are vectors, else all as rows [numWs, wDim]: what is compared has to be alike. */
export function alike(normals: readonly Float32Array[], shape: WsShape): Float32Array[] {
  if (!normals.some((normal) => hasRows(normal, shape))) return [...normals];
  return normals.map((normal) => (hasRows(normal, shape) ? normal : repeated(normal, shape.numWs)));
}

/** Root of the mean squared length of the rows of layers [from, to), in W units a unit of strength; 1 in a pack. */
export function rowLength(normal: Float32Array, shape: WsShape, [from, to]: readonly [number, number]): number {
  const rows = hasRows(normal, shape) ? normal.subarray(from * shape.wDim, to * shape.wDim) : normal;
  let sum = 0;
  for (const value of rows) sum += value * value;
  return Math.sqrt((sum * shape.wDim) / rows.length);
}

/** The normal with rows of layers [from, to) of a mean squared length of 1. Allocates. */
export function toUnit(normal: Float32Array, shape: WsShape, layers: readonly [number, number]): Float32Array {
  const length = rowLength(normal, shape, layers);
  return normal.map((value) => value / length);
}

function repeated(row: Float32Array, times: number): Float32Array {
  const rows = new Float32Array(row.length * times);
  for (let layer = 0; layer < times; layer++) rows.set(row, layer * row.length);
  return rows;
}
