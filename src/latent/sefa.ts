/**
 * Directions that a generator's own weights name, in closed form.
 *
 * Source: SeFa (Shen & Zhou 2021, "Closed-Form Factorization of Latent Semantics in GANs"), `factorize_weight` of
 * genforce/sefa, utils.py: the affine layers that turn w into styles are stacked, each output's weights brought to unit
 * length, and the eigenvectors of AᵀA with the largest eigenvalues are the moves of w that change styles most. There,
 * numpy's general eigensolver in float32 returns them in no order; here the solver is the symmetric one, in float64.
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { DiptychError, invariant } from '../errors.js';

/** Weights of a layer that is affine in w: [outputs, wDim] row-major. Any common scale of a row drops out. */
export interface AffineWeights {
  readonly name: string;
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Directions by falling eigenvalue. */
export interface Sefa {
  /** Unit vectors of [wDim], wDim of them; of either sign, the one whose largest value is positive. */
  readonly vectors: readonly Float32Array[];
  /** Their eigenvalues, which add up to the number of outputs that have any weight. */
  readonly values: Float64Array;
  /** Vectors before the null space, in which any direction is as good as any other. */
  readonly rank: number;
}

/** Share of the largest eigenvalue below which one is rounding error. */
const NEGLIGIBLE = 1e-9;

/**
 * Affine layers of one wDim → wDim directions. Allocates wDim² doubles a few times over.
 * @throws DiptychError E_CHECKPOINT for weights that are not finite, or of which none differs from zero
 */
export function sefa(layers: readonly AffineWeights[]): Sefa {
  const d = layers[0]?.shape[1] ?? 0;
  invariant(d > 0, 'SeFa needs affine layers');
  const gram = new Float64Array(d * d);
  let outputs = 0;
  for (const layer of layers) outputs += addGram(gram, layer, d);
  if (outputs === 0) {
    throw new DiptychError('E_CHECKPOINT', `Expected weights for ${layers[0]!.name} but received zeros alone`);
  }
  const symmetric = Matrix.zeros(d, d);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k <= i; k++) {
      symmetric.set(i, k, gram[i * d + k]!);
      symmetric.set(k, i, gram[i * d + k]!);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  const order = [...realEigenvalues.keys()].sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const values = Float64Array.from(order, (place) => realEigenvalues[place]!);
  return {
    vectors: order.map((place) => facingUp(eigenvectorMatrix.getColumn(place))),
    values,
    rank: values.findLastIndex((value) => value > NEGLIGIBLE * values[0]!) + 1,
  };
}

/** Rows added up at a time: the sums are read and written once for all of them. */
const TOGETHER = 4;

/** Adds Σ r·rᵀ over the rows, each of unit length, to the lower half of gram; returns how many rows are not zero. */
function addGram(gram: Float64Array, { name, data, shape }: AffineWeights, d: number): number {
  invariant(shape.length === 2 && shape[1] === d && data.length === shape[0]! * d, `${name} is not [outputs, ${d}]`);
  const rows: Float64Array[] = [];
  for (let from = 0; from < data.length; from += d) {
    const row = Float64Array.from(data.subarray(from, from + d));
    let square = 0;
    for (const value of row) square += value * value;
    if (!Number.isFinite(square)) {
      throw new DiptychError('E_CHECKPOINT', `Expected finite numbers for ${name} but received others`, {
        hint: 'The weights are damaged, or of a training that diverged',
      });
    }
    // A dead channel has no direction; the official code divides by its length and gets NaN.
    if (square > 0) rows.push(row.map((value) => value / Math.sqrt(square)));
  }
  const zero = new Float64Array(d);
  for (let at = 0; at < rows.length; at += TOGETHER) {
    const [a, b = zero, c = zero, e = zero] = rows.slice(at, at + TOGETHER) as [Float64Array, ...Float64Array[]];
    for (let i = 0; i < d; i++) {
      const [ai, bi, ci, ei] = [a[i]!, b[i]!, c[i]!, e[i]!];
      for (let k = 0, sum = i * d; k <= i; k++, sum++) {
        gram[sum]! += ai * a[k]! + bi * b[k]! + ci * c[k]! + ei * e[k]!;
      }
    }
  }
  return rows.length;
}

/** An eigenvector has no sign of its own: the same weights are to give the same direction. */
function facingUp(vector: readonly number[]): Float32Array {
  const largest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return Float32Array.from(vector, (value) => (largest < 0 ? -value : value));
}
