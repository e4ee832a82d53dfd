/** The first pass over the records: all that is counted, and the items that are shown, in bounded memory. */
import type { ItemRecord } from '../../item.js';
import type { Band } from '../../pair.js';
import { inBand } from '../report/format.js';
import { emptySpread, offer, taken } from '../report/spread.js';
import { emptyTally, type Tally, tally } from '../report/tally.js';
import { type ClusterSizes, countMember, emptySizes } from './cluster-sizes.js';
import { type Edge, edgesOf, offerEdge } from './edges.js';
import { emptyRanking, type Ranking, rank } from './ranking.js';
import type { MetricInfo } from './types.js';

/** Rows of the table at most; the page stays quick, and records.jsonl has them all. */
const TABLE_LIMIT = 2000;
/** Items in trouble that are listed one by one. */
const TROUBLE_LIMIT = 200;
/** Items shown at each end of each metric. */
const EXTREMES = 8;
/** Metrics at most, against records that invent them. */
const METRIC_LIMIT = 64;

/** One metric over all items. */
export interface MetricStats {
  readonly name: string;
  readonly info: MetricInfo | undefined;
  readonly band: Band | undefined;
  readonly tally: Tally;
  /** Values outside the band, whichever gate decided. */
  outside: number;
  readonly lowest: Ranking<ItemRecord>;
  readonly highest: Ranking<ItemRecord>;
}

/** The dataset in numbers, with the items that are shown one by one. */
export interface Collected {
  readonly tried: number;
  readonly kept: number;
  readonly singles: number;
  readonly pairs: number;
  /** Dropped items by what decided. */
  readonly decided: ReadonlyMap<string, number>;
  /** Gated metrics first, then as declared, then what records hold besides. */
  readonly metrics: readonly MetricStats[];
  readonly edges: readonly Edge[];
  /** Evenly spread over the dataset, in its order. */
  readonly rows: readonly ItemRecord[];
  /** The first items in trouble. */
  readonly troubled: readonly ItemRecord[];
  readonly clusters: ClusterSizes;
}

/** Reads the records once. */
export async function collect(
  records: AsyncIterable<ItemRecord> | Iterable<ItemRecord>,
  { metrics: infos, bands }: { metrics: readonly MetricInfo[]; bands: Readonly<Record<string, Band>> },
): Promise<Collected> {
  const declared = new Map(infos.map((info) => [info.name, info]));
  const metrics = new Map<string, MetricStats>();
  const add = (name: string): void => {
    if (metrics.size >= METRIC_LIMIT) return;
    const band = Object.hasOwn(bands, name) ? bands[name] : undefined;
    metrics.set(name, emptyStats(name, declared.get(name), band));
  };
  for (const name of new Set([...Object.keys(bands), ...declared.keys()])) add(name);
  const edges = edgesOf(bands);
  const rows = emptySpread<ItemRecord>(TABLE_LIMIT);
  const troubled: ItemRecord[] = [];
  const clusters = emptySizes();
  const decided = new Map<string, number>();
  const counts = { tried: 0, kept: 0, singles: 0, pairs: 0 };
  for await (const record of records) {
    counts.tried += 1;
    counts[record.kind === 'pair' ? 'pairs' : 'singles'] += 1;
    if (record.verdict === 'kept') counts.kept += 1;
    else decided.set(record.gate ?? '', (decided.get(record.gate ?? '') ?? 0) + 1);
    for (const [name, value] of Object.entries(record.scores)) {
      if (!Number.isFinite(value)) continue;
      if (!metrics.has(name)) add(name);
      const stats = metrics.get(name);
      if (stats) measure(stats, value, record);
    }
    for (const edge of edges) {
      const value = Object.hasOwn(record.scores, edge.gate) ? record.scores[edge.gate]! : Number.NaN;
      if (Number.isFinite(value)) offerEdge(edge, value, record);
    }
    if (record.trouble && troubled.length < TROUBLE_LIMIT) troubled.push(record);
    countMember(clusters, record);
    offer(rows, record);
  }
  return { ...counts, decided, metrics: [...metrics.values()], edges, rows: taken(rows), troubled, clusters };
}

function emptyStats(name: string, info: MetricInfo | undefined, band: Band | undefined): MetricStats {
  return {
    name,
    info,
    band,
    tally: emptyTally(),
    outside: 0,
    lowest: emptyRanking(EXTREMES),
    highest: emptyRanking(EXTREMES),
  };
}

function measure(into: MetricStats, value: number, record: ItemRecord): void {
  tally(into.tally, value, record.verdict);
  if (into.band && !inBand(value, into.band)) into.outside += 1;
  rank(into.lowest, value, record);
  rank(into.highest, -value, record);
}

/** Items for which a metric was measured. */
export function measured({ tally: { kept, dropped } }: MetricStats): number {
  return kept + dropped;
}
