/** Off-target drift: how much the attributes that the edit should leave alone have moved. */
import type { PackAttribute, PackManifest } from '../../pack/manifest.js';
import type { AttributeScores } from '../../pair.js';
import { type Metric, type View, worstAgainstBefore } from './metric.js';

/** Prefix of every drift metric's name. */
export const DRIFT = 'drift.';

/** Measured in degrees by `yaw_change` and `pitch_change` instead. */
const POSE = new Set(['yaw', 'pitch']);

/** Scalp hair shorter than this, 0 bald to 1 long, shows no colour to compare. */
const BALD_BELOW = 0.1;

/** `hair_colour` of `hair_colour.blond`; the name itself where it has no group. */
export function groupOf(attribute: string): string {
  return attribute.split('.', 1)[0]!;
}

/**
 * One metric for every attribute of the pack but the target's own group, where there is one, in manifest order. A lone attribute drifts
 * by |Δ| / span. A group such as `hair_colour.*` is one distribution and drifts by half its L1 distance (total
 * variation): a shift of probability from one class to the next is counted once, not once a class.
 */
export function driftMetrics(manifest: PackManifest, target?: string): Metric[] {
  const groups = new Map<string, PackAttribute[]>();
  for (const attribute of manifest.scorers.attributes?.attributes ?? []) {
    const group = groupOf(attribute.name);
    if ((target !== undefined && group === groupOf(target)) || POSE.has(group)) continue;
    groups.set(group, [...(groups.get(group) ?? []), attribute]);
  }
  return [...groups].map(([group, members]) => driftMetric(group, members));
}

function driftMetric(group: string, members: readonly PackAttribute[]): Metric {
  const distribution = members.some((m) => m.name !== group);
  return {
    name: DRIFT + group,
    unit: distribution ? 'total variation' : 'span',
    direction: 'lower',
    range: [0, distribution ? 1 : Infinity],
    describe: `Largest change of ${group} from before to any other state.`,
    measure: (pair) => worstAgainstBefore(pair, Math.max, (before, other) => drift(before, other, group, members)),
  };
}

function drift(before: View, other: View, group: string, members: readonly PackAttribute[]): number | undefined {
  if (group === 'hair_colour' && (isBald(before.attributes) || isBald(other.attributes))) return undefined;
  let sum = 0;
  for (const { name, span } of members) {
    const a = before.attributes[name];
    const b = other.attributes[name];
    if (a === undefined || b === undefined) return undefined;
    sum += Math.abs(b - a) / span;
  }
  return members.some((m) => m.name !== group) ? sum / 2 : sum;
}

function isBald(attributes: AttributeScores): boolean {
  const length = attributes.hair_length;
  return length !== undefined && length < BALD_BELOW;
}
