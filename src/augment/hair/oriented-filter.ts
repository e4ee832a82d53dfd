/**
 * Response of a picture to thin lines at 32 angles: the filter bank of MichiGAN (Tan et al. 2020; cal_orientation.py).
 *
 * Angle i is θ = i π / 32, measured from the picture's x axis counter-clockwise as one sees it (y up): 0 lies, 16 stands.
 * The kernel of θ is a line of deviation 1 px across and 2 px along, less a blob of 2 px, on 17 × 17 px:
 *   K = 2 G_θ - B,  G_θ = exp(-½ (across² + along² / 4)),  B = exp(-⅛ (across² + along²)).
 * Upstream writes (G / σ_h - B / σ_l) / (1 / σ_h - 1 / σ_l) with σ_h 1, σ_l 2 and σ_y 2, which is the same; B turns with
 * nothing, so it is taken once and by rows and columns.
 *
 * G is the same at (x, y) and (-x, -y); that of π - θ is mirrored, that of π/2 - θ transposed. So of the 289 pixels only
 * 145 sums and differences are needed, and each weighs in for four angles at once: 1,177 products a pixel for all 32
 * angles instead of 9,248.
 */
import type { Plane } from '../../pair.js';

/** Angles of the bank. */
export const ANGLES = 32;
/** The kernel reaches this many px either way. */
const REACH = 8;
const SIGMA_LINE_PX = 1;
const SIGMA_ALONG_PX = 2;

/** Strongest angle of each pixel. */
export interface Strongest {
  /** Index of the angle, 0 … 31; the first of equals. */
  readonly angle: Uint8Array;
  /** Its response in levels of the picture, at least 0. */
  readonly response: Float32Array;
}

/**
 * The strongest of the 32 responses where `set` is not 0; elsewhere 0 and 0. Beyond the picture there is black, as
 * upstream pads it. Plane [H, W], set [H, W] → two arrays [H, W]. Allocates.
 */
export function strongestAngles(plane: Plane, set: Uint8Array): Strongest {
  const { width, height } = plane;
  const padded = pad(plane);
  const stride = width + 2 * REACH;
  const blob = blobOf(padded, stride, height);
  const angle = new Uint8Array(width * height);
  const response = new Float32Array(width * height);
  const basis = new Float64Array(LANES * BASIS);
  const responses = new Float64Array(LANES * ANGLES);
  const pixels = new Uint32Array(LANES);
  let lanes = 0;
  const flush = (): void => {
    linesInto(basis, responses);
    for (let lane = 0; lane < lanes; lane++) {
      const i = pixels[lane]!;
      let best = lane;
      for (let k = LANES + lane; k < responses.length; k += LANES) if (responses[k]! > responses[best]!) best = k;
      const strongest = 2 * responses[best]! - blob[i]!;
      if (strongest <= 0) continue;
      angle[i] = best / LANES;
      response[i] = strongest;
    }
    lanes = 0;
  };
  for (let i = 0; i < set.length; i++) {
    if (!set[i]) continue;
    const y = Math.floor(i / width);
    fold(padded, (y + REACH) * stride + i - y * width + REACH, stride, basis, lanes);
    pixels[lanes++] = i;
    if (lanes === LANES) flush();
  }
  flush();
  return { angle, response };
}

function pad({ data, width, height }: Plane): Float64Array {
  const stride = width + 2 * REACH;
  const padded = new Float64Array(stride * (height + 2 * REACH));
  for (let y = 0; y < height; y++) {
    padded.set(data.subarray(y * width, (y + 1) * width), (y + REACH) * stride + REACH);
  }
  return padded;
}

