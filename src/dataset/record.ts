/** The JSON line on disk for every candidate, kept or dropped: what made it, every score, which gate decided. */
import { z } from 'zod';
import { type JudgedPair, pairId, statesOf } from '../pair.js';

const scores = z.record(z.string(), z.number());

/** One line of `journal.jsonl` and `records.jsonl`. */
export const pairRecordSchema = z.strictObject({
  index: z.int().min(0),
  id: z.string(),
  seed: z.int(),
  verdict: z.enum(['kept', 'dropped']),
  /** The gate that decided; absent when kept. */
  gate: z.string().optional(),
  failures: z.array(z.strictObject({ gate: z.string(), value: z.number(), threshold: z.number() })),
  /** Absent when dropped. */
  split: z.enum(['train', 'validation', 'test']).optional(),
  edit: z.strictObject({
    direction: z.string(),
    /** Absent where the move was forced along a direction that nothing scores. */
    attribute: z.string().optional(),
    evaluations: z.int(),
    reached: z.boolean(),
  }),
  states: z.array(z.strictObject({ label: z.string(), strength: z.number(), attributes: scores })).min(2),
  scores,
  /** How hair was grown; absent for other pairs. */
  hair: z
    .strictObject({
      /** Key of the portrait among its folder's, or the sample's index; and sha256 of its file. */
      portrait: z.string(),
      portraitSha256: z.string().optional(),
      template: z.string(),
      colour: z.string(),
      strands: z.int().min(0),
      /** Why there is no pair, where the portrait could not be used. */
      trouble: z.string().optional(),
    })
    .optional(),
  phash: z.string().regex(/^[0-9a-f]{16}$/),
  /** Paths from the dataset's root, and sha256 of the encoded file; absent when dropped. */
  files: z.record(z.string(), z.strictObject({ path: z.string(), sha256: z.string() })).optional(),
});

/** A record of one candidate. */
export type PairRecord = z.infer<typeof pairRecordSchema>;

/** Scores are stored to six significant digits: enough to gate again, short enough to read. */
const round = (x: number): number => Number(x.toPrecision(6));
const roundAll = (all: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name, round(value)]));

/** The record of a judged pair, without split and files, which the writer adds. */
export function recordOf(pair: JudgedPair): PairRecord {
  const first = pair.verdict.failures[0];
  return {
    index: pair.candidate.index,
    id: pairId(pair.candidate.index),
    seed: pair.candidate.seed,
    verdict: pair.verdict.kept ? 'kept' : 'dropped',
    ...(pair.verdict.kept || !first ? {} : { gate: first.gate }),
    failures: pair.verdict.failures.map((f) => ({ ...f, value: round(f.value), threshold: round(f.threshold) })),
    edit: {
      direction: pair.edit.direction,
      ...(pair.edit.attribute !== undefined && { attribute: pair.edit.attribute }),
      evaluations: pair.edit.evaluations,
      reached: pair.edit.reached,
    },
    states: statesOf(pair).map((s) => ({
      label: s.label,
      strength: round(s.strength),
      attributes: roundAll(s.attributes),
    })),
    scores: roundAll(pair.scores),
    ...(pair.hair && { hair: pair.hair }),
    phash: pair.phash,
  };
}
