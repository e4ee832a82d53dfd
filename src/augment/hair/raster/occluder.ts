/** What of the hair the head hides. Pure. */
import type { HeadRaster } from './head.js';

/** Side of the tiles in which hair that is wholly hidden is recognised, px. */
export const TILE = 16;
/** A step of the depth between neighbouring pixels from which on it is an outline, cm. */
const OUTLINE = 0.8;

/**
 * Per pixel two depths: hair nearer than `near` shows, and hair behind `far` is hidden. Between them, on a surface, part
 * of the pixel is behind the hair; on the head's outlines (jaw against neck, ear against hair) the near side hides its
 * `cover`. That falls off just inside outlines, so that hair behind them ends softly and on the skin, never short of it.
 */
export interface Occluder {
  readonly width: number;
  readonly height: number;
  /** [H, W], view space, cm; -Infinity where nothing is. */
  readonly near: Float32Array;
  readonly far: Float32Array;
  /** [H, W], [0, 1]. */
  readonly cover: Float32Array;
  /** Least `far` of each tile and its neighbours, [rows, columns]: whatever lies behind it is hidden all over the tile. */
  readonly tileFar: Float32Array;
  readonly columns: number;
}

/** Allocates three planes. */
export function makeOccluder({ width, height, depth }: HeadRaster): Occluder {
  const near = depth.slice();
  const far = depth.slice();
  const cover = new Float32Array(depth.length).fill(1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) feather(depth, width, height, x, y, near, far, cover);
  }
  const columns = Math.ceil(width / TILE);
  return { width, height, near, far, cover, tileFar: leastOfTiles(far, width, height, columns), columns };
}

/** On the near side of an outline: depths of both sides, and how much of a 3 × 3 tent belongs to the near one. */
function feather(
  depth: Float32Array,
  width: number,
  height: number,
  x: number,
  y: number,
  near: Float32Array,
  far: Float32Array,
  cover: Float32Array,
): void {
  const i = y * width + x;
  const here = depth[i]!;
  if (here === -Infinity) return;
  const left = x > 0 ? 1 : 0;
  const right = x < width - 1 ? 1 : 0;
  const up = y > 0 ? width : 0;
  const down = y < height - 1 ? width : 0;
  const [west, east, north, south] = [depth[i - left]!, depth[i + right]!, depth[i - up]!, depth[i + down]!];
  const most = Math.max(here, west, east, north, south);
  const least = Math.min(here, west, east, north, south);
  if (most - least < OUTLINE) {
    near[i] = most;
    far[i] = least;
    return;
  }
  // Beside the head there is no depth to be nearer to.
  const middle = (least + most) / 2;
  if (here <= middle) return;
  let sum = 4;
  sum += 2 * (+(west > middle) + +(east > middle) + +(north > middle) + +(south > middle));
  sum += +(depth[i - up - left]! > middle) + +(depth[i - up + right]! > middle);
  sum += +(depth[i + down - left]! > middle) + +(depth[i + down + right]! > middle);
  near[i] = most;
  far[i] = least;
  // A straight outline leaves at least half of the tent.
  cover[i] = Math.max(0, sum / 8 - 1);
}

function leastOfTiles(far: Float32Array, width: number, height: number, columns: number): Float32Array {
  const rows = Math.ceil(height / TILE);
  const own = new Float32Array(rows * columns).fill(Infinity);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / TILE) * columns;
    for (let x = 0; x < width; x++, i++) {
      const tile = row + ((x / TILE) | 0);
      if (far[i]! < own[tile]!) own[tile] = far[i]!;
    }
  }
  const out = new Float32Array(own.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let least = Infinity;
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
          least = Math.min(least, own[r * columns + c]!);
        }
      }
      out[row * columns + column] = least;
    }
  }
  return out;
}
