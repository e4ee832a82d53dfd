/** Gates: accepted intervals of metrics, and the verdict. ScoredPair → JudgedPair. */
import { closest } from 'fastest-levenshtein';
import { DiptychError } from '../errors.js';
import type { PackAttribute, PackManifest } from '../pack/manifest.js';
import type { Band, Failure, JudgedPair, ScoredPair, Verdict } from '../pair.js';
import type { Recipe } from '../recipe.js';
import { DRIFT, groupOf, metricsFor } from './metrics/index.js';

/** An accepted interval of one metric; the gate has the metric's name. */
export interface Gate {
  readonly name: string;
  readonly metric: string;
  readonly band: Band;
}

/** Name of the gate on the distance to the nearest kept pair; its score is added when pairs are committed in order. */
export const DUPLICATE = 'duplicate';

/** Differing bits of the perceptual hash, 0 to 64 and even, from which two faces of like attributes count as two. */
export const DUPLICATE_DISTANCE = 4;

/** Largest off-target change, in the unit of the attribute. */
const DRIFT_LIMIT: Readonly<Record<PackAttribute['unit'], number>> = {
  probability: 0.25,
  share: 0.25,
  years: 10,
  degrees: 5,
};

/**
 * Largest move of eyes and nose, in % of the eyes' distance: hair does not move a face, age and expression do. What
 * the landmark network makes of a changed brightness, of noise or of recoloured hair stays below 0.6 (95 % of 60).
 */
const SHIFT_LIMIT = { hair: 2, face: 6 } as const;

/**
 * Bands that hold for every edit. Chosen by looking, on 64 clean renders and 120 images of a small generator at 128 px:
 *   seam       60 strong edits joined by this package have 0.6 (median) to 1.6, the same edits under a plain ramp 3.1 to
 *              17; above 3 the join shows as a line
 *   spots      clean images reach 38 (a dimple in hard light), 95 % stay below 25; a droplet 5 px wide and 48 levels
 *              off the forehead that it is painted on reaches 43 (median), one of 64 levels 59
 *   fragments  the parser leaves up to 0.8 % of lashes and stray hair in clean images
 */
const FIXED: Readonly<Record<string, Band>> = {
  yaw_change: { max: 5 },
  pitch_change: { max: 5 },
  outside_change: { max: 6 },
  seam: { max: 3 },
  sharpness_ratio: { min: 0.6, max: 1.6 },
  spots: { max: 40 },
  fragments: { max: 2 },
};

/**
 * The gates of a recipe in the order in which they decide: target, identity, drift, geometry, image, duplicates.
 * `recipe.gates` replaces a default band, adds a gate on any other metric, or turns one off with `false`. Without
 * calibration, and without a band in the recipe, identity is not gated. Where the edit aims at no attribute, there is no
 * target, and nothing is off target: neither is gated.
 *
 * Throws E_RECIPE for a gate on a metric that the pack cannot have.
 */
export function gatesFor(
  recipe: Pick<Recipe, 'edit' | 'gates'>,
  manifest: PackManifest,
  calibration?: { readonly threshold: number },
): Gate[] {
  const { attribute } = recipe.edit;
  const names = metricsFor(manifest, attribute).map((m) => m.name);
  const defaults: Record<string, Band | undefined> = {
    ...targetBands(recipe.edit),
    target_reached: { min: 1 },
    identity: calibration && { min: calibration.threshold },
    ...(attribute !== undefined && driftBands(manifest, names)),
    landmark_shift: { max: attribute?.startsWith('hair') ? SHIFT_LIMIT.hair : SHIFT_LIMIT.face },
    ...FIXED,
    [DUPLICATE]: { min: DUPLICATE_DISTANCE },
  };
  return resolveGates(recipe.gates, defaults, [...names, DUPLICATE]);
}

/**
 * Default bands under a recipe's own, in the order of the defaults and then of `known`, the metrics that can be gated.
 *
 * Throws E_RECIPE for a gate on any other metric.
 */
export function resolveGates(
  own: Readonly<Record<string, Band | false>>,
  defaults: Readonly<Record<string, Band | undefined>>,
  known: readonly string[],
): Gate[] {
  for (const name of Object.keys(own)) if (!known.includes(name)) throw unknownGate(name, known);
  const ordered = [...new Set([...Object.keys(defaults), ...known])];
  return ordered.flatMap((name) => {
    const band = own[name] ?? defaults[name];
    const open = !band || (band.min === undefined && band.max === undefined);
    return open ? [] : [{ name, metric: name, band }];
  });
}

/** Judges every pair by every gate, so that a dropped pair tells all that was wrong with it. */
export async function* judge(source: AsyncIterable<ScoredPair>, gates: readonly Gate[]): AsyncIterable<JudgedPair> {
  for await (const pair of source) yield { ...pair, verdict: verdictOf(pair.scores, gates) };
}

/** All gates that the scores fail, in gate order. A gate whose metric is absent is not applied. */
export function verdictOf(scores: Readonly<Record<string, number>>, gates: readonly Gate[]): Verdict {
  const failures: Failure[] = [];
  for (const { name, metric, band } of gates) {
    const value = scores[metric];
    if (value === undefined) continue;
    if (band.min !== undefined && !(value >= band.min)) failures.push({ gate: name, value, threshold: band.min });
    else if (band.max !== undefined && !(value <= band.max)) failures.push({ gate: name, value, threshold: band.max });
  }
  return { kept: failures.length === 0, failures };
}

/** A swapped pair runs from the band of after to that of before, so its ends are judged by their margins. */
function targetBands({ before, between, after, swap }: Recipe['edit']): Record<string, Band | undefined> {
  if (swap) return { target_margin: { min: 0 } };
  return { target_before: before, target_between: between.length > 0 ? { min: 0 } : undefined, target_after: after };
}

function driftBands(manifest: PackManifest, names: readonly string[]): Record<string, Band> {
  const attributes = manifest.scorers.attributes?.attributes ?? [];
  const drifts = names.filter((name) => name.startsWith(DRIFT));
  return Object.fromEntries(
    drifts.map((name) => {
      const { unit, span } = attributes.find((a) => groupOf(a.name) === name.slice(DRIFT.length))!;
      return [name, { max: DRIFT_LIMIT[unit] / span }];
    }),
  );
}

function unknownGate(name: string, known: readonly string[]): DiptychError {
  return new DiptychError('E_RECIPE', `Expected the name of a metric for gates but received ${JSON.stringify(name)}`, {
    hint: `Did you mean ${closest(name, [...known])}? Metrics are ${known.join(', ')}`,
  });
}
