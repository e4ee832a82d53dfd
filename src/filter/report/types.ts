/** What the report is made of: the contract with the jobs that call it. */
import type { Preview } from '../../dataset/previews.js';
import type { PairRecord } from '../../dataset/record.js';
import type { YieldRow } from '../../dataset/stats.js';
import type { PackManifest } from '../../pack/manifest.js';
import type { Band } from '../../pair.js';
import type { Recipe } from '../../recipe.js';

/** Everything that `writeReport` needs. */
export interface ReportOptions {
  /** Folder of the dataset: `report.html` is written into it, images are read from it. */
  readonly root: string;
  readonly recipe: Recipe;
  readonly manifest: PackManifest;
  /** All records in index order, read once. Their `files` are by role: a state's label, or `mask`. */
  readonly records: AsyncIterable<PairRecord> | Iterable<PairRecord>;
  /** One row a gate, in gate order. */
  readonly yieldRows: readonly YieldRow[];
  /** Dropped pairs whose pictures were kept. */
  readonly previews: readonly Preview[];
  /** Kept pairs shown at most; 48 by default. */
  readonly galleryLimit?: number | undefined;
  /** Accepted interval by gated metric, as resolved for this run. */
  readonly bands: Readonly<Record<string, Band>>;
}
