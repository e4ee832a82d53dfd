/** Mean over neighbours of the same kind. Pure. */

/**
 * Mean of `values` over the square of 2 radius + 1 px, counting only pixels that are `inside` (≥ 0); others keep theirs.
 * Running sums along rows, then columns: the time does not depend on the radius. Writes into `values`, [H, W].
 */
export function soften(values: Float32Array, inside: Int32Array, width: number, height: number, radius: number): void {
  const sum = new Float32Array(values.length);
  const count = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    if (inside[i]! < 0) continue;
    sum[i] = values[i]!;
    count[i] = 1;
  }
  for (const plane of [sum, count]) {
    slide(plane, height, width, width, 1, radius);
    slide(plane, width, height, 1, width, radius);
  }
  for (let i = 0; i < values.length; i++) if (inside[i]! >= 0) values[i] = sum[i]! / count[i]!;
}

/** Sums of 2 radius + 1 neighbours along each of `lines` lines of n pixels; beyond the ends there is nothing. */
function slide(plane: Float32Array, lines: number, n: number, apart: number, step: number, radius: number): void {
  const line = new Float32Array(n);
  for (let k = 0; k < lines; k++) {
    const base = k * apart;
    for (let i = 0; i < n; i++) line[i] = plane[base + i * step]!;
    let sum = 0;
    for (let i = 0; i < Math.min(radius, n); i++) sum += line[i]!;
    for (let i = 0; i < n; i++) {
      if (i + radius < n) sum += line[i + radius]!;
      if (i > radius) sum -= line[i - radius - 1]!;
      plane[base + i * step] = sum;
    }
  }
}
