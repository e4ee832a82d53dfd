/**
 * Decisions on measurements alone: what stays, what goes and why, and into which split. Measuring is dear and stored;
 * deciding again with other thresholds reads the measurements once and takes seconds.
 */
import { SPLITS, type SplitShares } from '../../dataset/splits.js';
import { DiptychError } from '../../errors.js';
import type { ItemRecord, Measurement } from '../../item.js';
import { type Gate, verdictOf } from '../gates.js';
import type { MetricInfo } from '../metrics/metric.js';
import { balance } from './balance.js';
import { binsOf, type Reader, readerOf } from './bins.js';
import { clustersOf, duplicatesOf } from './clusters.js';
import { ABSENT, Columns, MEASURED } from './columns.js';
import { type Decided, type DecisionTables, VERDICT } from './decided.js';
import { groupsOf, leaksOf, sourcesOf } from './groups.js';
import { identitiesOf } from './identity.js';
import { keeperOrder } from './keeper.js';
import { emptyTallies, expectedLoss, proposeGates, type ScoreTallies, tallyScores } from './propose.js';
import { recordOf } from './record.js';
import { splitsFor } from './splits.js';
import { count, type GateCount, splitCounts, summaryOf, totals, yieldRows } from './tables.js';

/** What decides, besides the measurements. */
export interface DecideOptions {
  /** As of `curationGates`. */
  readonly gates: readonly Gate[];
  /** Bits within which pictures are near duplicates, 0 to 16; null leaves all duplicates, exact ones too. */
  readonly duplicates: number | null;
  /** Whether one item of an identity is enough. */
  readonly dedupeIdentity?: boolean | undefined;
  /** Cosine from which two items count as one person; by default SAME_PERSON. */
  readonly identityThreshold?: number | undefined;
  /** Attributes to even out, all together; empty for none. */
  readonly balance?: readonly string[] | undefined;
  /** Shares of new splits; without, items stay in the splits that they have. */
  readonly split?: SplitShares | undefined;
  /** Decides balance and splits. */
  readonly seed: number;
  /** Metrics to propose gates for; costs a second pass. */
  readonly calibrate?: readonly MetricInfo[] | undefined;
}

/** What was decided, and how the line of an item is made of it on another pass over the measurements. */
export interface Decisions extends Decided {
  readonly tables: DecisionTables;
  /** The item's record without files, which the writer adds. The measurement must be one of those decided on. */
  readonly recordOf: (measurement: Measurement) => ItemRecord;
}

/**
 * Decides on all measurements. Each item is judged in this order, and the first that applies is the reason of its drop:
 * trouble, gates, duplicate, balance. The result depends on the set of measurements and the options, not on the order
 * in which they come. Memory is some hundred bytes an item, and its embedding.
 *
 * Throws E_USAGE when no item has an attribute to balance.
 */
export async function decide(
  measurements: () => AsyncIterable<Measurement>,
  options: DecideOptions,
): Promise<Decisions> {
  const readers = (options.balance ?? []).map((attribute) => readerOf(attribute));
  const columns = new Columns(readers.map(({ read }) => read));
  const tallies = options.calibrate && emptyTallies(options.calibrate);
  const counts = await gather(measurements(), options.gates, columns, tallies);
  const proposals =
    tallies && (await expectedLoss(measurements(), proposeGates(tallies, options.calibrate!, options.gates)));

  const order = keeperOrder(columns);
  const identities =
    columns.embeddings.count > 0
      ? identitiesOf(columns.embeddings, order, columns.size, options.identityThreshold)
      : undefined;
  const duplicates =
    options.duplicates === null
      ? none(columns.size)
      : duplicatesOf(
          columns,
          order,
          { distance: options.duplicates, dedupeIdentity: options.dedupeIdentity },
          identities,
        );
  const sources = sourcesOf(columns, order);
  const verdict = verdictsOf(columns, duplicates.of);
  const balanceRows = balanceOut(verdict, columns, readers, options.seed);
  const groups = options.split && groupsOf(order, duplicates.of, sources, identities?.leader);

  const decided: Decided = {
    size: columns.size,
    gates: options.gates,
    verdict,
    gate: columns.gate,
    duplicates,
    clusters: clustersOf(duplicates, order),
    identities,
    split: groups ? splitsFor(groups, columns.keys, options.split!, options.seed) : columns.split,
    splits: groups ? SPLITS : columns.splits,
    resplit: groups !== undefined,
    origin: columns,
    keyOf: (row) => columns.keys.at(row),
  };
  const tables = {
    ...totals(decided),
    yield: yieldRows(decided, counts),
    duplicates: summaryOf(decided),
    leaks: leaksOf(columns, duplicates, sources, identities),
    balance: balanceRows,
    splits: splitCounts(decided),
    proposals,
  };
  return { ...decided, tables, recordOf: (measurement) => recordOf(measurement, decided) };
}

