/**
 * `measuring.json`: what a dataset was measured with, beside the measurements. Deciding again needs it and must not need
 * the models.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { writeAtomic } from '../dataset/atomic.js';
import { canonicalJson } from '../dataset/canonical.js';
import { ROOT_FILES } from '../dataset/layout.js';
import { DiptychError } from '../errors.js';

const schema = z.strictObject({
  /** Hash of what measurements are a function of; the log's header has the same. */
  hash: z.string(),
  /** That of which it is the hash: options, and every model's hash. */
  setup: z.record(z.string(), z.unknown()),
  /** Cosine of one person, by the pack's own samples; absent without an identity network. */
  samePerson: z.number().optional(),
});

/** What is remembered of the calibration. */
export type Knowledge = z.infer<typeof schema>;

/**
 * @throws DiptychError E_JOURNAL naming what differs, when the folder was measured with another setup
 */
export async function checkSetup(out: string, { hash, setup }: Pick<Knowledge, 'hash' | 'setup'>): Promise<void> {
  const known = await read(out);
  if (!known || known.hash === hash) return;
  const names = [...new Set([...Object.keys(setup), ...Object.keys(known.setup)])];
  const differing = names.filter(
    (name) => canonicalJson(setup[name] ?? null) !== canonicalJson(known.setup[name] ?? null),
  );
  throw new DiptychError(
    'E_JOURNAL',
    `Expected the setup that ${out} was measured with but received another ${differing.join(', ')}`,
    { hint: 'Choose another --out, or --overwrite to measure again' },
  );
}

/** @returns undefined where there is none, or that of another setup */
export async function readKnowledge(out: string, hash: string): Promise<Knowledge | undefined> {
  const known = await read(out);
  return known?.hash === hash ? known : undefined;
}

async function read(out: string): Promise<Knowledge | undefined> {
  const text = await readFile(path.join(out, ROOT_FILES.measuring), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}

export async function writeKnowledge(out: string, knowledge: Knowledge): Promise<void> {
  await writeAtomic(path.join(out, ROOT_FILES.measuring), `${JSON.stringify(schema.parse(knowledge), null, 2)}\n`);
}
