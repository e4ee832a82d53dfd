/** The pack's scorers on pictures from elsewhere: what they see, whether they may speak, and what follows from it. */
import type { Scorers } from '../engine/scorers.js';
import { invariant } from '../errors.js';
import type { PackManifest } from '../pack/manifest.js';
import type { EditTrace, Plane, RgbPlanes } from '../pair.js';
import { type Domain, domainFeature, inDomain } from './domain/index.js';
import {
  driftMetrics,
  METRICS,
  type Metric,
  type MetricInfo,
  type PairView,
  TARGET_METRICS,
  type View,
} from './metrics/index.js';

/** Prefix of an attribute's score of one image. */
export const ATTRIBUTE = 'attribute.';

/** A picture as the scorers see it. Outside the domain the view holds for nothing: it is there to look at. */
export interface PackView {
  readonly view: View;
  readonly inDomain: boolean;
  /** Share of the domain's threshold; above 1 is outside. Infinity where the pack gives nothing to judge by. */
  readonly distance: number;
}

/** Looks at pictures that are aligned as the pack's own are, at the generator's resolution. Keeps their order. */
export async function scoreWithPack(
  scorers: Scorers,
  domain: Domain | undefined,
  crops: readonly RgbPlanes[],
): Promise<PackView[]> {
  const views: PackView[] = [];
  for (const image of crops) {
    const seen = await scorers.see(image);
    const { attributes, labels, embedding, points } = seen;
    const feature = domainFeature(seen);
    const place = domain && feature ? inDomain(domain, feature) : { distance: Infinity, inside: false };
    const view = { image, attributes, labels, embedding, points };
    views.push({ view, inDomain: place.inside, distance: place.distance });
  }
  return views;
}

/** Left out: they need what only the maker of a pair knows, or are measured on the full picture instead. */
const UNKNOWN = new Set([
  ...TARGET_METRICS.map((m) => m.name),
  'outside_change_raw',
  'seam',
  'sharpness_before',
  'realism',
]);

/** The metrics of a foreign pair; without the edited `attribute` every attribute's drift is one. */
export function packPairMetrics(manifest: PackManifest, attribute = ''): readonly Metric[] {
  return [...METRICS.filter((m) => !UNKNOWN.has(m.name)), ...driftMetrics(manifest, attribute)];
}

/** What is known of a foreign pair. */
export interface PackPairOptions {
  readonly manifest: PackManifest;
  /** Where the edit may change pixels, at the views' size. Without one, what both show as background is outside. */
  readonly mask?: Plane | undefined;
  /** Attribute that the pair's edit aims at, or its group: not counted as drift. */
  readonly attribute?: string | undefined;
}

/** Measures a pair (or stack, *before* first) of views in the domain; what cannot be measured is absent. */
export function measurePackPair(
  views: readonly View[],
  { manifest, mask, attribute = '' }: PackPairOptions,
): Record<string, number> {
  invariant(views.length >= 2, 'a pair has two views or more');
  const { width, height } = views[0]!.image;
  const pair: PairView = {
    views: views as PairView['views'],
    // Ones, as of a pair that was never fused: only then outside_change looks for the background itself.
    mask: mask ?? { data: new Float32Array(width * height).fill(1), width, height },
    edit: { ...UNTRACED, attribute },
    notes: {},
    manifest,
  };
  const scores: Record<string, number> = {};
  for (const metric of packPairMetrics(manifest, attribute)) {
    const value = metric.measure(pair);
    if (value !== undefined && Number.isFinite(value)) scores[metric.name] = value;
  }
  return scores;
}

const UNTRACED: EditTrace = { direction: '', attribute: '', evaluations: 0, reached: true, targets: [] };

/** A declaration for each attribute of the pack. */
export function packSingleMetrics(manifest: PackManifest): readonly MetricInfo[] {
  return (manifest.scorers.attributes?.attributes ?? []).map(({ name, unit }) => ({
    name: ATTRIBUTE + name,
    unit,
    direction: 'none',
    range: unit === 'probability' || unit === 'share' ? [0, 1] : [-Infinity, Infinity],
    describe: `Score of ${name} by the pack's network; only where the picture is in its domain.`,
  }));
}

/** Attribute scores of a view in the domain, as `attribute.<name>`. */
export function measurePackSingle({ attributes }: View): Record<string, number> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [ATTRIBUTE + name, value]));
}
