/** The yield of a run: what each gate dropped, and whether the gate does anything useful. */
import type { PairRecord } from '../dataset/record.js';

/** One gate's row. */
export interface YieldRow {
  readonly gate: string;
  /** Pairs that the gate was applied to. */
  readonly tried: number;
  /** Pairs for which the gate is the reason: the first that they failed. */
  readonly dropped: number;
  /** Pairs that fail the gate, whatever else they fail. */
  readonly wouldDrop: number;
  /** wouldDrop / tried; 0 when nothing was tried. */
  readonly share: number;
  readonly flag?: 'drops more than half' | 'drops nothing';
}

/** A gate that drops a larger share is too strict, or the recipe makes too many bad pairs. */
const TOO_MUCH = 0.5;

/**
 * One row a gate, in the order of `gateNames`. Gates are named after their metric, so a gate counts as applied where
 * the record has that score. A gate that drops more than half of the pairs, or none, is flagged: both ask for a look.
 */
export async function yieldTable(
  records: AsyncIterable<PairRecord> | Iterable<PairRecord>,
  gateNames: readonly string[],
): Promise<YieldRow[]> {
  const counts = new Map(gateNames.map((gate) => [gate, { tried: 0, dropped: 0, wouldDrop: 0 }]));
  for await (const record of records) {
    const failed = new Set(record.failures.map((f) => f.gate));
    for (const [gate, count] of counts) {
      if (failed.has(gate) || record.scores[gate] !== undefined) count.tried++;
      if (failed.has(gate)) count.wouldDrop++;
      if (record.gate === gate) count.dropped++;
    }
  }
  return [...counts].map(([gate, count]) => yieldRow(gate, count));
}

/** The row of a gate from its counts. */
export function yieldRow(gate: string, count: Pick<YieldRow, 'tried' | 'dropped' | 'wouldDrop'>): YieldRow {
  const share = count.tried === 0 ? 0 : count.wouldDrop / count.tried;
  const flag = share > TOO_MUCH ? 'drops more than half' : count.wouldDrop === 0 ? 'drops nothing' : undefined;
  return { gate, ...count, share, ...(flag && { flag }) };
}
