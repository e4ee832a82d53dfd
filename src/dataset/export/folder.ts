/** The place of an export: built beside `out`, then renamed, so that `out` is either absent or whole. */
import { mkdir, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type { ProgressEvent } from '../../engine/events.js';
import { DiptychError } from '../../errors.js';
import { type DatasetInfo, readInfo } from '../reader.js';
import { type ExportRow, readRows, rowsPerPair } from './pairs.js';
import type { ExportOptions, ExportSummary } from './summary.js';

/** Marks a folder as an export, which --overwrite may replace. Hidden, so that no loader takes it for data. */
export const MARK = '.diptych-export.json';

/** Writes one format; gets rows one at a time, then says what the consumer has to know. */
export interface RowSink {
  add(row: ExportRow): Promise<void>;
  /** Finishes the files and returns notes for the summary. */
  finish(): Promise<readonly string[]>;
  /** Releases what is open when the export fails. */
  abort?(): Promise<void>;
}

/** Rows between two progress events. */
const REPORT_EVERY = 50;

/**
 * Runs a sink over a dataset's rows.
 *
 * @param splitName What the format calls a split.
 */
export async function* exportRows(
  format: string,
  root: string,
  out: string,
  { overwrite = false }: ExportOptions,
  splitName: (split: string) => string,
  openSink: (folder: string, info: DatasetInfo) => Promise<RowSink>,
): AsyncGenerator<ProgressEvent, ExportSummary> {
  const info = await readInfo(root);
  const target = resolve(out);
  await checkTarget(root, target, overwrite);

  const folder = `${target}.tmp-${process.pid}`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let sink: RowSink | undefined;
  try {
    sink = await openSink(folder, info);
    const total = info.stats.kept * rowsPerPair(info.stats.between);
    const pairs: Record<string, number> = {};
    let done = 0;
    for await (const row of readRows(root, info.recipe)) {
      await sink.add(row);
      const split = splitName(row.record.split);
      pairs[split] = (pairs[split] ?? 0) + 1;
      if (++done % REPORT_EVERY === 0 || done === total)
        yield { event: 'stage', stage: `export ${format}`, done, total };
    }
    const notes = await sink.finish();
    await writeFile(`${folder}/${MARK}`, `${JSON.stringify({ format, recipe: info.stats.recipe })}\n`);
    await rm(target, { recursive: true, force: true });
    await rename(folder, target);
    const summary = { format, out, pairs, notes };
    yield { event: 'summary', summary };
    return summary;
  } finally {
    await sink?.abort?.();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The target must be absent, empty, or an earlier export that may be replaced, and apart from the dataset. */
async function checkTarget(root: string, target: string, overwrite: boolean): Promise<void> {
  const source = await realpath(root);
  const place = await realpath(target).catch(() => target);
  const within = (inner: string, outer: string): boolean => `${inner}${sep}`.startsWith(`${outer}${sep}`);
  if (within(source, place) || within(place, source)) {
    throw new DiptychError('E_USAGE', `Expected a folder apart from the dataset for --out but received ${target}`);
  }
  await mkdir(dirname(target), { recursive: true });
  const entries = await readdir(target).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    if (error.code !== 'ENOTDIR') throw error;
    throw new DiptychError('E_USAGE', `Expected a folder for --out but received the file ${target}`);
  });
  if (entries.length === 0) return;
  const earlier = entries.includes(MARK);
  if (earlier && overwrite) return;
  throw new DiptychError(
    'E_USAGE',
    `Expected an empty folder for --out but received ${target} with ${entries.length} entries`,
    { hint: earlier ? 'It is an earlier export: --overwrite replaces it' : 'Choose another --out' },
  );
}
