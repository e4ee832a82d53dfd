/** Scoring: every metric of a pair, raw. Pair → ScoredPair. */
import type { Models } from '../engine/models.js';
import { type AttributeScores, type Pair, type ScoredPair, statesOf } from '../pair.js';
import { type Metric, metricsFor, type PairView, TARGET_METRICS, type View } from './metrics/index.js';
import { phash } from './phash.js';

/** What of a pack scoring may use; a network that the pack lacks leaves its metrics out. */
export type ScoreModels = Pick<Models, 'manifest' | 'attributes' | 'parse' | 'embed' | 'landmarks' | 'realism'>;

/**
 * Runs every scorer once over all states of a pair, as they are now: what ships is measured, so the states' attributes
 * are replaced; `label` is the class that a conditional generator drew. A pair that missed its target is dropped whatever else it is; for it only the target and the hash.
 */
export async function* score(
  source: AsyncIterable<Pair>,
  { models, label }: { readonly models: ScoreModels; readonly label?: number | undefined },
): AsyncIterable<ScoredPair> {
  for await (const pair of source) {
    const measured = pair.edit.reached ? await view(pair, models, label) : statesOf(pair);
    const metrics = pair.edit.reached ? metricsFor(models.manifest, pair.edit.attribute) : TARGET_METRICS;
    yield withScores(pair, measured, metrics, models);
  }
}

async function view(pair: Pair, models: ScoreModels, label: number | undefined): Promise<View[]> {
  const states = statesOf(pair);
  const images = states.map((s) => s.image);
  const attributes = await models.attributes?.(images);
  const labels = await models.parse?.(images);
  const embeddings = await models.embed?.(images);
  const points = await models.landmarks?.(images);
  const realism = await models.realism?.(images, label);
  return states.map((state, i) => ({
    image: images[i]!,
    attributes: finite(attributes?.[i] ?? state.attributes),
    labels: labels?.[i],
    embedding: embeddings?.[i],
    points: points?.[i],
    realism: realism?.[i],
  }));
}

function withScores(
  pair: Pair,
  measured: readonly View[],
  metrics: readonly Metric[],
  { manifest }: ScoreModels,
): ScoredPair {
  const [before, ...others] = measured as [View, View, ...View[]];
  const all: PairView = {
    views: [before, ...others] as PairView['views'],
    mask: pair.mask,
    edit: pair.edit,
    notes: pair.notes,
    manifest,
  };
  const scores: Record<string, number | undefined> = {};
  for (const metric of metrics) scores[metric.name] = metric.measure(all);
  return {
    ...pair,
    before: { ...pair.before, attributes: before.attributes },
    between: pair.between.map((state, i) => ({ ...state, attributes: others[i]!.attributes })),
    after: { ...pair.after, attributes: others.at(-1)!.attributes },
    scores: finite(scores),
    phash: phash(pair.before.image),
  };
}

/** Leaves out what is no number: JSON has no NaN, and a gate would let it pass. */
function finite(scores: Readonly<Record<string, number | undefined>>): AttributeScores {
  const kept: Record<string, number> = {};
  for (const [name, value] of Object.entries(scores)) {
    if (value !== undefined && Number.isFinite(value)) kept[name] = value;
  }
  return kept;
}
