/** Perceptual hash: the signs of an image's lowest frequencies, which survive scaling, compression and small edits. */
import { luma } from '../image/filter.js';
import { resizePlane } from '../image/resize.js';
import type { Plane, RgbPlanes } from '../pair.js';

const SIDE = 32;
const KEPT = 8;

/**
 * 64-bit DCT hash as 16 hex digits: luma, resized to 32 × 32, DCT-II, the 8 × 8 lowest frequencies including the
 * mean, one bit each for being above their median, row by row, most significant bit first. The bit layout is that of
 * the Python package imagehash (`phash`, hash_size 8); the resampling is ours, so hashes of other sizes than 32 px may
 * differ from its hashes in a few bits.
 */
export function phash(image: RgbPlanes): string {
  return phashOfLuma(luma(image));
}

/** The same of a luma plane in [-1, 1]: the hash holds the sign of the mean, so the range matters. */
export function phashOfLuma(plane: Plane): string {
  const { data } = resizePlane(plane, SIDE, SIDE);
  const low = lowFrequencies(data);
  const sorted = low.slice().sort();
  const median = (sorted[(KEPT * KEPT) / 2 - 1]! + sorted[(KEPT * KEPT) / 2]!) / 2;
  let hex = '';
  for (let i = 0; i < low.length; i += 4) {
    let nibble = 0;
    for (let b = 0; b < 4; b++) nibble = nibble * 2 + (low[i + b]! > median ? 1 : 0);
    hex += nibble.toString(16);
  }
  return hex;
}

/** Number of differing bits of two hashes of 16 hex digits, 0 to 64. */
export function hamming(a: string, b: string): number {
  let bits = 0;
  for (let i = 0; i < 16; i += 8) {
    bits += popcount(Number.parseInt(a.slice(i, i + 8), 16) ^ Number.parseInt(b.slice(i, i + 8), 16));
  }
  return bits;
}

/** Number of set bits of a 32-bit integer. */
export function popcount(x: number): number {
  let v = x - ((x >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Unnormalised DCT-II of 32 × 32 values, rows and columns 0 to 7 only: Σ x·cos(π k (2n + 1) / 64) in both axes. */
function lowFrequencies(x: Float32Array): Float64Array {
  const columns = new Float64Array(KEPT * SIDE);
  for (let v = 0; v < KEPT; v++) {
    for (let y = 0; y < SIDE; y++) {
      const c = COSINES[v * SIDE + y]!;
      for (let i = 0; i < SIDE; i++) columns[v * SIDE + i]! += c * x[y * SIDE + i]!;
    }
  }
  const low = new Float64Array(KEPT * KEPT);
  for (let v = 0; v < KEPT; v++) {
    for (let u = 0; u < KEPT; u++) {
      for (let i = 0; i < SIDE; i++) low[v * KEPT + u]! += COSINES[u * SIDE + i]! * columns[v * SIDE + i]!;
    }
  }
  return low;
}

const COSINES = Float64Array.from({ length: KEPT * SIDE }, (_, i) =>
  Math.cos((Math.PI * Math.floor(i / SIDE) * (2 * (i % SIDE) + 1)) / (2 * SIDE)),
);
