/** Progress as data: long operations yield these; a bar, JSON lines and silence are three renderers of them. */

/** Counts of a run so far. */
export interface RunCounts {
  readonly tried: number;
  readonly kept: number;
  /** Dropped pairs by the gate that decided. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** The closed union of what a long operation reports. */
export type ProgressEvent =
  | { readonly event: 'plan'; readonly plan: Readonly<Record<string, unknown>> }
  | { readonly event: 'resume'; readonly counts: RunCounts }
  | { readonly event: 'stage'; readonly stage: string; readonly done: number; readonly total: number }
  | {
      readonly event: 'pair';
      readonly id: string;
      readonly kept: boolean;
      readonly gate?: string;
      readonly counts: RunCounts;
      readonly wanted: number;
    }
  | { readonly event: 'warning'; readonly message: string }
  | { readonly event: 'summary'; readonly summary: Readonly<Record<string, unknown>> };
