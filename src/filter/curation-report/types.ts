/** What the report of a curation is made of: the contract with the job that calls it. */
import type { YieldRow } from '../../dataset/stats.js';
import type { ItemRecord, Role } from '../../item.js';
import type { Band } from '../../pair.js';
import type { Metric } from '../metrics/metric.js';

/** A metric's name, unit, direction, range and sentence. */
export type MetricInfo = Omit<Metric, 'measure'>;

/** Items that were found to repeat others. */
export interface DuplicateCounts {
  /** Items by the relation to their keeper. */
  readonly exact: number;
  readonly near: number;
  readonly identity: number;
  /** Items whose keeper stands in another split. */
  readonly leaks: number;
  readonly clusters: number;
}

/** One bin of the balance. */
export interface BalanceRow {
  /** As a person would call it, such as `age 20 to 30`. */
  readonly bin: string;
  /** Items that passed every gate, and those of them that stayed. */
  readonly before: number;
  readonly after: number;
}

/** A threshold that the data suggests. */
export interface Proposal {
  readonly metric: string;
  readonly band: Band;
  /** What put the bound there: a gap in the distribution, distance from the middle, or the outermost hundredth. */
  readonly why: 'valley' | 'outliers' | 'tail';
  /** Items that have the metric, those of them that the band refuses, and those that no other proposal refuses. */
  readonly tried: number;
  readonly lost: number;
  readonly alone: number;
}

/** Everything that `writeCurationReport` needs. */
export interface CurationReportOptions {
  /** Folder of the clean dataset: `report.html` is written into it. */
  readonly root: string;
  /** The dataset that was read; `describe` is a clause on its layout, such as `pairs in folders A and B`. */
  readonly input: { readonly path: string; readonly format: string; readonly describe: string };
  /** Resolved options: profile, gates, models used, seed; shown as JSON. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Declarations, in the order to show; metrics of records that none declares are shown without a sentence. */
  readonly metrics: readonly MetricInfo[];
  /** Accepted interval by gated metric, in gate order. */
  readonly bands: Readonly<Record<string, Band>>;
  /** All records in index order; called twice, and has to give the same each time. */
  readonly records: () => AsyncIterable<ItemRecord> | Iterable<ItemRecord>;
  /** One row a gate, in gate order. */
  readonly yieldRows: readonly YieldRow[];
  /** Items by the reason for which they could not be measured. */
  readonly troubles: Readonly<Record<string, number>>;
  readonly duplicates: DuplicateCounts;
  /** One sentence: which item of a cluster stays. */
  readonly keeperRule: string;
  readonly balance: readonly BalanceRow[];
  readonly proposals: readonly Proposal[];
  /** Sentences on what was not measured, and why. */
  readonly notices: readonly string[];
  /**
   * A picture of an item as a data URI (webp, png, jpeg, gif or avif; see `pictureOf`), asked for one at a time;
   * undefined where there is none. What it throws counts as none.
   */
  readonly picture: (record: ItemRecord, role: Role) => Promise<string | undefined>;
}
