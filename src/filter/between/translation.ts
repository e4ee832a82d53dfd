/**
 * Sub-pixel move of one image against another, where a set of pixels says: Lucas and Kanade 1981 in the inverse
 * compositional form (Baker and Matthews 2004), coarse to fine.
 *
 * Both images are looked at between two scales, so that a change of light does not count, and their contrast is matched
 * on the way. Pixels that disagree weigh little (Cauchy's weights): a collar that changed does not pull. Pure.
 */
import { resizePlane } from '../../image/resize.js';
import type { Plane } from '../../pair.js';
import { bandpass, sampleAt } from './bandpass.js';

/** What was found, and how far to trust it. */
export interface Translation {
  /** after(x + dx, y + dy) shows what before(x, y) shows, px of the planes. */
  readonly dx: number;
  readonly dy: number;
  /** Mean square of the weighted gradient in the direction that has least of it, (levels / px)². */
  readonly structure: number;
  /** Correlation of both images once aligned, weighted. */
  readonly agreement: number;
}

/** A whole-pixel search comes first, on planes of at most this side, this far. */
const COARSEST_PX = 64;
const REACH_PX = 4;

/** Correlation that a move of one px has to earn. */
const FAR_COST = 0.02;

/** How far a scale may correct the one before it; further is not a correction. */
const ROAM_PX = 2;
/** Pixels beside a sample that its interpolation, or the gradient, asks for. */
const REACH_OF_TAPS_PX = 2;

/** More pixels make the answer no better. */
const MOST_PIXELS = 12000;
const STEPS = 8;
const SETTLED_PX = 0.004;
/** Cauchy's weights fall to a half here, in robust standard deviations of the difference. */
const CUT = 2.4;
/** Differences that the robust deviation is taken of. */
const SPREAD_SAMPLES = 800;
/** Below this the gradients lie in one direction or nowhere, and the equations have no one answer. */
const SINGULAR = 1e-6;

/** Planes [H, W] of luma in 0..255; `where` [H, W] of 0 and 1 on *before*. Undefined where there is no structure. */
export function translation(before: Plane, after: Plane, where: Uint8Array): Translation | undefined {
  const levels: Level[] = [{ a: before, b: after, where }];
  for (let level = levels[0]!; Math.min(level.a.width, level.a.height) > COARSEST_PX; ) {
    level = halve(level);
    levels.push(level);
  }
  let [dx, dy] = [0, 0];
  let found: Translation | undefined;
  for (const [i, level] of levels.reverse().entries()) {
    const bands = { a: bandpass(level.a), b: bandpass(level.b), where: level.where };
    [dx, dy] = i === 0 ? search(bands) : [2 * dx, 2 * dy];
    found = refine(bands, dx, dy);
    if (found) [dx, dy] = [found.dx, found.dy];
  }
  return found;
}

interface Level {
  readonly a: Plane;
  readonly b: Plane;
  readonly where: Uint8Array;
}

/** Half the size, an odd last row or column left out; a pixel counts where three of its four did. */
function halve({ a, b, where }: Level): Level {
  const [width, height] = [a.width >> 1, a.height >> 1];
  const even = (plane: Plane): Plane => resizePlane(trim(plane, 2 * width, 2 * height), width, height);
  const whole = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const j = 2 * y * a.width + 2 * x;
      if (where[j]! + where[j + 1]! + where[j + a.width]! + where[j + a.width + 1]! >= 3) whole[i] = 1;
    }
  }
  return { a: even(a), b: even(b), where: whole };
}

function trim(plane: Plane, width: number, height: number): Plane {
  if (plane.width === width) return { data: plane.data.subarray(0, width * height), width, height };
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) data.set(plane.data.subarray(y * plane.width, y * plane.width + width), y * width);
  return { data, width, height };
}

/**
 * Linear indices of the set pixels that stay inside the plane, with what interpolation needs around them, when they
 * move by (dx, dy) give or take `slack`.
 */
function pixelsFor({ a: { width, height }, where }: Level, dx: number, dy: number, slack: number): Int32Array {
  const margin = slack + REACH_OF_TAPS_PX;
  const clip = (move: number, size: number): [number, number] => [
    Math.max(margin, Math.ceil(margin - move)),
    Math.min(size - margin, Math.floor(size - margin - move)),
  ];
  const [left, right] = clip(dx, width);
  const [top, bottom] = clip(dy, height);
  const pixels = new Int32Array(width * height);
  let n = 0;
  for (let y = top; y < bottom; y++) {
    for (let i = y * width + left; i < y * width + right; i++) if (where[i]) pixels[n++] = i;
  }
  const every = Math.max(1, Math.ceil(n / MOST_PIXELS));
  const kept = Math.floor(n / every);
  for (let k = 1; k < kept; k++) pixels[k] = pixels[k * every]!;
  return pixels.subarray(0, kept);
}

