/**
 * A pack's scorers without its generator, for pictures from elsewhere: everything that they see in one pass, and what
 * tells whether they are at home (the deep features and the parser's confidence, see filter/domain).
 */
import { DEEP } from '../onnx/expose.js';
import type { Pack } from '../pack/load.js';
import type { PackManifest, ScorerName } from '../pack/manifest.js';
import type { AttributeScores, LabelMap, RgbPlanes } from '../pair.js';
import type { Confidence } from './confidence.js';
import { fivePoints } from './input.js';
import { embeddingsOf, parsedOf, pointsOf, scoresOf } from './read.js';
import { type Outputs, openScorer, type ScorerNet } from './scorer-net.js';
import type { SessionOptions } from './session.js';

/** What the scorers see in one image; a scorer that the pack lacks leaves its fields out. */
export interface Seen {
  /** In the manifest's units; empty without a scorer. */
  readonly attributes: AttributeScores;
  /** At the image's size, classes as in the manifest. */
  readonly labels?: LabelMap | undefined;
  /** How sure the parser is, averaged over the image. */
  readonly confidence?: Confidence | undefined;
  /** Unit length. */
  readonly embedding?: Float32Array | undefined;
  /** Points in px of the image, [x0, y0, …], in the manifest's order. */
  readonly points?: Float32Array | undefined;
  /** Mean of the widest activation, [C] each, of those networks that have one and in an order fixed by the pack. */
  readonly deep: readonly Float32Array[];
}

/** Loaded scorers. */
export interface Scorers {
  readonly manifest: PackManifest;
  /** Images of any size, aligned as the generator's are, [-1, 1]. One image an inference: results do not depend on neighbours. */
  see(image: RgbPlanes): Promise<Seen>;
  close(): Promise<void>;
}

/**
 * Opens the scorers that a pack has. Deep features come from the attribute network (the identity network where there
 * is none: both look at the same things) and the landmark network.
 * @throws DiptychError E_MODEL, E_PROVIDER
 */
export async function openScorers({ folder, manifest }: Pack, options: SessionOptions): Promise<Scorers> {
  const { scorers } = manifest;
  const open = async (name: ScorerName, deep: boolean): Promise<ScorerNet | undefined> => {
    const entry = scorers[name];
    return entry && openScorer(folder, entry, options, deep);
  };
  const attributes = await open('attributes', true);
  const landmarks = await open('landmarks', true);
  const identity = await open('identity', !attributes);
  const parsing = await open('parsing', false);
  return {
    manifest,
    see: async (image) => {
      const l = await landmarks?.look([image]);
      const points = l && pointsOf(l, scorers.landmarks!, [image])[0]!;
      const five = points && fivePoints(points, scorers.landmarks!.points);
      const a = await attributes?.look([image], [five ?? []]);
      const i = await identity?.look([image], [five ?? []]);
      const p = await parsing?.look([image]);
      return {
        attributes: a ? finite(scoresOf(a, 0, scorers.attributes!.attributes)) : {},
        points,
        embedding: i && embeddingsOf(i, scorers.identity!, 1)[0],
        ...(p && parsed(p, scorers.parsing!, image)),
        deep: [a, l, i].flatMap((outputs) => outputs?.[DEEP]?.data ?? []),
      };
    },
    close: async () => {
      for (const net of [attributes, landmarks, identity, parsing]) await net?.close();
    },
  };
}

/** A score that is no number would be none in JSON either. */
function finite(scores: AttributeScores): AttributeScores {
  return Object.fromEntries(Object.entries(scores).filter(([, value]) => Number.isFinite(value)));
}

type Parsing = NonNullable<PackManifest['scorers']['parsing']>;

function parsed(outputs: Outputs, parsing: Parsing, image: RgbPlanes): Pick<Seen, 'labels' | 'confidence'> {
  const [map] = parsedOf(outputs, parsing, [image]);
  return { labels: map!.labels, confidence: map!.confidence() };
}
