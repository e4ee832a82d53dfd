/**
 * Gaussian of any width at the same cost: four extended box filters in a row (Gwosdek, Grewenig, Bruhn, Weickert 2011,
 * "Theoretical foundations of Gaussian convolution by extended box filtering").
 *
 * Each box holds the pixels up to r away in full and the next one each way in part, so that its variance is a quarter
 * of the Gaussian's, whatever that is. All weights are positive, so nothing overshoots, and constants stay what they
 * are. The kernel differs from the Gaussian's by at most 3.6 % of its peak at 2 px and more (6 % at 1 px), and
 * what it makes of a step by at most 1.3 % of the step; the running sums are of float64, so that they do not drift.
 */

const PASSES = 4;

interface Box {
  /** Pixels in full, either way. */
  readonly reach: number;
  /** Share of the next pixel. */
  readonly part: number;
}

/** Box whose variance is a fourth of `sigmaPx`² (equations 9 and 10 there). */
function boxOf(sigmaPx: number): Box {
  const variance = sigmaPx ** 2 / PASSES;
  const reach = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2);
  const part = ((2 * reach + 1) * (reach * (reach + 1) - 3 * variance)) / (6 * (variance - (reach + 1) ** 2));
  return { reach, part };
}

/**
 * Blurs one plane [H, W] in place; values beyond the edge are those at the edge, again in
 * every pass, so that near the edge its pixels count for more than in a Gaussian of the continued plane. `sigmaPx` 0 changes
 * nothing. About 6 ms for 512 × 512.
 */
export function wideGaussian(plane: Float32Array, width: number, height: number, sigmaPx: number): void {
  if (sigmaPx === 0) return;
  const box = boxOf(sigmaPx);
  alongRows(plane, width, height, box);
  alongColumns(plane, width, height, box);
}

/** Rows in work at once, side by side: each sum waits for its own additions, not for those of the others. */
const LANES = 4;

/** Four rows at a time, from one padded line to another and back, each rounded as the plane is. */
function alongRows(plane: Float32Array, width: number, height: number, { reach, part }: Box): void {
  const pad = LANES * (reach + 1);
  const far = 2 * pad;
  const end = LANES * width;
  let line = new Float32Array(end + far);
  let next = new Float32Array(end + far);
  const gain = 1 / (2 * reach + 1 + 2 * part);
  for (let top = 0; top < height; top += LANES) {
    const rows = Math.min(LANES, height - top);
    for (let lane = 0; lane < rows; lane++) {
      const row = (top + lane) * width;
      for (let x = 0, to = pad + lane; x < width; x++, to += LANES) line[to] = plane[row + x]!;
    }
    for (let pass = 0; pass < PASSES; pass++) {
      for (let k = 0; k < pad; k++) {
        line[k] = line[pad + (k & (LANES - 1))]!;
        line[pad + end + k] = line[pad + end - LANES + (k & (LANES - 1))]!;
      }
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let k = LANES; k < far; k += LANES) {
        a += line[k]!;
        b += line[k + 1]!;
        c += line[k + 2]!;
        d += line[k + 3]!;
      }
      for (let x = 0; x < end; x += LANES) {
        const right = x + far;
        next[pad + x] = (a + part * (line[x]! + line[right]!)) * gain;
        next[pad + x + 1] = (b + part * (line[x + 1]! + line[right + 1]!)) * gain;
        next[pad + x + 2] = (c + part * (line[x + 2]! + line[right + 2]!)) * gain;
        next[pad + x + 3] = (d + part * (line[x + 3]! + line[right + 3]!)) * gain;
        a += line[right]! - line[x + LANES]!;
        b += line[right + 1]! - line[x + LANES + 1]!;
        c += line[right + 2]! - line[x + LANES + 2]!;
        d += line[right + 3]! - line[x + LANES + 3]!;
      }
      [line, next] = [next, line];
    }
    for (let lane = 0; lane < rows; lane++) {
      const row = (top + lane) * width;
      for (let x = 0, from = pad + lane; x < width; x++, from += LANES) plane[row + x] = line[from]!;
    }
  }
}

/** Whole rows at a time, from one plane to another and back. */
function alongColumns(plane: Float32Array, width: number, height: number, { reach, part }: Box): void {
  const gain = 1 / (2 * reach + 1 + 2 * part);
  const rowAt = (y: number): number => Math.min(height - 1, Math.max(0, y)) * width;
  const sums = new Float64Array(width);
  let from = plane;
  let to: Float32Array = new Float32Array(plane.length);
  for (let pass = 0; pass < PASSES; pass++) {
    sums.fill(0);
    for (let k = -reach; k <= reach; k++) {
      const row = rowAt(k);
      for (let x = 0; x < width; x++) sums[x]! += from[row + x]!;
    }
    for (let y = 0; y < height; y++) {
      const out = y * width;
      const above = rowAt(y - reach - 1);
      const leaving = rowAt(y - reach);
      const below = rowAt(y + reach + 1);
      for (let x = 0; x < width; x++) {
        const next = from[below + x]!;
        to[out + x] = (sums[x]! + part * (from[above + x]! + next)) * gain;
        sums[x]! += next - from[leaving + x]!;
      }
    }
    [from, to] = [to, from];
  }
}
