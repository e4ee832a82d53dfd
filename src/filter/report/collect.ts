/** One pass over the records: everything the report says, in memory that does not grow with the dataset. */
import type { PairRecord } from '../../dataset/record.js';
import type { Band } from '../../pair.js';
import { inBand } from './format.js';
import { emptySpread, offer, taken } from './spread.js';
import { emptyTally, type Tally, tally } from './tally.js';
import type { Figure } from './types.js';

/** Rows of the record table at most; the page stays quick, and records.jsonl has them all. */
export const TABLE_LIMIT = 2000;

/** Mean of a score over kept and over dropped candidates; undefined where none has it. */
export interface Means {
  readonly kept: number | undefined;
  readonly dropped: number | undefined;
}

/** What one gated metric did over the run. */
export interface MetricCounts {
  readonly metric: string;
  readonly band: Band;
  readonly tally: Tally;
  /** Values outside the band, whichever gate decided. */
  outside: number;
  /** Candidates for which it could not be measured. */
  absent: number;
}

/** The run in numbers, with the records that are shown one by one. */
export interface Collected {
  readonly tried: number;
  readonly kept: number;
  /** Of each figure, in order. */
  readonly means: readonly Means[];
  readonly metrics: readonly MetricCounts[];
  /** Kept records with files, evenly spread over the run. */
  readonly gallery: readonly PairRecord[];
  /** The first records, in their order. */
  readonly rows: readonly PairRecord[];
}

/** What to collect. */
export interface CollectOptions {
  readonly figures: readonly Figure[];
  readonly bands: Readonly<Record<string, Band>>;
  readonly galleryLimit: number;
}

/** Reads the records once. */
export async function collect(
  records: AsyncIterable<PairRecord> | Iterable<PairRecord>,
  { figures, bands, galleryLimit }: CollectOptions,
): Promise<Collected> {
  const metrics = Object.entries(bands).map(
    ([metric, band]): MetricCounts => ({ metric, band, tally: emptyTally(), outside: 0, absent: 0 }),
  );
  const sums = figures.map(() => emptySums());
  const gallery = emptySpread<PairRecord>(galleryLimit);
  const rows: PairRecord[] = [];
  let tried = 0;
  let kept = 0;
  for await (const record of records) {
    tried += 1;
    if (record.verdict === 'kept') kept += 1;
    for (const metric of metrics) measure(metric, record);
    for (const [i, { of }] of figures.entries()) add(sums[i]!, record.verdict, of(record));
    if (record.verdict === 'kept' && record.files) offer(gallery, record);
    if (rows.length < TABLE_LIMIT) rows.push(record);
  }
  return { tried, kept, means: sums.map(meansOf), metrics, gallery: taken(gallery), rows };
}

function measure(into: MetricCounts, record: PairRecord): void {
  const value = record.scores[into.metric];
  if (value === undefined || !Number.isFinite(value)) {
    into.absent += 1;
    return;
  }
  tally(into.tally, value, record.verdict);
  if (!inBand(value, into.band)) into.outside += 1;
}

type Sums = Record<PairRecord['verdict'], { sum: number; n: number }>;

function emptySums(): Sums {
  return { kept: { sum: 0, n: 0 }, dropped: { sum: 0, n: 0 } };
}

function add(to: Sums, verdict: PairRecord['verdict'], value: number | undefined): void {
  if (value === undefined || !Number.isFinite(value)) return;
  to[verdict].sum += value;
  to[verdict].n += 1;
}

function meansOf({ kept, dropped }: Sums): Means {
  return {
    kept: kept.n > 0 ? kept.sum / kept.n : undefined,
    dropped: dropped.n > 0 ? dropped.sum / dropped.n : undefined,
  };
}
