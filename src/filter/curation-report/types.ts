/** What the report of a curation is made of: the contract with the job that calls it. */
import type { YieldRow } from '../../dataset/stats.js';
import type { ItemRecord, Role } from '../../item.js';
import type { Band } from '../../pair.js';
import type { BalanceRow } from '../curate/balance.js';
import type { Proposal } from '../curate/propose.js';
import type { MetricInfo } from '../metrics/metric.js';

export type { BalanceRow, MetricInfo, Proposal };

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
