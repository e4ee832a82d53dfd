/**
 * The hyperplane of an attribute: an SVM between the samples that score highest and those that score lowest.
 *
 * Source: InterFaceGAN (Shen et al. 2020), `train_boundary` of genforce/interfacegan utils/manipulator.py. Two
 * departures: the shuffle has a seed of its own, and the intercept is kept, so that distances are from the boundary.
 */
import { DiptychError, invariant } from '../errors.js';
import { permutation, streamOf } from '../random.js';
import { fitLinearSvm } from './svm.js';

export interface ExtremesOptions {
  /** Rows taken from either end: a share of all when at most 1, else a count; at most half of all. @default 0.02 */
  readonly ratio?: number;
  /** Rows that a share is raised to, as far as there are any: 2 % of a small set is a handful. @default 2 */
  readonly atLeast?: number;
  /** Share of the taken rows to train on; the others validate. @default 0.7 */
  readonly split?: number;
  /** Lowest score of the high end. Fewer rows are taken, from both ends, when not enough have the attribute. */
  readonly high?: number;
  /** Highest score of the low end, likewise. */
  readonly low?: number;
  readonly seed: number;
}

export interface BoundaryOptions extends ExtremesOptions {
  /** Price of a row inside the margin. @default 1 */
  readonly c?: number;
}

/** Rows with the label that a boundary should give them: 1 for a high score, −1 for a low one. */
export interface LabelledRows {
  readonly indices: Uint32Array;
  readonly labels: Int8Array;
}

/** Rows by their part in the fit. */
export interface Extremes {
  /** Rows taken from either end. */
  readonly chosen: number;
  readonly train: LabelledRows;
  readonly validation: LabelledRows;
  /** All rows between the ends, labelled by the middle of the scores' range. */
  readonly remaining: LabelledRows;
}

/** Signed distance of x is normal·x + intercept, positive where scores are high. */
export interface Boundary {
  /** Unit length, [d]. */
  readonly normal: Float32Array;
  readonly intercept: number;
  /** Share of the validation rows on their own side; NaN when there are none. */
  readonly validationAccuracy: number;
  /** The same over the rows between the ends. */
  readonly remainingAccuracy: number;
  /** Rows taken from either end. */
  readonly chosen: number;
}

/**
 * Latents, each [d], with a score each → the boundary of the attribute. Rows whose score is not finite are left out.
 * @throws DiptychError E_USAGE when the scores do not set two ends apart
 */
export function fitBoundary(
  latents: readonly Float32Array[],
  scores: Float32Array | Float64Array,
  options: BoundaryOptions,
): Boundary {
  invariant(latents.length === scores.length, `${latents.length} latents need as many scores, not ${scores.length}`);
  const { chosen, train, validation, remaining } = splitExtremes(scores, options);
  const { c = 1, seed } = options;
  const rows = Array.from(train.indices, (i) => latents[i]!);
  const svm = fitLinearSvm(rows, train.labels, { c, seed });
  const length = Math.hypot(...svm.normal);
  invariant(length > 0, 'a boundary lies between latents that differ');
  const normal = Float32Array.from(svm.normal, (v) => v / length);
  const intercept = svm.intercept / length;
  return {
    normal,
    intercept,
    validationAccuracy: accuracyOf(latents, validation, normal, intercept),
    remainingAccuracy: accuracyOf(latents, remaining, normal, intercept),
    chosen,
  };
}

/** Scores, [n] → the rows at both ends, shuffled and split for training, and those between. */
export function splitExtremes(scores: Float32Array | Float64Array, options: ExtremesOptions): Extremes {
  const { ratio = 0.02, atLeast = 2, split = 0.7, high = -Infinity, low = Infinity, seed } = options;
  // (1) From the highest score down; equal scores keep their order.
  const order = [...scores.keys()].filter((i) => Number.isFinite(scores[i])).sort((a, b) => scores[b]! - scores[a]!);
  const at = (place: number): number => scores[order[place]!]!;
  const n = order.length;

  // (2) As many rows from the high end as from the low end.
  const wanted = ratio <= 1 ? Math.max(Math.floor(ratio * n), atLeast) : Math.floor(ratio);
  const positives = order.filter((i) => scores[i]! >= high).length;
  const negatives = order.filter((i) => scores[i]! <= low).length;
  const chosen = Math.min(wanted, Math.floor(n / 2), positives, negatives);
  if (chosen < 2 || !(at(chosen - 1) > at(n - chosen))) {
    const got = chosen < 2 ? `${chosen} at either end` : `${at(chosen - 1)} at both`;
    throw new DiptychError('E_USAGE', `Expected high and low scores for the boundary but received ${got}`, {
      hint: 'Score more samples, or check that the attribute varies over them',
    });
  }

  // (3) Shuffle either end, and keep at least one row of each for training.
  const random = streamOf(seed, 0, 'boundary');
  const trained = Math.max(1, Math.floor(chosen * split));
  const top = Array.from(permutation(chosen, random), (place) => order[place]!);
  const bottom = Array.from(permutation(chosen, random), (place) => order[n - chosen + place]!);
  const middle = (at(0) + at(n - 1)) / 2;
  const between = order.slice(chosen, n - chosen);
  return {
    chosen,
    train: labelled(top.slice(0, trained), bottom.slice(0, trained)),
    validation: labelled(top.slice(trained), bottom.slice(trained)),
    remaining: labelled(
      between.filter((i) => scores[i]! >= middle),
      between.filter((i) => scores[i]! < middle),
    ),
  };
}

/** Share of rows on the side that their label names; NaN for no rows. */
export function accuracyOf(
  latents: readonly Float32Array[],
  rows: LabelledRows,
  normal: Float32Array,
  intercept: number,
): number {
  let right = 0;
  rows.indices.forEach((index, i) => {
    const latent = latents[index]!;
    let distance = intercept;
    for (let k = 0; k < normal.length; k++) distance += normal[k]! * latent[k]!;
    if (distance > 0 === rows.labels[i]! > 0) right++;
  });
  return right / rows.indices.length;
}

function labelled(high: readonly number[], low: readonly number[]): LabelledRows {
  const labels = new Int8Array(high.length + low.length).fill(-1).fill(1, 0, high.length);
  return { indices: Uint32Array.from([...high, ...low]), labels };
}
