/**
 * Linear support vector machine: min ½‖w‖² + C Σ max(0, 1 − yᵢ(w·xᵢ + b)), the problem of libsvm's linear SVC.
 *
 * Dual coordinate descent (Hsieh et al. 2008, algorithm 1; LIBLINEAR) on rows with one more feature B for the
 * intercept. LIBLINEAR takes B = 1 and so shrinks the intercept along with the weights: on latents, whose length is
 * about √512, the plane is pulled to the origin. Here B² is the rows' mean squared length, so that B counts like a
 * row, and the method of multipliers removes the rest of the pull: after each epoch the part of the intercept that
 * the feature carries moves into a free constant, until Σ αᵢyᵢ = 0 as in libsvm. A huge B would do the same on paper
 * but makes the coordinates nearly parallel, and descent crawls.
 */
import { invariant } from '../errors.js';
import { permutation, streamOf } from '../random.js';

export interface SvmOptions {
  /** Price of a row inside the margin. @default 1 */
  readonly c?: number;
  /** Largest violation of the optimality conditions at the end, in margins; libsvm's default too. @default 1e-3 */
  readonly tolerance?: number;
  /** Passes over the rows before giving up on the tolerance. @default 2000 */
  readonly maxEpochs?: number;
  /** Order in which rows are visited. @default 0 */
  readonly seed?: number;
}

/** Decision value of x is normal·x + intercept: positive for +1, ±1 on the margins. */
export interface LinearSvm {
  readonly normal: Float64Array;
  readonly intercept: number;
  /** Passes over the rows; equal to `maxEpochs` when the tolerance was not reached. */
  readonly epochs: number;
}

/** n rows of [d], labels +1 or −1, both present → normal [d] (not unit length) and intercept. Allocates n·d doubles. */
export function fitLinearSvm(rows: readonly Float32Array[], labels: Int8Array, options: SvmOptions = {}): LinearSvm {
  const { c = 1, tolerance = 1e-3, maxEpochs = 2000, seed = 0 } = options;
  const n = rows.length;
  const d = rows[0]?.length ?? 0;
  invariant(labels.length === n, `${n} rows need as many labels, not ${labels.length}`);
  invariant(labels.includes(1) && labels.includes(-1), 'an SVM needs rows of both labels');

  // (1) Centre: the free intercept makes the problem blind to translation, and short rows make it well conditioned.
  const centre = meanOf(rows, d);
  const x = new Float64Array(n * d);
  const squares = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = rows[i]!;
    invariant(row.length === d, `row ${i} has ${row.length} values, row 0 has ${d}`);
    for (let k = 0; k < d; k++) {
      const value = row[k]! - centre[k]!;
      x[i * d + k] = value;
      squares[i]! += value * value;
    }
  }
  const bias2 = squares.reduce((sum, s) => sum + s, 0) / n || 1;

  // (2) Descend on one α at a time; normal = Σ αᵢyᵢxᵢ and balance = Σ αᵢyᵢ are kept up to date.
  const random = streamOf(seed, 0, 'svm');
  const alpha = new Float64Array(n);
  const normal = new Float64Array(d);
  const resting = new Uint8Array(n);
  let balance = 0;
  let offset = 0;
  let epochs = 0;
  for (let violation = Infinity, all = true; epochs < maxEpochs; epochs++) {
    // A row at rest at a bound is looked at again every tenth epoch, and before the tolerance is believed.
    if (violation <= tolerance && all) break;
    all = violation <= tolerance || epochs % 10 === 0;
    violation = 0;
    for (const i of permutation(n, random)) {
      if (resting[i] && !all) continue;
      const y = labels[i]!;
      const gradient = y * (dotAt(x, i * d, normal) + offset + bias2 * balance) - 1;
      const held = alpha[i]!;
      // At a bound only the gradient's part that points inwards counts.
      const projected = held === 0 ? Math.min(gradient, 0) : held === c ? Math.max(gradient, 0) : gradient;
      resting[i] = projected === 0 ? 1 : 0;
      if (projected === 0) continue;
      violation = Math.max(violation, Math.abs(projected));
      const moved = Math.min(Math.max(held - gradient / (squares[i]! + bias2), 0), c);
      const step = (moved - held) * y;
      alpha[i] = moved;
      balance += step;
      for (let k = 0, at = i * d; k < d; k++, at++) normal[k]! += step * x[at]!;
    }
    // (3) Method of multipliers on Σ αᵢyᵢ = 0.
    violation = Math.max(violation, Math.abs(bias2 * balance));
    offset += bias2 * balance;
  }
  return { normal, intercept: offset - dotAt(centre, 0, normal), epochs };
}

function meanOf(rows: readonly Float32Array[], d: number): Float64Array {
  const mean = new Float64Array(d);
  for (const row of rows) for (let k = 0; k < d; k++) mean[k]! += row[k]! / rows.length;
  return mean;
}

/** Four sums at a time: one sum would wait for each addition to finish before the next. */
function dotAt(values: Float64Array, from: number, vector: Float64Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let e = 0;
  let k = 0;
  for (let at = from; k + 3 < vector.length; k += 4, at += 4) {
    a += values[at]! * vector[k]!;
    b += values[at + 1]! * vector[k + 1]!;
    c += values[at + 2]! * vector[k + 2]!;
    e += values[at + 3]! * vector[k + 3]!;
  }
  for (; k < vector.length; k++) a += values[from + k]! * vector[k]!;
  return a + b + c + e;
}
