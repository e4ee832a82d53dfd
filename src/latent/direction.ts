/** A direction of the latent space: moving along it, and measuring along it. */
import { DiptychError, invariant } from '../errors.js';
import { hasRows } from './normals.js';

/** A direction in memory. */
export interface Direction {
  readonly name: string;
  /** Attribute score that the direction raises; absent where no score tells what it does. */
  readonly attribute?: string | undefined;
  /** Unit length, [wDim]; or one row a layer, [numWs, wDim], the rows that are moved of a mean squared length of 1. */
  readonly normal: Float32Array;
  /** Signed distance of w to the boundary is w·normal + intercept. */
  readonly intercept: number;
  /** Layers [from, to) that the edit moves. */
  readonly layers: readonly [number, number];
  /** Moves, in W units, within which images stay faces. */
  readonly range: readonly [number, number];
}

/** Shape of W+: [numWs, wDim] row-major. */
export interface WsShape {
  readonly numWs: number;
  readonly wDim: number;
}

/**
 * W+ [numWs, wDim] → the same with strength · normal, or its row, added to each of the layers [from, to). Allocates.
 * InterFaceGAN's `linear_interpolate` does this to W+ too; only for z does it move to an absolute distance, which is
 * `strength = wanted − distance`.
 * @throws DiptychError E_USAGE for layers that the generator lacks
 */
export function move(
  ws: Float32Array,
  direction: Direction,
  strength: number,
  shape: WsShape,
  layers: readonly [number, number] = direction.layers,
): Float32Array {
  const [from, to] = checkedLayers(ws, shape, layers);
  const moved = ws.slice();
  const stride = hasRows(direction.normal, shape) ? shape.wDim : 0;
  for (let layer = from; layer < to; layer++) {
    const row = layer * stride;
    for (let k = 0, at = layer * shape.wDim; k < shape.wDim; k++, at++) {
      moved[at]! += strength * direction.normal[row + k]!;
    }
  }
  return moved;
}

/** Signed distance of W+ to the boundary in W units, the mean over the layers [from, to); positive where scores are high. */
export function distance(
  ws: Float32Array,
  direction: Direction,
  shape: WsShape,
  layers: readonly [number, number] = direction.layers,
): number {
  const [from, to] = checkedLayers(ws, shape, layers);
  const stride = hasRows(direction.normal, shape) ? shape.wDim : 0;
  let sum = 0;
  for (let layer = from; layer < to; layer++) {
    const row = layer * stride;
    for (let k = 0, at = layer * shape.wDim; k < shape.wDim; k++, at++) sum += ws[at]! * direction.normal[row + k]!;
  }
  return sum / (to - from) + direction.intercept;
}

/** Cosine of every direction with every other, [n][n]: how much of one comes along with another. Normals are alike. */
export function correlations(directions: readonly Pick<Direction, 'normal'>[]): number[][] {
  return directions.map(({ normal: a }) =>
    directions.map(({ normal: b }) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))),
  );
}

function checkedLayers(
  ws: Float32Array,
  { numWs, wDim }: WsShape,
  [from, to]: readonly [number, number],
): readonly [number, number] {
  invariant(ws.length === numWs * wDim, `W+ of ${numWs} × ${wDim} has ${ws.length} values`);
  if (!(from >= 0 && from < to && to <= numWs)) {
    throw new DiptychError(
      'E_USAGE',
      `Expected layers within [0, ${numWs}) for the edit but received [${from}, ${to})`,
    );
  }
  return [from, to];
}

function dot(a: Float32Array, b: Float32Array): number {
  invariant(a.length === b.length, `normals of ${a.length} and ${b.length} values`);
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
