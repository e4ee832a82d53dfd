/** The identity threshold of a run, from impostor pairs of the run: different faces, compared with each other. */
import { DiptychError } from '../errors.js';

/** Pairs needed per expected false match: below ten, the count of exceedances says little about the rate. */
const PAIRS_PER_MATCH = 10;

/** Threshold and the distribution that it comes from, all cosines. */
export interface ImpostorThreshold {
  /** Smallest cosine at which two images count as one person. */
  readonly threshold: number;
  /** Impostor pairs compared. */
  readonly pairs: number;
  readonly falseMatchRate: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * Compares every embedding with every other, all of different faces, and returns a threshold that an unseen impostor
 * pair reaches with probability `falseMatchRate` at most: of n cosines the ⌈(1 − rate)(n + 1)⌉-th smallest (split
 * conformal quantile, Vovk 2012). It lies above the plain empirical quantile by less the larger n is. The n pairs
 * share faces and are not independent, which widens the scatter of the achieved rate, not its mean.
 *
 * `embeddings` are unit vectors of one length. Throws E_RECIPE when there are fewer than 10 / rate pairs.
 * O(n) memory, O(n · dim) time for n = k(k − 1)/2 pairs of k embeddings.
 */
export function impostorThreshold(embeddings: readonly Float32Array[], falseMatchRate: number): ImpostorThreshold {
  const k = embeddings.length;
  const n = (k * (k - 1)) / 2;
  const needed = Math.ceil(PAIRS_PER_MATCH / falseMatchRate - 1e-9);
  if (n < needed) throw tooFew(n, needed, falseMatchRate);
  const cosines = new Float64Array(n);
  let sum = 0;
  for (let i = 0, p = 0; i < k; i++) {
    for (let j = 0; j < i; j++) {
      const value = dot(embeddings[i]!, embeddings[j]!);
      cosines[p++] = value;
      sum += value;
    }
  }
  cosines.sort();
  const rank = Math.min(n, Math.ceil((1 - falseMatchRate) * (n + 1) - 1e-9));
  const quantile = (q: number): number => cosines[Math.min(n - 1, Math.floor(q * n))]!;
  return {
    threshold: cosines[rank - 1]!,
    pairs: n,
    falseMatchRate,
    mean: sum / n,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
    max: cosines[n - 1]!,
  };
}

/** Number of different faces whose cross pairs suffice for a false-match rate. */
export function facesNeeded(falseMatchRate: number): number {
  const pairs = Math.ceil(PAIRS_PER_MATCH / falseMatchRate - 1e-9);
  return Math.ceil((1 + Math.sqrt(1 + 8 * pairs)) / 2);
}

function tooFew(pairs: number, needed: number, falseMatchRate: number): DiptychError {
  return new DiptychError(
    'E_RECIPE',
    `Expected at least ${needed} impostor pairs for falseMatchRate ${falseMatchRate} but received ${pairs}`,
    { hint: `Calibrate on ${facesNeeded(falseMatchRate)} faces or more, or raise falseMatchRate` },
  );
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
