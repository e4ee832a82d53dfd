/** The domain of a pack's scorers: what their features look like on pictures of their own kind, and where that ends. */
import { invariant } from '../../errors.js';
import { fitGaussian, type Gaussian, mahalanobis } from './gaussian.js';

/** A fitted domain. Plain data: the main thread fits it, workers ask it. */
export interface Domain {
  readonly gaussian: Gaussian;
  /** Largest Mahalanobis distance that is inside. */
  readonly threshold: number;
}

/** Share of references that may be found outside: 2 %, for at 1 % photographs get in (see references.ts). */
const RATE = 0.02;

const FOLDS = 5;

/**
 * Fits a domain to the features of reference pictures.
 *
 * Every feature is measured by a distribution that was fitted without it (five folds), and of these n distances the
 * ⌈(1 − rate)(n + 1)⌉-th smallest is the threshold: cross-conformal prediction (Vovk 2015), which spends no picture on
 * calibration alone. The distribution kept is that of all pictures. It knows a little more than those that gave the
 * threshold, so slightly fewer than `rate` are found outside.
 *
 * Vectors of one length, 1/rate of them or more.
 */
export function fitDomain(features: readonly Float32Array[], rate = RATE): Domain {
  const n = features.length;
  invariant(n >= Math.max(1 / rate, 2 * FOLDS), `a domain needs more than ${n} reference pictures`);
  const distances = new Float64Array(n);
  for (let held = 0; held < FOLDS; held++) {
    const others = fitGaussian(features.filter((_, i) => i % FOLDS !== held));
    for (let i = held; i < n; i += FOLDS) distances[i] = mahalanobis(others, features[i]!);
  }
  distances.sort();
  const rank = Math.min(n, Math.ceil((1 - rate) * (n + 1) - 1e-9));
  return { gaussian: fitGaussian(features), threshold: distances[rank - 1]! };
}

/** Where a picture lies: its distance as a share of the threshold (1 is the border), and whether that is inside. */
export interface Place {
  readonly distance: number;
  readonly inside: boolean;
}

/** Asks a domain for a picture's place by its feature, in O(d²). */
export function inDomain({ gaussian, threshold }: Domain, feature: Float32Array): Place {
  const distance = mahalanobis(gaussian, feature) / threshold;
  return { distance, inside: distance <= 1 };
}
