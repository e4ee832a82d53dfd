/** The gates of a curation, from a profile and what the user says otherwise. */
import { closest } from 'fastest-levenshtein';
import { DiptychError } from '../../errors.js';
import type { Band } from '../../pair.js';
import type { Gate } from '../gates.js';
import type { MetricInfo } from '../metrics/metric.js';
import { type DatasetKind, PAIR_GATES, PROFILES, type ProfileName } from './profiles.js';

/**
 * The gates in the order in which they decide: those of the profile, then added ones in the order of `metrics`. An
 * override replaces the profile's band, adds a gate on any other metric, or turns one off with `false`; a band without
 * ends is as good as `false`. A gate of the profile whose metric is not among `metrics` is left out: it could not be
 * measured, so it cannot decide.
 *
 * Throws E_USAGE for an override of a metric that is not among `metrics`, and for an interval that holds nothing.
 */
export function curationGates(
  profile: ProfileName,
  overrides: Readonly<Record<string, Band | false>>,
  metrics: readonly MetricInfo[],
  kind: DatasetKind,
): Gate[] {
  const known = metrics.map((m) => m.name);
  const defaults: Readonly<Record<string, Band>> = PROFILES[profile];
  for (const [name, band] of Object.entries(overrides)) {
    // Turning a profile's gate off is never wrong, even where its metric is not measured.
    if (!known.includes(name) && !(band === false && name in defaults)) throw unknownMetric(name, known);
    if (band && band.min !== undefined && band.max !== undefined && band.min > band.max) throw emptyBand(name, band);
  }
  const applicable = Object.keys(defaults).filter((name) => kind !== 'single' || !PAIR_GATES.has(name));
  const ordered = new Set([...applicable.filter((name) => known.includes(name)), ...known]);
  return [...ordered].flatMap((name) => {
    const band = overrides[name] ?? (applicable.includes(name) ? defaults[name] : undefined);
    const open = !band || (band.min === undefined && band.max === undefined);
    return open ? [] : [{ name, metric: name, band }];
  });
}

function unknownMetric(name: string, known: readonly string[]): DiptychError {
  return new DiptychError('E_USAGE', `Expected the name of a metric for gates but received ${JSON.stringify(name)}`, {
    hint:
      known.length === 0
        ? 'Nothing is measured, so nothing can be gated'
        : `Did you mean ${closest(name, [...known])}? Metrics are ${known.join(', ')}`,
  });
}

function emptyBand(name: string, { min, max }: Band): DiptychError {
  return new DiptychError('E_USAGE', `Expected min ≤ max for the gate ${name} but received ${min} and ${max}`, {
    hint: 'Swap the two, or give only one',
  });
}
