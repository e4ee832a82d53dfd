/** What a pack's own samples say of its scorers: where their domain ends, and from where on two faces are one person. */
import type { Scorers } from '../engine/scorers.js';
import type { RgbPlanes } from '../pair.js';
import { streamOf } from '../random.js';
import { type ImpostorThreshold, impostorThreshold } from './calibrate.js';
import { type Domain, domainFeature, fitDomain, vary } from './domain/index.js';

/**
 * Reference pictures of a run.
 *
 * Measured on the built-in pack with four seeds: of 600 held-out renders 84 to 93 % are inside, of the generator's own
 * unseen samples 99 %, of 26 photographs none, but one with one seed. At a rate of 1 % instead of 2 % it is 92 to 96 %
 * of the renders and one to three photographs. The generator's samples are softer and less varied than the renders that
 * the scorers were trained on, so the border lies inside what they could do: it errs towards silence.
 */
export const REFERENCES = 400;
/** Stream of the seeds of reference pictures: no candidate of any recipe has them. */
export const REFERENCE_STREAM = 'domain';

/** What is kept of a reference picture. */
export interface Reference {
  /** Absent where the scorers give none. */
  readonly feature?: Float32Array | undefined;
  readonly embedding?: Float32Array | undefined;
}

/**
 * Looks at one sample of the pack's generator, drawn with psi 1 so that all it knows is seen. Every second one is
 * looked at as it is, the others varied, as the stream of (seed, index) says.
 */
export async function lookAtReference(
  scorers: Scorers,
  sample: RgbPlanes,
  seed: number,
  index: number,
): Promise<Reference> {
  const picture = index % 2 === 0 ? sample : vary(sample, streamOf(seed, index, REFERENCE_STREAM));
  const seen = await scorers.see(picture);
  return { feature: domainFeature(seen), embedding: seen.embedding };
}

/** The domain, in the order of the references; undefined for a pack whose scorers give no features. */
export function domainOf(references: readonly Reference[]): Domain | undefined {
  const features = references.flatMap((r) => r.feature ?? []);
  return features.length === 0 ? undefined : fitDomain(features);
}

/**
 * The cosine from which on two pictures in the domain count as one person, such that an unseen pair of different
 * people reaches it with probability `falseMatchRate`. In a dataset of k people k(k − 1)/2 pairs are compared, so for
 * duplicates choose a rate well below 1 / k. Undefined for a pack without an identity network.
 * @throws DiptychError E_RECIPE when there are too few references for the rate
 */
export function samePersonThreshold(
  references: readonly Reference[],
  falseMatchRate: number,
): ImpostorThreshold | undefined {
  const embeddings = references.flatMap((r) => r.embedding ?? []);
  return embeddings.length === 0 ? undefined : impostorThreshold(embeddings, falseMatchRate);
}
