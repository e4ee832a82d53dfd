/**
 * The journal: one PairRecord a line for every candidate in index order, under a header that names the recipe.
 *
 * It is a prefix of the run. A line is appended only when the pair's files are in place, so whatever stops the
 * program, the next run reads the journal and goes on with the first index that it lacks.
 */
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DiptychError, invariant } from '../errors.js';
import type { Recipe } from '../recipe.js';
import { candidatesHash } from './canonical.js';
import { type Line, readLines } from './lines.js';
import { type PairRecord, pairRecordSchema } from './record.js';

/**
 * Records between two syncs. One datasync costs some 5 ms on an SSD, as much as the images of a pair. Images are synced
 * before their line is written, so all that a power cut can take is the unsynced tail, which is computed again.
 */
const SYNC_EVERY = 32;

/** An open journal. Appends must be awaited one by one. */
export interface Journal {
  /** Records in it. */
  readonly length: number;
  /** Whether an unfinished last line was found and cut off. */
  readonly torn: boolean;
  append(record: PairRecord): Promise<void>;
  close(): Promise<void>;
}

/** Options of {@link openJournal}. */
export interface JournalOptions {
  /** Index of the first record: where the shard begins. 0 by default. */
  readonly first?: number;
  /** Receives every record that is already there, in order. */
  readonly replay?: (record: PairRecord) => void;
}

/**
 * Opens the journal at `path`, or starts it, and replays what it holds.
 *
 * @throws DiptychError E_JOURNAL when it is damaged anywhere but in an unfinished last line, or is another recipe's.
 */
export async function openJournal(
  path: string,
  recipe: Recipe,
  { first = 0, replay }: JournalOptions = {},
): Promise<Journal> {
  await mkdir(dirname(path), { recursive: true });
  const header = `${JSON.stringify({ journal: 1, recipe: candidatesHash(recipe) })}\n`;
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
        if (line.number === 1 && !header.startsWith(line.text)) throw notAJournal(path);
        torn = true;
        break;
      }
      if (line.number === 1) checkHeader(path, line.text, header);
      else {
        const record = parseRecord(path, line, first + length);
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
        invariant(record.index === first + length, `journal got index ${record.index} in place of ${first + length}`);
        // Checked on the way in: a NaN would become null and make the journal unreadable.
        end += await writeAt(handle, `${JSON.stringify(pairRecordSchema.parse(record))}\n`, end);
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

/** Records of a journal that is not being written to, without its header; `first` as in {@link openJournal}. */
export async function* readJournal(path: string, first = 0): AsyncGenerator<PairRecord> {
  for await (const line of readLines(path)) {
    if (line.number > 1 && line.complete) yield parseRecord(path, line, first + line.number - 2);
  }
}

/** Writes all of a text at a position, so that a failed append leaves nothing that the next one would not cover. */
async function writeAt(handle: Awaited<ReturnType<typeof open>>, text: string, position: number): Promise<number> {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
  return bytes.length;
}

function checkHeader(path: string, text: string, expected: string): void {
  if (`${text}\n` === expected) return;
  const header = parseJson(text) as { journal?: unknown; recipe?: unknown } | undefined;
  if (header?.journal !== 1 || typeof header.recipe !== 'string') throw notAJournal(path);
  throw new DiptychError(
    'E_JOURNAL',
    `Expected the journal of this recipe for ${path} but received that of another (${header.recipe.slice(0, 12)}…)`,
    { hint: 'Choose another --out, or --overwrite to start this one again' },
  );
}

function parseRecord(path: string, line: Line, index: number): PairRecord {
  const parsed = pairRecordSchema.safeParse(parseJson(line.text));
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

function notAJournal(path: string): DiptychError {
  return new DiptychError('E_JOURNAL', `Expected a journal header for ${path}:1 but received something else`, {
    hint: 'Choose another --out, or --overwrite to start this one again',
  });
}
