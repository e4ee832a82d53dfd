/** The JSON lines of a curation: what was measured of every item, and what became of it. */
import { z } from 'zod';
import { type ItemRecord, type Measurement, TROUBLES } from '../item.js';

const scores = z.record(z.string(), z.number());
const role = z.custom<Measurement['images'][number]['role']>(
  (value) => typeof value === 'string' && /^(image|before|after|mask|between\/.+)$/.test(value),
);

const image = z.strictObject({
  role,
  path: z.string(),
  member: z.strictObject({ name: z.string(), offset: z.int().min(0), bytes: z.int().min(0) }).optional(),
  half: z.enum(['left', 'right']).optional(),
  width: z.int().min(1),
  height: z.int().min(1),
  format: z.string(),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  notes: z.array(z.string()),
  pixels: z.string(),
  phash: z.string().regex(/^[0-9a-f]{16}$/),
  thumb: z.string().regex(/^[A-Za-z0-9+/]{134}==$/),
  quad: z.array(z.number()).length(8).optional(),
  scores,
});

const trouble = z.strictObject({ reason: z.enum(TROUBLES), detail: z.string() });

const measured = {
  index: z.int().min(0),
  key: z.string(),
  kind: z.enum(['single', 'pair']),
  split: z.string().optional(),
  tags: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  images: z.array(image),
  trouble: trouble.optional(),
  scores,
  inDomain: z.boolean().optional(),
};

/** One line of `measurements.jsonl`. */
export const measurementSchema: z.ZodType<Measurement> = z.strictObject({
  ...measured,
  identity: z.string().optional(),
});

/** One line of a curated dataset's `records.jsonl`. */
export const itemRecordSchema: z.ZodType<ItemRecord> = z.strictObject({
  ...measured,
  verdict: z.enum(['kept', 'dropped']),
  gate: z.string().optional(),
  failures: z.array(z.strictObject({ gate: z.string(), value: z.number(), threshold: z.number() })),
  duplicate: z
    .strictObject({
      how: z.enum(['exact', 'near', 'identity']),
      of: z.string(),
      distance: z.number(),
      leak: z.boolean(),
    })
    .optional(),
  cluster: z.int().min(0).optional(),
  files: z.record(z.string(), z.strictObject({ path: z.string(), sha256: z.string() })).optional(),
});

/** Scores are stored to six significant digits: enough to gate again, short enough to read. What is no number is left out. */
export function storedScores(all: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) =>
      Number.isFinite(value) ? [[name, Number(value.toPrecision(6))]] : [],
    ),
  );
}
