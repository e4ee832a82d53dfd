/** What a number of the report is a number of: units and sentences from the metrics' own declarations. */
import type { PackManifest } from '../../pack/manifest.js';
import { DUPLICATE } from '../gates.js';
import { type MetricInfo, metricsFor } from '../metrics/index.js';

/** What a reader is told about a metric or attribute. */
export interface Words {
  /** Written behind values, such as `years` or `% of the subject`; empty where that would not help. */
  readonly unit: string;
  /** Name of an axis, with the scale of its values. */
  readonly axis: string;
  /** One sentence; empty for what no metric declares. */
  readonly about: string;
}

/** Words of a metric or attribute by name. */
export type WordsOf = (name: string) => Words;

/** Units that read well behind a number; others only explain an axis. */
const SPEAKABLE = /^(years|degrees|px|probability|share|%.*)$/;

/** Units that are jargon of the metrics. */
const PLAINER: Readonly<Record<string, string>> = { span: 'share of the usual range', cosine: 'cosine similarity' };

/** Metrics that are raw scores of the edited attribute. */
const OWN_SCORE = ['target_before', 'target_after'];

/** Looks names up among the metrics of a pack and an edit, then among the pack's attributes. */
export function wordsFor(manifest: PackManifest, attribute?: string): WordsOf {
  const metrics = new Map(metricsFor(manifest, attribute).map((m) => [m.name, m]));
  const unitOf = (name?: string): string =>
    manifest.scorers.attributes?.attributes.find((a) => a.name === name)?.unit ?? '';
  return (name) => {
    if (name === DUPLICATE) return DUPLICATE_WORDS;
    const metric = metrics.get(name);
    const declared = OWN_SCORE.includes(name) ? unitOf(attribute) : (metric?.unit ?? unitOf(name));
    return wordsOf(name, declared, metric?.describe);
  };
}

/** Looks names up among declared metrics. */
export function wordsAmong(declared: readonly MetricInfo[]): WordsOf {
  const metrics = new Map(declared.map((m) => [m.name, m]));
  return (name) =>
    name === DUPLICATE ? DUPLICATE_WORDS : wordsOf(name, metrics.get(name)?.unit ?? '', metrics.get(name)?.describe);
}

/** Words of what is declared with a unit and a sentence. */
export function wordsOf(name: string, unit: string, about = ''): Words {
  const scale = Object.hasOwn(PLAINER, unit) ? PLAINER[unit]! : unit;
  return { unit: SPEAKABLE.test(unit) ? unit : '', axis: withUnit(name, scale || 'score'), about };
}

/** A name with its unit in brackets: `age (years)`. */
export function withUnit(name: string, unit: string): string {
  return unit ? `${name} (${unit})` : name;
}

/** The one score that no metric measures on a pair alone: it is added when pairs are committed. */
const DUPLICATE_WORDS: Words = {
  unit: '',
  axis: `${DUPLICATE} (differing bits of 64)`,
  about: 'Difference of the perceptual hash of before to the nearest pair kept earlier that has like attributes.',
};
