/**
 * `measuring.json`: what a dataset was measured with, beside the measurements. Deciding again needs it and must not need
 * the models.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { writeAtomic } from '../dataset/atomic.js';
import { ROOT_FILES } from '../dataset/layout.js';

const schema = z.strictObject({
  /** Hash of what measurements are a function of; the log's header has the same. */
  hash: z.string(),
  /** Cosine of one person, by the pack's own samples; absent without an identity network. */
  samePerson: z.number().optional(),
});

/** What is remembered of the calibration. */
export type Knowledge = z.infer<typeof schema>;

/** @returns undefined where there is none, or that of other options */
export async function readKnowledge(out: string, hash: string): Promise<Knowledge | undefined> {
  const text = await readFile(path.join(out, ROOT_FILES.measuring), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(JSON.parse(text));
  return parsed.success && parsed.data.hash === hash ? parsed.data : undefined;
}

export async function writeKnowledge(out: string, knowledge: Knowledge): Promise<void> {
  await writeAtomic(path.join(out, ROOT_FILES.measuring), `${JSON.stringify(schema.parse(knowledge), null, 2)}\n`);
}
