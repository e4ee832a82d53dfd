/** The JSON lines of `measurements.jsonl`: what was measured of every item. */
import { z } from 'zod';
import { type Measurement, TROUBLES } from '../item.js';

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

/** One line. */
export const measurementSchema: z.ZodType<Measurement> = z.strictObject({
  index: z.int().min(0),
  key: z.string(),
  kind: z.enum(['single', 'pair']),
  split: z.string().optional(),
  tags: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  images: z.array(image),
  trouble: trouble.optional(),
  scores,
  inDomain: z.boolean().optional(),
  identity: z.string().optional(),
});

/** Scores are stored to six significant digits: enough to gate again, short enough to read. What is no number is left out. */
export function storedScores(all: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) =>
      Number.isFinite(value) ? [[name, Number(value.toPrecision(6))]] : [],
    ),
  );
}
