/**
 * A log: one record a line, each with an index, under a header that says what the records are a function of.
 *
 * It is a prefix of the run. A line is appended only when all that it speaks of is in place, so whatever stops the
 * program, the next run reads the log and goes on with the first index that it lacks.
 */
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { DiptychError, invariant } from '../errors.js';
import { makeFolder } from '../make-folder.js';
import { type Line, readLines } from './lines.js';

/**
 * Records between two syncs. One datasync costs some 5 ms on an SSD, as much as the images of a pair. Images are synced
 * before their line is written, so all that a power cut can take is the unsynced tail, which is computed again.
 */
const SYNC_EVERY = 32;

/** What a log holds. */
export interface LogFormat<Entry extends { readonly index: number }> {
  /** What such a log is called: `journal`, `measurements`. Key of the header, whose value is the format's version, 1. */
  readonly kind: string;
  /** What its records are a function of (`recipe`, `options`), key of the header; and that thing's hash. */
  readonly of: readonly [name: string, hash: string];
  readonly schema: z.ZodType<Entry>;
  /** Index of the first record, and the step to the next: where a shard begins. 0 and 1 by default. */
  readonly first?: number | undefined;
  readonly step?: number | undefined;
}

/** An open log. Appends must be awaited one by one. */
export interface Log<Entry> {
  /** Records in it. */
  readonly length: number;
  /** Whether an unfinished last line was found and cut off. */
  readonly torn: boolean;
  append(record: Entry): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the log at `path`, or starts it; `replay` receives every record that is already there, in order.
 *
 * @throws DiptychError E_JOURNAL when it is damaged anywhere but in an unfinished last line, or is of something else.
 */
export async function openLog<Entry extends { readonly index: number }>(
  path: string,
  format: LogFormat<Entry>,
  replay?: (record: Entry) => void,
): Promise<Log<Entry>> {
  await makeFolder(dirname(path));
  const header = `${JSON.stringify({ [format.kind]: 1, [format.of[0]]: format.of[1] })}\n`;
  const handle = await open(path, 'a+').then(async (created) => {
    await created.close();
    return open(path, 'r+');
  });

  try {
    let end = 0;
    let length = 0;
    let torn = false;
    for await (const line of readLines(path)) {
      if (!line.complete) {
        if (line.number === 1 && !header.startsWith(line.text)) throw notALog(path, format);
        torn = true;
        break;
      }
      if (line.number === 1) checkHeader(path, line.text, header, format);
      else {
        const record = parseRecord(path, line, format, indexAt(format, length));
        replay?.(record);
        length++;
      }
      end = line.end;
    }
    if (torn) await handle.truncate(end);
    if (end === 0) end += await writeAt(handle, header, 0);

    return {
      get length() {
        return length;
      },
      torn,
      async append(record) {
        const index = indexAt(format, length);
        invariant(record.index === index, `${format.kind} got index ${record.index} in place of ${index}`);
        // Checked on the way in: a NaN would become null and make the log unreadable.
        end += await writeAt(handle, `${JSON.stringify(format.schema.parse(record))}\n`, end);
        length++;
        if (length % SYNC_EVERY === 0) await handle.datasync();
      },
      async close() {
        await handle.datasync();
        await handle.close();
      },
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Records of a log that is not being written to, without its header. */
export async function* readLog<Entry extends { readonly index: number }>(
  path: string,
  format: Pick<LogFormat<Entry>, 'schema' | 'first' | 'step'>,
): AsyncGenerator<Entry> {
  for await (const line of readLines(path)) {
    if (line.number > 1 && line.complete) yield parseRecord(path, line, format, indexAt(format, line.number - 2));
  }
}

function indexAt({ first = 0, step = 1 }: Pick<LogFormat<never>, 'first' | 'step'>, position: number): number {
  return first + position * step;
}

/** Writes all of a text at a position, so that a failed append leaves nothing that the next one would not cover. */
async function writeAt(handle: Awaited<ReturnType<typeof open>>, text: string, position: number): Promise<number> {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
  return bytes.length;
}

type Naming = Pick<LogFormat<never>, 'kind' | 'of'>;

function checkHeader(path: string, text: string, expected: string, format: Naming): void {
  if (`${text}\n` === expected) return;
  const header = parseJson(text) as Record<string, unknown> | undefined;
  const hash = header?.[format.of[0]];
  if (header?.[format.kind] !== 1 || typeof hash !== 'string') throw notALog(path, format);
  throw new DiptychError(
    'E_JOURNAL',
    `Expected the ${format.kind} of this ${format.of[0]} for ${path} but received another ${format.of[0]}’s (${hash.slice(0, 12)}…)`,
    { hint: 'Choose another --out, or --overwrite to start this one again' },
  );
}

function parseRecord<Entry extends { readonly index: number }>(
  path: string,
  line: Line,
  { schema }: Pick<LogFormat<Entry>, 'schema'>,
  index: number,
): Entry {
  const parsed = schema.safeParse(parseJson(line.text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.length ? ` (${issue.path.join('.')}: ${issue.message})` : '';
    throw damaged(path, line, 'a record', `a line that is none${where}`);
  }
  if (parsed.data.index !== index) throw damaged(path, line, `index ${index}`, `index ${parsed.data.index}`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function damaged(path: string, line: Line, expected: string, received: string): DiptychError {
  return new DiptychError('E_JOURNAL', `Expected ${expected} for ${path}:${line.number} but received ${received}`, {
    hint: 'Restore the file from a copy, or --overwrite to start again',
  });
}

function notALog(path: string, { kind }: Naming): DiptychError {
  return new DiptychError('E_JOURNAL', `Expected a ${kind} header for ${path}:1 but received something else`, {
    hint: 'Choose another --out, or --overwrite to start this one again',
  });
}
