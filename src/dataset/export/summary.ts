/** What every exporter takes and tells. */
import type { ProgressEvent } from '../../engine/events.js';

/** Options of every exporter. */
export interface ExportOptions {
  /** Replace an earlier export at the same place. Never removes anything else. */
  readonly overwrite?: boolean;
}

/** What was exported. */
export interface ExportSummary {
  readonly format: string;
  readonly out: string;
  /** Rows or image pairs by split as the format names it. */
  readonly pairs: Readonly<Record<string, number>>;
  /** What the consumer has to be told, such as options to load it with. */
  readonly notes: readonly string[];
}

/** Exports the dataset at `root` to the folder `out`; yields progress, returns a summary. */
export type Exporter = (
  root: string,
  out: string,
  options?: ExportOptions,
) => AsyncGenerator<ProgressEvent, ExportSummary>;
