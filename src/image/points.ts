/** Points in px, [x0, y0, x1, y1, …]. Pure. */

/** Mean of the points with these numbers, px; at least one. */
export function centroid(points: Float32Array, of: readonly number[]): [number, number] {
  let x = 0;
  let y = 0;
  for (const i of of) {
    x += points[2 * i]!;
    y += points[2 * i + 1]!;
  }
  return [x / of.length, y / of.length];
}
