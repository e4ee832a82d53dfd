/** The few numbers of a record that tell most about it. */
import type { PairRecord } from '../../dataset/record.js';
import type { Band } from '../../pair.js';
import { DRIFT } from '../metrics/index.js';
import { plain } from './format.js';

/** A score with its metric's name. */
export interface NamedScore {
  readonly name: string;
  readonly value: number;
}

/** A gate that was nearly failed. */
export interface ClosestCall extends NamedScore {
  /** The threshold as it reads behind the metric's name, such as `≥ 0.5`. */
  readonly limit: string;
  /** From the value to the threshold, as a share of the threshold. */
  readonly distance: number;
}

/** Score of the edited attribute at both ends of a pair; undefined where it was not measured. */
export function endsOf({ states, edit }: PairRecord): { before: number | undefined; after: number | undefined } {
  return { before: editedScore(edit, states[0]), after: editedScore(edit, states.at(-1)) };
}

/** Score of the edited attribute in one state; undefined where nothing scored it. */
export function editedScore(
  { attribute }: PairRecord['edit'],
  state: PairRecord['states'][number] | undefined,
): number | undefined {
  return attribute === undefined ? undefined : state?.attributes[attribute];
}

/** The attribute that moved most of those that should stay; drifts are shares of each attribute's usual range. */
export function worstDrift({ scores }: PairRecord): NamedScore | undefined {
  return Object.entries(scores)
    .filter(([name, value]) => name.startsWith(DRIFT) && Number.isFinite(value))
    .map(([name, value]) => ({ name: name.slice(DRIFT.length), value }))
    .reduce<NamedScore | undefined>((worst, next) => (worst && worst.value >= next.value ? worst : next), undefined);
}

/**
 * The gate that a pair comes closest to failing, by distance to the threshold as a share of the threshold. Gates on
 * the target are left out: the search of the strength stops at their threshold on purpose.
 */
export function closestGate(record: PairRecord, bands: Readonly<Record<string, Band>>): ClosestCall | undefined {
  let closest: ClosestCall | undefined;
  for (const [name, { min, max }] of Object.entries(bands)) {
    const value = record.scores[name];
    if (value === undefined || name.startsWith('target_')) continue;
    for (const [sign, threshold] of [['\u2265', min] as const, ['\u2264', max] as const]) {
      if (threshold === undefined || threshold === 0) continue;
      const distance = Math.abs(value - threshold) / Math.abs(threshold);
      if (!closest || distance < closest.distance)
        closest = { name, value, limit: `${sign} ${plain(threshold)}`, distance };
    }
  }
  return closest;
}
