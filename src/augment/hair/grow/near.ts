/** Nearest points of a set, by a grid of cells. Pure. */

export interface Grid {
  readonly positions: Float32Array;
  readonly cell: number;
  readonly origin: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  /** Points of cell c are order[start[c] … start[c + 1] - 1]. */
  readonly start: Uint32Array;
  readonly order: Uint32Array;
}

/** A grid over points [n, 3] with cells of the given size. */
export function gridOf(positions: Float32Array, cell: number): Grid {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i++) {
    low[i % 3] = Math.min(low[i % 3]!, positions[i]!);
    high[i % 3] = Math.max(high[i % 3]!, positions[i]!);
  }
  const origin = low.map((value) => value - cell) as [number, number, number];
  const size = low.map((value, k) => Math.floor((high[k]! - value) / cell) + 3) as [number, number, number];
  const count = positions.length / 3;
  const cells = new Uint32Array(count);
  const start = new Uint32Array(size[0] * size[1] * size[2] + 1);
  for (let i = 0; i < count; i++) {
    const x = Math.floor((positions[3 * i]! - origin[0]) / cell);
    const y = Math.floor((positions[3 * i + 1]! - origin[1]) / cell);
    const z = Math.floor((positions[3 * i + 2]! - origin[2]) / cell);
    cells[i] = (z * size[1] + y) * size[0] + x;
    start[cells[i]! + 1]!++;
  }
  for (let c = 1; c < start.length; c++) start[c]! += start[c - 1]!;
  const next = start.slice();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[next[cells[i]!]!++] = i;
  return { positions, cell, origin, size, start, order };
}

/**
 * The points nearest to (x, y, z) into found (-1 where there are fewer), their squared distances into far, nearest
 * first. Looks no further than a cell on every side unless nothing is there.
 */
export function nearest(grid: Grid, x: number, y: number, z: number, found: Int32Array, far: Float64Array): void {
  for (let reach = 1; reach < 64; reach *= 2) {
    search(grid, x, y, z, reach, found, far);
    if (found[0]! >= 0) return;
  }
}

function search(
  grid: Grid,
  x: number,
  y: number,
  z: number,
  reach: number,
  found: Int32Array,
  far: Float64Array,
): void {
  const { positions, cell, origin, size, start, order } = grid;
  const last = found.length - 1;
  for (let at = 0; at <= last; at++) {
    found[at] = -1;
    far[at] = Infinity;
  }
  const cx = Math.floor((x - origin[0]) / cell);
  const cy = Math.floor((y - origin[1]) / cell);
  const cz = Math.floor((z - origin[2]) / cell);
  const from = Math.max(cx - reach, 0);
  const to = Math.min(cx + reach, size[0] - 1);
  for (let k = Math.max(cz - reach, 0); k <= Math.min(cz + reach, size[2] - 1); k++)
    for (let j = Math.max(cy - reach, 0); j <= Math.min(cy + reach, size[1] - 1); j++) {
      const row = (k * size[1] + j) * size[0];
      if (from > to) continue;
      for (let n = start[row + from]!; n < start[row + to + 1]!; n++) {
        const i = order[n]!;
        const dx = positions[3 * i]! - x;
        const dy = positions[3 * i + 1]! - y;
        const dz = positions[3 * i + 2]! - z;
        const d = dx * dx + dy * dy + dz * dz;
        if (d >= far[last]!) continue;
        let at = last;
        for (; at > 0 && far[at - 1]! > d; at--) {
          far[at] = far[at - 1]!;
          found[at] = found[at - 1]!;
        }
        far[at] = d;
        found[at] = i;
      }
    }
}
