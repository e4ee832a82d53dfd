/** The record of an item, from its measurement and what was decided on all. */
import { invariant } from '../../errors.js';
import type { Duplicate, ItemRecord, Measurement } from '../../item.js';
import { verdictOf } from '../gates.js';
import { HOW } from './clusters.js';
import { type Decided, VERDICT } from './decided.js';
import { crosses } from './groups.js';

/** Reasons of drops by verdict code; a gate's is its own name. */
const REASONS = ['absent', 'kept', 'trouble', 'gate', 'duplicate', 'balance'] as const;

/**
 * The line of an item without files, which the writer adds. Failures are judged again here, all of them, rather than
 * kept for every item. An item in trouble has none: it was not judged.
 */
export function recordOf(measurement: Measurement, decided: Decided): ItemRecord {
  const { identity: _, ...rest } = measurement;
  const { index } = rest;
  const code = decided.verdict[index] ?? VERDICT.absent;
  invariant(code !== VERDICT.absent, `item ${index} was decided on`);
  const kept = code === VERDICT.kept;
  const gate = code === VERDICT.gate ? decided.gates[decided.gate[index]!]!.name : REASONS[code]!;
  const duplicate = duplicateOf(index, decided);
  const cluster = decided.clusters.cluster[index]!;
  return {
    ...rest,
    ...(decided.resplit && kept && { split: decided.splits[decided.split[index]!] }),
    verdict: kept ? 'kept' : 'dropped',
    ...(!kept && { gate }),
    failures: rest.trouble ? [] : verdictOf(rest.scores, decided.gates).failures,
    ...(duplicate && { duplicate }),
    ...(cluster >= 0 && { cluster }),
  };
}

/** The item's relation to its keeper; present for what a gate dropped, too. */
function duplicateOf(index: number, { duplicates, origin, keyOf }: Decided): Duplicate | undefined {
  const keeper = duplicates.of[index]!;
  if (keeper < 0) return undefined;
  const how = HOW[duplicates.how[index]!] as Duplicate['how'];
  const distance = Number(duplicates.distance[index]!.toPrecision(6));
  return { how, of: keyOf(keeper), distance, leak: crosses(origin, index, keeper) };
}
