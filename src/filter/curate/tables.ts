/** The tables of a curation's report, from its decisions. */
import { TROUBLES } from '../../item.js';
import { type YieldRow, yieldRow } from '../yield.js';
import { TROUBLE } from './columns.js';
import { type Decided, type DecisionTables, type DuplicateSummary, VERDICT } from './decided.js';

/** What one gate did, as of YieldRow. */
export interface GateCount {
  tried: number;
  dropped: number;
  wouldDrop: number;
}

/** Items, what stays of them, and troubles. */
export function totals({ verdict, size, origin }: Decided): Pick<DecisionTables, 'items' | 'kept' | 'trouble'> {
  const items = size - count(verdict, VERDICT.absent);
  const troubles = TROUBLES.map((reason, i) => ({
    reason,
    items: count(origin.state.subarray(0, size), TROUBLE + i),
  }));
  return { items, kept: count(verdict, VERDICT.kept), trouble: troubles.filter((row) => row.items > 0) };
}

/** The gates' rows, and after them those of duplicates and balance where they were asked for. */
export function yieldRows(decided: Decided, counts: readonly GateCount[]): YieldRow[] {
  const { gates, verdict, duplicates } = decided;
  const measured = verdict.length - count(verdict, VERDICT.absent) - count(verdict, VERDICT.trouble);
  const balanced = count(verdict, VERDICT.balance);
  const redundant = duplicates.of.reduce((sum, keeper) => sum + (keeper >= 0 ? 1 : 0), 0);
  const rows = gates.map((gate, i) => yieldRow(gate.name, counts[i]!));
  const duplicate = { tried: measured, dropped: count(verdict, VERDICT.duplicate), wouldDrop: redundant };
  if (redundant > 0) rows.push(yieldRow('duplicate', duplicate));
  const reached = count(verdict, VERDICT.kept) + balanced;
  if (balanced > 0) rows.push(yieldRow('balance', { tried: reached, dropped: balanced, wouldDrop: balanced }));
  return rows;
}

/** Duplicates and identities in numbers. */
export function summaryOf({ duplicates, clusters, identities, origin }: Decided): DuplicateSummary {
  const people = new Uint32Array(identities ? identities.leader.length : 0);
  if (identities) for (const leader of identities.leader) if (leader >= 0) people[leader]!++;
  let largest = 0;
  for (let c = 0; c < clusters.count; c++) {
    largest = Math.max(largest, clusters.starts[c + 1]! - clusters.starts[c]!);
  }
  return {
    exact: count(duplicates.how, 1),
    near: count(duplicates.how, 2),
    identity: count(duplicates.how, 3),
    clusters: clusters.count,
    largest,
    identities: identities && {
      measured: origin.embeddings.count,
      people: people.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0),
      exact: identities.exact,
    },
  };
}

/** Kept items by split; items without one only where there are such. */
export function splitCounts({ verdict, split, splits }: Decided): DecisionTables['splits'] {
  const kept = new Uint32Array(splits.length);
  for (let row = 0; row < verdict.length; row++) if (verdict[row] === VERDICT.kept) kept[split[row]!]!++;
  return splits.map((name, i) => ({ split: name, kept: kept[i]! })).filter((row) => row.split !== '' || row.kept > 0);
}

/** How often a code occurs. */
export function count(codes: Uint8Array, code: number): number {
  let sum = 0;
  for (const c of codes) if (c === code) sum++;
  return sum;
}
