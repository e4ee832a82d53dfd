/**
 * Conditional manipulation: what is left of a direction when others are held still.
 *
 * Source: InterFaceGAN (Shen et al. 2020, §3.3), `project_boundary` of genforce/interfacegan utils/manipulator.py,
 * here for any number of conditions: n − Cᵀ(C Cᵀ)⁻¹ C n. Its two-condition form adds 1e-8 to a denominator; a pair
 * so close that this would matter is refused here.
 */
import { DiptychError } from '../errors.js';

/** Squared sine below which a vector counts as lying in the span of the others: about 0.06 degrees. */
const NEGLIGIBLE = 1e-6;

/**
 * normal [d], conditions each [d], of any length → unit vector [d] orthogonal to every condition. Allocates.
 * @throws DiptychError E_USAGE when conditions are collinear, or when nothing of the normal is left
 */
export function projectOut(
  normal: Float32Array | Float64Array,
  conditions: readonly (Float32Array | Float64Array)[],
): Float32Array {
  const start = unit(normal);
  const basis = conditions.map(unit);

  // (1) Gram system G a = r: a holds the share of each condition to take away.
  const gram = basis.map((u) => Float64Array.from(basis, (v) => dot(u, v)));
  const shares = solvePositive(
    gram,
    basis.map((u) => dot(u, start)),
  );

  // (2) Take them away and return to unit length.
  const left = Float64Array.from(start);
  basis.forEach((condition, j) => {
    for (let k = 0; k < left.length; k++) left[k]! -= shares[j]! * condition[k]!;
  });
  if (!(dot(left, left) > NEGLIGIBLE)) {
    throw new DiptychError('E_USAGE', 'Expected a direction apart from its conditions but received one among them', {
      hint: 'Condition on fewer directions',
    });
  }
  return Float32Array.from(unit(left));
}

/** Solves G a = r for a symmetric matrix with a unit diagonal, by LDLᵀ; the pivots are squared sines. */
function solvePositive(gram: readonly Float64Array[], right: readonly number[]): Float64Array {
  const n = right.length;
  const lower = gram.map(() => new Float64Array(n));
  const pivots = new Float64Array(n);
  const solution = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let value = gram[i]![j]!;
      for (let k = 0; k < j; k++) value -= lower[i]![k]! * lower[j]![k]! * pivots[k]!;
      if (j < i) lower[i]![j] = value / pivots[j]!;
      else pivots[i] = value;
    }
    if (!(pivots[i]! > NEGLIGIBLE)) {
      throw new DiptychError(
        'E_USAGE',
        `Expected independent conditions but received one among the others: #${i + 1}`,
        {
          hint: 'Name each condition once',
        },
      );
    }
    for (let j = 0; j < i; j++) solution[i]! -= lower[i]![j]! * solution[j]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    solution[i]! /= pivots[i]!;
    for (let j = i + 1; j < n; j++) solution[i]! -= lower[j]![i]! * solution[j]!;
  }
  return solution;
}

function unit(vector: Float32Array | Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  if (!(length > 0)) throw new DiptychError('E_USAGE', 'Expected a direction with a length but received zeros');
  return Float64Array.from(vector, (v) => v / length);
}

function dot(a: Float32Array | Float64Array, b: Float32Array | Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
