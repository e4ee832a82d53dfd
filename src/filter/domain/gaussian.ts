/** A normal distribution fitted to few samples of many dimensions, and the distance of a vector to it. */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { invariant } from '../../errors.js';

/** Mean, spread of each dimension, and the whitening of the standardised rest. Plain arrays: can go to a worker. */
export interface Gaussian {
  /** [d] */
  readonly mean: Float64Array;
  /** 1 / standard deviation, [d]; 0 for a dimension that does not vary, which says nothing of how far is far. */
  readonly scale: Float64Array;
  /** Lower triangle L of the shrunk correlation matrix Σ = L·Lᵀ, packed by rows, [d(d + 1)/2]. */
  readonly lower: Float64Array;
}

/** Standard deviation, as a share of the largest, below which a dimension counts as constant. */
const CONSTANT = 1e-6;

/**
 * Fits by the mean and the correlation matrix, shrunk towards the identity by the share that Ledoit and Wolf (2004,
 * "A well-conditioned estimator for large-dimensional covariance matrices", eq. 14) estimate from the same samples:
 * with fewer samples than dimensions the plain matrix has no inverse. n ≥ 2 vectors of one length d; O(n·d² + d³).
 */
export function fitGaussian(samples: readonly Float32Array[]): Gaussian {
  const n = samples.length;
  const d = samples[0]?.length ?? 0;
  invariant(n > 1 && d > 0, 'a distribution needs two samples or more');
  const mean = new Float64Array(d);
  for (const x of samples) for (let k = 0; k < d; k++) mean[k]! += x[k]! / n;
  const variance = new Float64Array(d);
  for (const x of samples) for (let k = 0; k < d; k++) variance[k]! += (x[k]! - mean[k]!) ** 2 / n;
  const least = CONSTANT * Math.sqrt(variance.reduce((a, b) => Math.max(a, b), 0));
  const scale = variance.map((v) => (Math.sqrt(v) > least ? 1 / Math.sqrt(v) : 0));
  const correlation = shrink(correlate(samples, mean, scale), n);
  return { mean, scale, lower: packedCholesky(correlation, d) };
}

/** Mahalanobis distance √((x − μ)ᵀ Σ⁻¹ (x − μ)), by forward substitution. Infinity for what is no number. */
export function mahalanobis({ mean, scale, lower }: Gaussian, x: Float32Array): number {
  const d = mean.length;
  invariant(x.length === d, `a vector of ${x.length} values against a distribution of ${d}`);
  const y = new Float64Array(d);
  let squares = 0;
  for (let i = 0, row = 0; i < d; row += ++i) {
    let rest = (x[i]! - mean[i]!) * scale[i]!;
    for (let k = 0; k < i; k++) rest -= lower[row + k]! * y[k]!;
    y[i] = rest / lower[row + i]!;
    squares += y[i]! ** 2;
  }
  return Number.isFinite(squares) ? Math.sqrt(squares) : Infinity;
}

interface Correlation {
  /** [d, d], lower triangle filled. */
  readonly matrix: Float64Array;
  /** Σ over samples of ‖x‖⁴. */
  readonly fourth: number;
  readonly d: number;
}

function correlate(samples: readonly Float32Array[], mean: Float64Array, scale: Float64Array): Correlation {
  const d = mean.length;
  const matrix = new Float64Array(d * d);
  const z = new Float64Array(d);
  let fourth = 0;
  for (const x of samples) {
    let norm = 0;
    for (let i = 0; i < d; i++) {
      z[i] = (x[i]! - mean[i]!) * scale[i]!;
      norm += z[i]! ** 2;
    }
    fourth += norm ** 2;
    for (let i = 0; i < d; i++) for (let k = 0; k <= i; k++) matrix[i * d + k]! += z[i]! * z[k]!;
  }
  for (let i = 0; i < matrix.length; i++) matrix[i]! /= samples.length;
  return { matrix, fourth, d };
}

/** Ledoit–Wolf: (1 − ρ)·S + ρ·m·I, with m the mean of the diagonal. A constant dimension gets a diagonal of m too. */
function shrink({ matrix, fourth, d }: Correlation, n: number): Float64Array {
  let trace = 0;
  let squares = 0;
  for (let i = 0; i < d; i++) {
    trace += matrix[i * d + i]!;
    squares += matrix[i * d + i]! ** 2;
    for (let k = 0; k < i; k++) squares += 2 * matrix[i * d + k]! ** 2;
  }
  const m = trace / d;
  const spread = squares / d - m * m;
  const error = (fourth / n - squares) / (n * d);
  const rho = spread > 0 ? Math.min(1, Math.max(0, error / spread)) : 1;
  return matrix.map((value, at) => (1 - rho) * value + (at % (d + 1) === 0 ? rho * m : 0));
}

function packedCholesky(matrix: Float64Array, d: number): Float64Array {
  const rows = Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, k) => {
      const value = matrix[Math.max(i, k) * d + Math.min(i, k)]!;
      // Without variance, without shrinkage: any positive number, its scale of 0 takes it out of the distance.
      return i === k && value <= 0 ? 1 : value;
    }),
  );
  const cholesky = new CholeskyDecomposition(new Matrix(rows));
  invariant(cholesky.isPositiveDefinite(), 'a shrunk correlation matrix is positive definite');
  const full = cholesky.lowerTriangularMatrix;
  const lower = new Float64Array((d * (d + 1)) / 2);
  for (let i = 0, at = 0; i < d; i++) for (let k = 0; k <= i; k++) lower[at++] = full.get(i, k);
  return lower;
}
