/** Affine maps of pictures: a part of one at another size, or turned upright by points. Pure. */
import { invariant } from '../errors.js';
import type { RgbPlanes } from '../pair.js';

/**
 * (u, v) → (a·u + b·v + x, c·u + d·v + y). Coordinates in px, continuous: the first pixel reaches from 0 to 1.
 */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly c: number;
  readonly d: number;
  readonly y: number;
}

/** More samples than this along an axis of a pixel, and it costs more than it shows. */
const MOST_SAMPLES = 16;

/**
 * The turn, scale and move that take `from` nearest to `to` in the least squares (Umeyama 1991, without reflection).
 * Points [x0, y0, …], at least two that differ. In complex numbers, of centred points, the factor is Σ p̄q / Σ |p|².
 */
export function similarityBetween(from: readonly number[], to: readonly number[]): Affine {
  invariant(from.length === to.length && from.length >= 4, 'a similarity needs two points or more of each');
  const n = from.length / 2;
  const [px, py, qx, qy] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)];
  let [re, im, norm] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [ax, ay] = [from[2 * i]! - px, from[2 * i + 1]! - py];
    const [bx, by] = [to[2 * i]! - qx, to[2 * i + 1]! - qy];
    re += ax * bx + ay * by;
    im += ax * by - ay * bx;
    norm += ax * ax + ay * ay;
  }
  invariant(norm > 0, 'points of a similarity differ');
  const [a, c] = [re / norm, im / norm];
  return { a, b: -c, x: qx - (a * px - c * py), c, d: a, y: qy - (c * px + a * py) };
}

/** The map that takes places back. */
export function inverse({ a, b, x, c, d, y }: Affine): Affine {
  const size = a * d - b * c;
  invariant(size !== 0, 'a map that leaves nothing cannot be turned round');
  const [ia, ib, ic, id] = [d / size, -b / size, -c / size, a / size];
  return { a: ia, b: ib, x: -(ia * x + ib * y), c: ic, d: id, y: -(ic * x + id * y) };
}

/**
 * [3, H, W] → [3, height, width], same range: each pixel the mean of as many bilinear samples as it covers pixels of the
 * picture. `map` takes places of the result to places of the picture, whose edge is repeated beyond it. Allocates.
 */
export function warp(image: RgbPlanes, map: Affine, width: number, height: number): RgbPlanes {
  const across = samplesFor(Math.hypot(map.a, map.c));
  const down = samplesFor(Math.hypot(map.b, map.d));
  const plane = image.width * image.height;
  const data = new Float32Array(3 * width * height);
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      const sum = [0, 0, 0];
      for (let j = 0; j < down; j++) {
        for (let i = 0; i < across; i++) {
          const [s, t] = [u + (i + 0.5) / across, v + (j + 0.5) / down];
          const place = bilinear(image, map.a * s + map.b * t + map.x, map.c * s + map.d * t + map.y);
          for (let c = 0; c < 3; c++) sum[c]! += at(image.data, c * plane, place);
        }
      }
      for (let c = 0; c < 3; c++) data[(c * height + v) * width + u] = sum[c]! / (across * down);
    }
  }
  return { data, width, height };
}

/** Offsets of four neighbours, and the shares of the lower and of the right ones. */
type Place = readonly [topLeft: number, topRight: number, low: number, lowRight: number, right: number, down: number];

function bilinear({ width, height }: RgbPlanes, x: number, y: number): Place {
  const sx = Math.min(Math.max(x - 0.5, 0), width - 1);
  const sy = Math.min(Math.max(y - 0.5, 0), height - 1);
  const [x0, y0] = [Math.floor(sx), Math.floor(sy)];
  const [x1, y1] = [Math.min(x0 + 1, width - 1), Math.min(y0 + 1, height - 1)];
  return [y0 * width + x0, y0 * width + x1, y1 * width + x0, y1 * width + x1, sx - x0, sy - y0];
}

function at(data: Float32Array, plane: number, [a, b, c, d, right, down]: Place): number {
  const top = data[plane + a]! * (1 - right) + data[plane + b]! * right;
  const low = data[plane + c]! * (1 - right) + data[plane + d]! * right;
  return top * (1 - down) + low * down;
}

const samplesFor = (step: number): number => Math.min(Math.max(Math.ceil(step - 0.01), 1), MOST_SAMPLES);

function mean(points: readonly number[], axis: 0 | 1): number {
  let sum = 0;
  for (let i = axis; i < points.length; i += 2) sum += points[i]!;
  return sum / (points.length / 2);
}