/** Convolution with B, [H, W]. */
function blobOf(padded: Float64Array, stride: number, height: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * REACH + 1 }, (_, k) =>
    Math.exp(-((k - REACH) ** 2) / (2 * SIGMA_ALONG_PX ** 2)),
  );
  const columns = new Float64Array(stride * height);
  for (let y = 0; y < height; y++) {
    for (let k = 0; k < taps.length; k++) {
      const tap = taps[k]!;
      const from = (y + k) * stride;
      const to = y * stride;
      for (let x = 0; x < stride; x++) columns[to + x]! += tap * padded[from + x]!;
    }
  }
  const width = stride - 2 * REACH;
  const blob = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * stride + x;
      let sum = 0;
      for (let k = 0; k < taps.length; k++) sum += taps[k]! * columns[at + k]!;
      blob[y * width + x] = sum;
    }
  }
  return blob;
}

/** Pixels in work at once, side by side in `basis` and `responses`: each weight is read once for all of them. */
const LANES = 4;
/** Pairs u < v and u = v of the offsets 1 … 8: rows u, columns v. */
const MIXED = (REACH * (REACH - 1)) / 2;
/** Where the four parts of the basis begin: even or odd under mirroring, then kept or negated by transposing. */
const EVEN_KEPT = 0;
const EVEN_NEGATED = EVEN_KEPT + MIXED + REACH + REACH + 1;
const ODD_KEPT = EVEN_NEGATED + MIXED + REACH;
const ODD_NEGATED = ODD_KEPT + MIXED + REACH;
const BASIS = ODD_NEGATED + MIXED;

/** The neighbourhood as sums and differences, in the order of `weightsOf`. */
function fold(p: Float64Array, at: number, stride: number, basis: Float64Array, lane: number): void {
  let ek = LANES * EVEN_KEPT + lane;
  let en = LANES * EVEN_NEGATED + lane;
  let ok = LANES * ODD_KEPT + lane;
  let on = LANES * ODD_NEGATED + lane;
  for (let u = 1; u <= REACH; u++) {
    const below = at + u * stride;
    const above = at - u * stride;
    for (let v = u + 1; v <= REACH; v++, ek += LANES, en += LANES, ok += LANES, on += LANES) {
      const lower = at + v * stride;
      const upper = at - v * stride;
      const falling = p[below + v]! + p[above - v]!;
      const rising = p[below - v]! + p[above + v]!;
      const steepFalling = p[lower + u]! + p[upper - u]!;
      const steepRising = p[lower - u]! + p[upper + u]!;
      basis[ek] = falling + rising + steepFalling + steepRising;
      basis[en] = falling + rising - steepFalling - steepRising;
      basis[ok] = falling - rising + steepFalling - steepRising;
      basis[on] = falling - rising - steepFalling + steepRising;
    }
    const falling = p[below + u]! + p[above - u]!;
    const rising = p[below - u]! + p[above + u]!;
    const standing = p[below]! + p[above]!;
    const lying = p[at + u]! + p[at - u]!;
    basis[ek] = falling + rising;
    basis[ek + LANES] = standing + lying;
    basis[en] = standing - lying;
    basis[ok] = falling - rising;
    ek += 2 * LANES;
    en += LANES;
    ok += LANES;
  }
  basis[ek] = p[at]!;
}

/** Σ G over the neighbourhood for every angle: two of them at once, so that the basis is read half as often. */
function linesInto(basis: Float64Array, responses: Float64Array): void {
  for (let group = 0; group <= ANGLES / 4; group += 2) {
    const weights = WEIGHTS[group]!;
    const next = WEIGHTS[Math.min(ANGLES / 4, group + 1)]!;
    product(weights, next, basis, EVEN_KEPT, EVEN_NEGATED, EVEN);
    product(weights, next, basis, EVEN_NEGATED, ODD_KEPT, EVEN_TURNED);
    product(weights, next, basis, ODD_KEPT, ODD_NEGATED, ODD);
    product(weights, next, basis, ODD_NEGATED, BASIS, ODD_TURNED);
    respond(responses, group, 0);
    if (group < ANGLES / 4) respond(responses, group + 1, LANES);
  }
}

