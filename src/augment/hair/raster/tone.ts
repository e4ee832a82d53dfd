/** How strands of one head differ: tone, warmth, grey, shine. Pure. */
import { streamOf } from '../../../random.js';
import type { Strands } from '../types.js';
import { type HairColour, UNPIGMENTED } from './hair-colour.js';

/** By strand. */
export interface StrandTones {
  /** Albedo, linear RGB, [strands, 3]. */
  readonly albedo: Float32Array;
  /** Tilt of the cuticle beside the mean, in sines of the angle; and strength of the second highlight. */
  readonly shift: Float32Array;
  readonly glint: Float32Array;
}

/** Width of a lock that has a tone of its own, cm. */
const LOCK = 1.1;
/** Parts of the variation that belong to the strand, to its lock, and to its warmth (red against blue). */
const OWN = 0.75;
const SHARED = 0.65;
const WARMTH = 0.3;
/** Standard deviation of the cuticle's tilt. */
const TILT = 0.07;
const LIGHTEST = 0.9;

/** Tones of all strands, from (seed, strand) and the place of the root. Allocates. */
export function strandTones({ points, first, radius }: Strands, colour: HairColour, seed: number): StrandTones {
  const salt = Math.floor(streamOf(seed, 0, 'hair-tone')() * 2 ** 31);
  const n = radius.length;
  const albedo = new Float32Array(3 * n);
  const shift = new Float32Array(n);
  const glint = new Float32Array(n);
  for (let s = 0; s < n; s++) {
    const root = 3 * first[s]!;
    const lock = noiseAt(points[root]! / LOCK, points[root + 1]! / LOCK, points[root + 2]! / LOCK, salt);
    const tone = colour.variation * (OWN * normal(s, 0, salt) + SHARED * lock);
    const warmth = colour.variation * WARMTH * normal(s, 3, salt);
    const base = hash(s, 9, 0, salt) < colour.grey ? UNPIGMENTED : colour.albedo;
    for (let c = 0; c < 3; c++) albedo[3 * s + c] = Math.min(LIGHTEST, base[c]! * Math.exp(tone + (1 - c) * warmth));
    shift[s] = TILT * normal(s, 6, salt);
    glint[s] = 0.4 + 1.2 * hash(s, 10, 0, salt);
  }
  return { albedo, shift, glint };
}

/** About normal, mean 0, variance 1, within ± 3: sum of three uniform numbers, from the strand's `draw` on. */
function normal(strand: number, draw: number, salt: number): number {
  return 2 * (hash(strand, draw, 0, salt) + hash(strand, draw + 1, 0, salt) + hash(strand, draw + 2, 0, salt) - 1.5);
}

/** Smooth noise with mean 0 and variance near 1: random values on the integer lattice, blended smoothly. */
function noiseAt(x: number, y: number, z: number, salt: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const k = Math.floor(z);
  const u = smooth(x - i);
  const v = smooth(y - j);
  const w = smooth(z - k);
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    const [right, above, front] = [corner & 1, (corner >> 1) & 1, corner >> 2];
    const weight = (right ? u : 1 - u) * (above ? v : 1 - v) * (front ? w : 1 - w);
    sum += weight * (hash(i + right, j + above, k + front, salt) - 0.5);
  }
  return 5 * sum;
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

/** [0, 1) from integers: multiply and fold, as in the finaliser of MurmurHash3. */
function hash(i: number, j: number, k: number, salt: number): number {
  let h = Math.imul(i, 0x8da6b343) ^ Math.imul(j, 0xd8163841) ^ Math.imul(k, 0xcb1ab31f) ^ salt;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
