/** Guided filter: gives a soft, low-resolution mask the edges of the image that it belongs to. */
import { invariant } from '../../errors.js';
import { resize, resizePlane } from '../../image/resize.js';
import type { Plane, RgbPlanes } from '../../pair.js';

/** How far and how closely the mask follows the image. */
export interface GuidedOptions {
  /** Half the side of the windows, px of the image. */
  readonly radiusPx: number;
  /** Variance of the image, in its own units squared, below which a window counts as flat. */
  readonly epsilon: number;
  /** The linear model of each window is solved on a grid this much coarser; it is smooth, so little is lost. */
  readonly subsample: number;
}

/**
 * In every window the output is the linear function of the image's three channels that is nearest to the mask (He, Sun
 * and Tang 2010, equations 14 to 16; solved on a coarser grid as in "Fast Guided Filter", He and Sun 2015).
 *
 * Image [3, H, W], mask [H, W] in [0, 1] → [H, W], clamped to [0, 1]. Allocates; O(width · height), whatever the radius.
 */
export function guidedFilter(image: RgbPlanes, mask: Plane, options: GuidedOptions): Plane {
  const { width, height } = image;
  invariant(mask.width === width && mask.height === height, 'mask and image have one size');
  const w = Math.max(1, Math.round(width / options.subsample));
  const h = Math.max(1, Math.round(height / options.subsample));
  const radius = Math.max(1, Math.round(options.radiusPx / options.subsample));
  const model = windows(resize(image, w, h), resizePlane(mask, w, h), radius, options.epsilon);
  const [ar, ag, ab, b] = model.map((data) => resizePlane({ data, width: w, height: h }, width, height).data);
  const n = width * height;
  const data = new Float32Array(n);
  const { data: rgb } = image;
  for (let i = 0; i < n; i++) {
    const value = ar![i]! * rgb[i]! + ag![i]! * rgb[n + i]! + ab![i]! * rgb[2 * n + i]! + b![i]!;
    data[i] = value < 0 ? 0 : value > 1 ? 1 : value;
  }
  return { data, width, height };
}

/** Coefficients of red, green, blue and 1, each [H, W], averaged over the windows that hold a pixel. */
function windows({ data, width, height }: RgbPlanes, mask: Plane, radius: number, epsilon: number): Float32Array[] {
  const n = width * height;
  const mean = (of: Float32Array): Float32Array => boxMean(of, width, height, radius);
  const product = (a: Float32Array, b: Float32Array): Float32Array => mean(a.map((value, i) => value * b[i]!));
  const [r, g, b] = [0, 1, 2].map((c) => data.subarray(c * n, (c + 1) * n));
  const p = mask.data;
  const [mr, mg, mb, mp] = [r, g, b, p].map((of) => mean(of!));
  const [rr, rg, rb] = [r, g, b].map((of) => product(r!, of!));
  const [gg, gb] = [g, b].map((of) => product(g!, of!));
  const bb = product(b!, b!);
  const [rp, gp, bp] = [r, g, b].map((of) => product(of!, p));
  const model = [0, 1, 2, 3].map(() => new Float32Array(n));
  for (let i = 0; i < n; i++) {
    const [x, y, z, m] = [mr![i]!, mg![i]!, mb![i]!, mp![i]!];
    const a11 = rr![i]! - x * x + epsilon;
    const a12 = rg![i]! - x * y;
    const a13 = rb![i]! - x * z;
    const a22 = gg![i]! - y * y + epsilon;
    const a23 = gb![i]! - y * z;
    const a33 = bb[i]! - z * z + epsilon;
    const [v1, v2, v3] = [rp![i]! - x * m, gp![i]! - y * m, bp![i]! - z * m];
    // The inverse of the symmetric covariance by cofactors.
    const c11 = a22 * a33 - a23 * a23;
    const c12 = a13 * a23 - a12 * a33;
    const c13 = a12 * a23 - a13 * a22;
    const determinant = a11 * c11 + a12 * c12 + a13 * c13;
    const c22 = a11 * a33 - a13 * a13;
    const c23 = a12 * a13 - a11 * a23;
    const c33 = a11 * a22 - a12 * a12;
    const s1 = (c11 * v1 + c12 * v2 + c13 * v3) / determinant;
    const s2 = (c12 * v1 + c22 * v2 + c23 * v3) / determinant;
    const s3 = (c13 * v1 + c23 * v2 + c33 * v3) / determinant;
    model[0]![i] = s1;
    model[1]![i] = s2;
    model[2]![i] = s3;
    model[3]![i] = m - s1 * x - s2 * y - s3 * z;
  }
  return model.map(mean);
}

/** Mean over the square of side 2 · radius + 1 around each pixel, as much of it as lies in the image. Allocates. */
export function boxMean(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const out = new Float32Array(values.length);
  boxMeanInto(values, width, height, radius, new Float32Array(values.length), out);
  return out;
}

/** As `boxMean`, through `rows` into `out`, both [H, W]; `out` may be `values`. */
export function boxMeanInto(
  values: Float32Array,
  width: number,
  height: number,
  radius: number,
  rows: Float32Array,
  out: Float32Array,
): void {
  const across = shares(width, radius);
  const [enter, leave] = [Math.min(radius, width), Math.max(0, width - radius)];
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = 0;
    for (let x = 0; x < enter; x++) sum += values[row + x]!;
    for (let x = 0; x < width; x++) {
      if (x < leave) sum += values[row + x + radius]!;
      if (x > radius) sum -= values[row + x - radius - 1]!;
      rows[row + x] = sum * across[x]!;
    }
  }
  const down = shares(height, radius);
  const sums = new Float64Array(width);
  for (let y = 0; y < Math.min(radius, height); y++) for (let x = 0; x < width; x++) sums[x]! += rows[y * width + x]!;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const share = down[y]!;
    if (y + radius < height) {
      const enters = (y + radius) * width;
      for (let x = 0; x < width; x++) sums[x]! += rows[enters + x]!;
    }
    if (y > radius) {
      const leaves = (y - radius - 1) * width;
      for (let x = 0; x < width; x++) sums[x]! -= rows[leaves + x]!;
    }
    for (let x = 0; x < width; x++) out[row + x] = sums[x]! * share;
  }
}

/** One over the number of places within `radius` of each of so many in a line. */
function shares(count: number, radius: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = 1 / (Math.min(count - 1, i + radius) - Math.max(0, i - radius) + 1);
  return out;
}