/** The one pass over the measurements: fills the columns, counts what gates do. */
async function gather(
  measurements: AsyncIterable<Measurement>,
  gates: readonly Gate[],
  columns: Columns,
  tallies: ScoreTallies | undefined,
): Promise<GateCount[]> {
  const counts = gates.map(() => ({ tried: 0, dropped: 0, wouldDrop: 0 }));
  const place = new Map(gates.map((gate, i) => [gate.name, i]));
  for await (const measurement of measurements) {
    const { scores, trouble } = measurement;
    const failures = trouble ? [] : verdictOf(scores, gates).failures;
    const first = failures[0] ? place.get(failures[0].gate)! : -1;
    columns.add(measurement, first);
    if (trouble) continue;
    if (tallies) tallyScores(tallies, scores);
    for (let g = 0; g < gates.length; g++) if (scores[gates[g]!.metric] !== undefined) counts[g]!.tried++;
    for (const { gate } of failures) counts[place.get(gate)!]!.wouldDrop++;
    if (first >= 0) counts[first]!.dropped++;
  }
  return counts;
}

function verdictsOf(columns: Columns, duplicateOf: Int32Array): Uint8Array {
  const verdict = new Uint8Array(columns.size);
  for (let row = 0; row < columns.size; row++) {
    const state = columns.state[row]!;
    if (state === ABSENT) continue;
    if (state !== MEASURED) verdict[row] = VERDICT.trouble;
    else if (columns.gate[row]! >= 0) verdict[row] = VERDICT.gate;
    else verdict[row] = duplicateOf[row]! >= 0 ? VERDICT.duplicate : VERDICT.kept;
  }
  return verdict;
}

/** Balances what is kept so far, marking what goes in `verdict`. */
function balanceOut(
  verdict: Uint8Array,
  columns: Columns,
  readers: readonly Reader[],
  seed: number,
): DecisionTables['balance'] {
  if (readers.length === 0) return [];
  const kept = rowsWith(verdict, VERDICT.kept);
  const axes = readers.map((reader, i) => {
    const values = columns.values[i]!.subarray(0, columns.size);
    if (kept.length > 0 && kept.every((row) => Number.isNaN(values[row]!))) throw unmeasured(reader.attribute);
    const { attribute } = reader;
    return {
      attribute,
      values,
      bins: binsOf(
        reader,
        Float32Array.from(kept, (row) => values[row]!),
      ),
    };
  });
  const { dropped, rows } = balance(kept, columns.size, axes, columns.keys, seed);
  for (const row of kept) if (dropped[row]) verdict[row] = VERDICT.balance;
  return rows;
}

function rowsWith(verdict: Uint8Array, code: number): Uint32Array {
  const rows = new Uint32Array(count(verdict, code));
  let at = 0;
  for (let row = 0; row < verdict.length; row++) if (verdict[row] === code) rows[at++] = row;
  return rows;
}

function none(size: number): Decided['duplicates'] {
  return { of: new Int32Array(size).fill(-1), how: new Uint8Array(size), distance: new Float32Array(size) };
}

function unmeasured(attribute: string): DiptychError {
  return new DiptychError(
    'E_USAGE',
    `Expected a measured attribute or a tag for balance but received ${JSON.stringify(attribute)}`,
    { hint: 'No kept item has it: balance by a metric, by an attribute of the pack (age, gender, …) or by a tag' },
  );
}