/** Sums of the four parts for two angles, lane by lane. */
const EVEN = new Float64Array(2 * LANES);
const EVEN_TURNED = new Float64Array(2 * LANES);
const ODD = new Float64Array(2 * LANES);
const ODD_TURNED = new Float64Array(2 * LANES);

/** The four angles that go with a group, from its sums at `from` on. */
function respond(responses: Float64Array, group: number, from: number): void {
  for (let lane = 0; lane < LANES; lane++) {
    const at = from + lane;
    const flat = EVEN[at]! + EVEN_TURNED[at]!;
    const steep = EVEN[at]! - EVEN_TURNED[at]!;
    responses[LANES * group + lane] = flat + ODD[at]! + ODD_TURNED[at]!;
    responses[LANES * (ANGLES / 2 - group) + lane] = steep + ODD[at]! - ODD_TURNED[at]!;
    if (group > 0) {
      responses[LANES * (ANGLES - group) + lane] = flat - ODD[at]! - ODD_TURNED[at]!;
      responses[LANES * (ANGLES / 2 + group) + lane] = steep - ODD[at]! + ODD_TURNED[at]!;
    }
  }
}

/** Σ weights · basis from `begin` to `end`, of each lane, then Σ next · basis. */
function product(
  weights: Float64Array,
  next: Float64Array,
  basis: Float64Array,
  begin: number,
  end: number,
  sums: Float64Array,
): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  for (let k = begin, at = LANES * begin; k < end; k++, at += LANES) {
    const weight = weights[k]!;
    const other = next[k]!;
    const p = basis[at]!;
    const q = basis[at + 1]!;
    const r = basis[at + 2]!;
    const s = basis[at + 3]!;
    a += weight * p;
    b += weight * q;
    c += weight * r;
    d += weight * s;
    e += other * p;
    f += other * q;
    g += other * r;
    h += other * s;
  }
  sums[0] = a;
  sums[1] = b;
  sums[2] = c;
  sums[3] = d;
  sums[4] = e;
  sums[5] = f;
  sums[6] = g;
  sums[7] = h;
}

/** Of the angles 0 … π/4, from which mirroring and transposing make the others. */
const WEIGHTS: readonly Float64Array[] = Array.from({ length: ANGLES / 4 + 1 }, (_, i) =>
  weightsOf((i * Math.PI) / ANGLES),
);

function weightsOf(theta: number): Float64Array {
  const weights = new Float64Array(BASIS);
  // Rows go down while angles go up, so the line's normal is (row, column) = (cos θ, sin θ).
  const g = (row: number, column: number): number => {
    const across = row * Math.cos(theta) + column * Math.sin(theta);
    const along = column * Math.cos(theta) - row * Math.sin(theta);
    return Math.exp(-0.5 * ((across / SIGMA_LINE_PX) ** 2 + (along / SIGMA_ALONG_PX) ** 2));
  };
  const even = (u: number, v: number): number => (g(u, v) + g(u, -v)) / 2;
  const odd = (u: number, v: number): number => (g(u, v) - g(u, -v)) / 2;
  let ek = EVEN_KEPT;
  let en = EVEN_NEGATED;
  let ok = ODD_KEPT;
  let on = ODD_NEGATED;
  for (let u = 1; u <= REACH; u++) {
    for (let v = u + 1; v <= REACH; v++) {
      weights[ek++] = (even(u, v) + even(v, u)) / 2;
      weights[en++] = (even(u, v) - even(v, u)) / 2;
      weights[ok++] = (odd(u, v) + odd(v, u)) / 2;
      weights[on++] = (odd(u, v) - odd(v, u)) / 2;
    }
    weights[ek++] = even(u, u);
    weights[ok++] = odd(u, u);
    weights[ek++] = (g(u, 0) + g(0, u)) / 2;
    weights[en++] = (g(u, 0) - g(0, u)) / 2;
  }
  weights[ek] = g(0, 0);
  return weights;
}
