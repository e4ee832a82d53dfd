/** Whether a whole dataset is a pack's own kind, and what is left of measurements where it is not. */
import { packPairMetrics, packSingleMetrics } from '../filter/scored.js';
import type { Measurement } from '../item.js';
import type { PackManifest } from '../pack/manifest.js';
import type { Survey } from './survey.js';

/**
 * Share of items in the domain below which none is believed. Of the pack's own kind some 90 % are inside; of photographs
 * 0 to 4 %, by accident: a dataset of which so few are inside is of another kind, and those few are errors.
 */
const BELIEVED_FROM = 0.1;

/** Whether the scorers' word on the items inside their domain counts. */
export function isBelieved({ shown, inDomain }: Pick<Survey, 'shown' | 'inDomain'>): boolean {
  return inDomain === 0 || inDomain >= BELIEVED_FROM * shown;
}

/** The measurements without anything that the pack's scorers said. */
export async function* withoutPack(
  measurements: AsyncIterable<Measurement>,
  manifest: PackManifest,
): AsyncGenerator<Measurement> {
  const names = new Set([...packPairMetrics(manifest), ...packSingleMetrics(manifest)].map((metric) => metric.name));
  const silent = (scores: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(scores).filter(([name]) => !names.has(name)));
  for await (const { identity: _, ...measurement } of measurements) {
    yield {
      ...measurement,
      images: measurement.images.map((image) => ({ ...image, scores: silent(image.scores) })),
      scores: silent(measurement.scores),
      ...(measurement.inDomain !== undefined && { inDomain: false }),
    };
  }
}
