/** What readers of finished datasets share: files checked against their hash, JSON against its schema, and the errors. */
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { DiptychError } from '../errors.js';
import { sha256 } from '../hash.js';
import { ROOT_FILES } from './layout.js';
import { readLines } from './lines.js';

/** A file of a dataset. */
export interface DatasetFile {
  /** From the dataset's root, with `/`. */
  readonly path: string;
  /** Its bytes, checked against the record's sha256. */
  read(): Promise<Buffer>;
}

/** A file as a record names it. */
export function openFile(root: string, { path, sha256: expected }: { path: string; sha256: string }): DatasetFile {
  return {
    path,
    async read() {
      const bytes = await existing(join(root, path), readFile(join(root, path)));
      const actual = sha256(bytes);
      if (actual !== expected)
        throw damaged(join(root, path), `sha256 ${expected.slice(0, 12)}…`, `${actual.slice(0, 12)}…`);
      return bytes;
    },
  };
}

/** Reads a file of JSON that diptych wrote. @throws DiptychError E_DATASET when it is missing or something else */
export async function readJson<T extends z.ZodType>(root: string, name: string, schema: T): Promise<z.output<T>> {
  const path = join(root, name);
  const parsed = schema.safeParse(parseJson((await existing(path, readFile(path))).toString()));
  if (!parsed.success) throw damaged(path, `what diptych writes as ${name}`, 'something else');
  return parsed.data;
}

/** Yields the lines of `records.jsonl`. @throws DiptychError E_DATASET naming the line that is no record */
export async function* readRecords<T extends z.ZodType>(root: string, schema: T): AsyncGenerator<z.output<T>> {
  const path = recordsFile(root);
  await existing(path, access(path));
  for await (const { text, number } of readLines(path)) {
    const parsed = schema.safeParse(parseJson(text));
    if (!parsed.success) throw damaged(`${path}:${number}`, 'a record', 'a line that is none');
    yield parsed.data;
  }
}

/** @throws DiptychError E_DATASET when records are missing, or there are too many */
export function checkKept(root: string, found: number, expected: number): void {
  if (found !== expected) throw damaged(recordsFile(root), `${expected} kept records`, `${found}`);
}

const recordsFile = (root: string): string => join(root, ROOT_FILES.records);

/** Gives a failure to find `path` its name; other failures of the disk pass as they are. */
async function existing<T>(path: string, opened: Promise<T>): Promise<T> {
  try {
    return await opened;
  } catch (cause) {
    if (!['ENOENT', 'ENOTDIR', 'EISDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    throw damaged(path, 'a file', 'none', cause);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function damaged(path: string, expected: string, received: string, cause?: unknown): DiptychError {
  const unfinished = [ROOT_FILES.stats, ROOT_FILES.curation].some((mark) => path.endsWith(mark));
  return new DiptychError('E_DATASET', `Expected ${expected} for ${path} but received ${received}`, {
    hint: unfinished
      ? 'A dataset is finished when it has this file: run the command that makes it again'
      : 'Restore the file from a copy, or make the dataset again with --overwrite',
    cause,
  });
}
