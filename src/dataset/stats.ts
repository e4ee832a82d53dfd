/** `stats.json`: counts of a finished dataset, and by being there the mark that it is finished. */
import { z } from 'zod';

const count = z.int().min(0);

const yieldRow = z.strictObject({
  gate: z.string(),
  /** Candidates that the gate saw. */
  tried: count,
  /** Candidates for which it was the first failure. */
  dropped: count,
  /** Candidates that failed it, whatever else they failed. */
  wouldDrop: count,
  /** wouldDrop / tried. */
  share: z.number(),
  /** What is odd about the gate. */
  flag: z.string().optional(),
});

/** What one gate did. */
export type YieldRow = z.infer<typeof yieldRow>;

/** The schema of `stats.json`. */
export const datasetStatsSchema = z.strictObject({
  schema: z.literal(1),
  /** sha256 of the canonical recipe. */
  recipe: z.string(),
  /** Absent where no pack made the faces. */
  pack: z.strictObject({ name: z.string(), version: z.string() }).optional(),
  tried: count,
  kept: count,
  /** Pairs by split; a split without pairs is absent. */
  splits: z.partialRecord(z.enum(['train', 'validation', 'test']), count),
  /** Labels of a stack's steps between before and after, in order; empty for plain pairs. */
  between: z.array(z.string()),
  /** Scores of the kept pairs: had by all of them, or lacking in some. */
  columns: z.strictObject({ complete: z.array(z.string()), partial: z.array(z.string()) }),
  /** Yield by gate, in the order in which gates decide. */
  gates: z.array(yieldRow),
  /** sha256 of the tables by path; each image's is in its record. */
  sha256: z.record(z.string(), z.string()),
});

/** Counts of a finished dataset. */
export type DatasetStats = z.infer<typeof datasetStatsSchema>;