/** The whole-pixel move at which both correlate best; of the moves of a pattern that repeats, the shortest. */
function search(level: Level): [number, number] {
  const { a, b } = level;
  const pixels = pixelsFor(level, 0, 0, REACH_PX);
  let best: [number, number] = [0, 0];
  let most = -Infinity;
  for (let dy = -REACH_PX; dy <= REACH_PX; dy++) {
    for (let dx = -REACH_PX; dx <= REACH_PX; dx++) {
      const offset = dy * a.width + dx;
      let [aa, bb, ab] = [0, 0, 0];
      for (let k = 0; k < pixels.length; k++) {
        const p = a.data[pixels[k]!]!;
        const q = b.data[pixels[k]! + offset]!;
        aa += p * p;
        bb += q * q;
        ab += p * q;
      }
      const correlation = aa * bb === 0 ? -1 : ab / Math.sqrt(aa * bb);
      const score = correlation - FAR_COST * Math.hypot(dx, dy);
      if (score > most) [most, best] = [score, [dx, dy]];
    }
  }
  return best;
}

/** Gauss–Newton from a start. The gradient is that of *before*, so it is taken once. */
function refine(level: Level, startX: number, startY: number): Translation | undefined {
  const { a, b } = level;
  const pixels = pixelsFor(level, startX, startY, ROAM_PX);
  const n = pixels.length;
  const still = new Float32Array(n);
  const gradX = new Float32Array(n);
  const gradY = new Float32Array(n);
  for (let k = 0; k < n; k++) {
    const i = pixels[k]!;
    still[k] = a.data[i]!;
    gradX[k] = (a.data[i + 1]! - a.data[i - 1]!) / 2;
    gradY[k] = (a.data[i + a.width]! - a.data[i - a.width]!) / 2;
  }
  const moved = new Float32Array(n);
  let [dx, dy] = [startX, startY];
  let [structure, agreement, gain] = [0, 0, 1];
  for (let step = 0; step < STEPS; step++) {
    sampleAt(b, pixels, dx, dy, moved);
    const spread = CUT * Math.max(spreadOf(still, moved, gain), 1e-3);
    let [xx, xy, yy, xr, yr, aa, bb, ab, ww] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let k = 0; k < n; k++) {
      const p = still[k]!;
      const q = moved[k]!;
      const gx = gradX[k]!;
      const gy = gradY[k]!;
      const r = gain * q - p;
      const w = 1 / (1 + (r / spread) ** 2);
      xx += w * gx * gx;
      xy += w * gx * gy;
      yy += w * gy * gy;
      xr += w * gx * r;
      yr += w * gy * r;
      aa += w * p * p;
      bb += w * q * q;
      ab += w * p * q;
      ww += w;
    }
    const determinant = xx * yy - xy * xy;
    if (!(determinant > SINGULAR * ww * ww) || bb === 0) return undefined;
    structure = ((xx + yy) / 2 - Math.hypot((xx - yy) / 2, xy)) / ww;
    agreement = ab / Math.sqrt(aa * bb);
    gain = Math.min(Math.max(ab / bb, 0.25), 4);
    const mx = (yy * xr - xy * yr) / determinant;
    const my = (xx * yr - xy * xr) / determinant;
    dx -= mx;
    dy -= my;
    if (Math.max(Math.abs(dx - startX), Math.abs(dy - startY)) > ROAM_PX) return undefined;
    if (Math.hypot(mx, my) < SETTLED_PX) break;
  }
  return { dx, dy, structure, agreement };
}

/** Robust standard deviation of the difference: 1.4826 × its median, of some of the pixels. */
function spreadOf(still: Float32Array, moved: Float32Array, gain: number): number {
  const every = Math.ceil(still.length / SPREAD_SAMPLES) || 1;
  const some = new Float32Array(Math.ceil(still.length / every));
  for (let k = 0; k < some.length; k++) some[k] = Math.abs(gain * moved[k * every]! - still[k * every]!);
  return 1.4826 * (some.sort()[some.length >> 1] ?? 0);
}
