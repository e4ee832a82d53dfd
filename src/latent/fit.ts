/**
 * Directions from scored samples: a boundary for each attribute in whitened W, the others projected out, brought back to
 * W as the direction to move along.
 */
import { DiptychError, invariant } from '../errors.js';
import type { AttributeScores } from '../pair.js';
import { accuracyOf, type BoundaryOptions, type Extremes, fitBoundary, splitExtremes } from './boundary.js';
import { projectOut } from './condition.js';
import { correlations, type Direction } from './direction.js';
import { whitening } from './whiten.js';

/** What to fit. */
export interface DirectionSpec {
  readonly name: string;
  /** Attribute score that the direction has to raise. */
  readonly attribute: string;
  /** Names of other specs, whose boundaries are projected out. @default none */
  readonly given?: readonly string[];
  /** Layers [from, to) that the edit will move. */
  readonly layers: readonly [number, number];
  /** A direction that is known already, unit length, [wDim]: it is measured, not fitted. */
  readonly normal?: Float32Array;
}

/** A direction without its range, which only images can tell: see `usefulRange`. */
export interface FittedDirection extends Omit<Direction, 'range'> {
  readonly attribute: string;
  /** On rows that were not trained on: of the boundary in whitened W before conditioning, or of a known direction. */
  readonly accuracy: { readonly validation: number; readonly remaining: number };
  readonly conditionedOn: readonly string[];
  /** Cosine with every other fitted direction, by name. */
  readonly correlations: Readonly<Record<string, number>>;
  /** Rows taken from either end of the scores. */
  readonly chosen: number;
}

export type FitOptions = Pick<BoundaryOptions, 'ratio' | 'atLeast' | 'split' | 'c' | 'seed'>;

/**
 * Rows taken at either end for each dimension of W, as far as there are any: fewer leave chance in the direction, which
 * shows as a face that changes in ways nobody asked for. InterFaceGAN took 10,000 for 512 dimensions.
 */
export const FIT_ROWS_PER_DIMENSION = 8;

/**
 * Price of a row inside the margin. In whitened W a low price lets every row have its say, and the normal near the
 * difference of the ends' means, which varies least from sample to sample; a high one follows the rows at the border.
 */
const FIT_C = 0.01;

/**
 * Samples (first-layer w, each [wDim], and its image's scores) → one direction a spec, in the order of the specs.
 * Conditions are the boundaries before conditioning, so the result does not depend on the order.
 * @throws DiptychError E_USAGE for an attribute nobody scored, a condition nobody fits, or collinear conditions
 */
export function fitDirections(
  samples: { readonly ws: readonly Float32Array[]; readonly scores: readonly AttributeScores[] },
  specs: readonly DirectionSpec[],
  options: FitOptions,
): FittedDirection[] {
  const { ws } = samples;
  invariant(ws.length === samples.scores.length, `${ws.length} latents need as many scores`);
  const settings = { atLeast: FIT_ROWS_PER_DIMENSION * (ws[0]?.length ?? 0), c: FIT_C, ...options };

  // (1) A boundary each, in whitened W; a sample that lacks the score takes no part in it.
  const white = whitening(ws);
  const whitened = ws.map((w) => white.apply(w));
  const fits = specs.map((spec) => {
    const scores = Float64Array.from(samples.scores, (all) => all[spec.attribute] ?? Number.NaN);
    if (scores.every(Number.isNaN)) {
      const known = Object.keys(samples.scores[0] ?? {}).join(', ');
      throw new DiptychError('E_USAGE', `Expected a scored attribute for ${spec.name} but received ${spec.attribute}`, {
        hint: `Scored attributes: ${known}`,
      });
    }
    const rows = splitExtremes(scores, settings);
    return { spec, rows, boundary: spec.normal ? undefined : fitBoundary(whitened, scores, settings) };
  });

  // (2) Hold the given ones still, go back to W, and put the plane between the ends again. A known direction stays.
  const conditioned = fits.map(({ spec, boundary, rows }) => {
    const conditions = (spec.given ?? []).map((name) => {
      const other = fits.find((fit) => fit.spec.name === name && fit.spec !== spec);
      if (other?.boundary) return other.boundary.normal;
      throw new DiptychError('E_USAGE', `Expected another direction for given of ${spec.name} but received ${name}`, {
        hint: `Directions: ${specs.map((s) => s.name).join(', ')}`,
      });
    });
    const held = boundary && conditions.length > 0 ? projectOut(boundary.normal, conditions) : boundary?.normal;
    const normal = held ? white.direction(held) : spec.normal!;
    return { spec, boundary, rows, normal, intercept: interceptBetween(ws, rows, normal) };
  });

  // (3) How well each boundary holds on rows it was not trained on, and how much each direction shares with the others.
  const cosines = correlations(conditioned);
  return conditioned.map(({ spec, boundary, rows, normal, intercept }, i) => ({
    name: spec.name,
    attribute: spec.attribute,
    normal,
    intercept,
    accuracy: {
      validation: boundary?.validationAccuracy ?? accuracyOf(ws, rows.validation, normal, intercept),
      remaining: boundary?.remainingAccuracy ?? accuracyOf(ws, rows.remaining, normal, intercept),
    },
    layers: spec.layers,
    conditionedOn: spec.given ?? [],
    correlations: Object.fromEntries(specs.flatMap((s, j) => (j === i ? [] : [[s.name, cosines[i]![j]!]]))),
    chosen: rows.chosen,
  }));
}

/** Intercept of the plane half-way between the mean of the high training rows and that of the low ones, along the normal. */
function interceptBetween(ws: readonly Float32Array[], { train }: Extremes, normal: Float32Array): number {
  // Both ends have as many rows, so the mean over all is the middle of the two means.
  let sum = 0;
  for (const i of train.indices) {
    const w = ws[i]!;
    for (let k = 0; k < normal.length; k++) sum += w[k]! * normal[k]!;
  }
  return -sum / train.indices.length;
}
