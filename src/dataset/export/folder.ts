/** The place of an export: built beside `out`, then renamed, so that `out` is either absent or whole. */
import { readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type { ProgressEvent } from '../../engine/events.js';
import { DiptychError } from '../../errors.js';
import { makeFolder } from '../../make-folder.js';
import { openDataset } from './open.js';
import type { ExportDataset, ExportRow } from './row.js';
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

/** A format's name, what it calls a split, and whether it has a place for images that are no pairs. */
export interface Format {
  readonly name: string;
  readonly splitName?: (split: string) => string;
  readonly holdsPortraits?: boolean;
}

/** Rows between two progress events. */
const REPORT_EVERY = 50;

/** Runs a sink over a dataset's rows. @throws DiptychError E_USAGE for a dataset that the format has no place for */
export async function* exportRows(
  { name: format, splitName = (split) => split, holdsPortraits = false }: Format,
  root: string,
  out: string,
  { overwrite = false }: ExportOptions,
  openSink: (folder: string, dataset: ExportDataset) => Promise<RowSink>,
): AsyncGenerator<ProgressEvent, ExportSummary> {
  const dataset = await openDataset(root);
  if (!holdsPortraits && dataset.images.includes('image')) {
    throw new DiptychError(
      'E_USAGE',
      `Expected pairs for --format ${format} but received single portraits in ${root}`,
      {
        hint: 'webdataset and parquet hold them',
      },
    );
  }
  const target = resolve(out);
  await checkTarget(root, target, overwrite);

  const folder = `${target}.tmp-${process.pid}`;
  await rm(folder, { recursive: true, force: true });
  await makeFolder(folder);
  let sink: RowSink | undefined;
  try {
    sink = await openSink(folder, dataset);
    const total = dataset.rows;
    const pairs: Record<string, number> = {};
    let done = 0;
    for await (const row of dataset.read()) {
      await sink.add(row);
      const split = splitName(row.split);
      pairs[split] = (pairs[split] ?? 0) + 1;
      if (++done % REPORT_EVERY === 0 || done === total)
        yield { event: 'stage', stage: `export ${format}`, done, total };
    }
    const notes = await sink.finish();
    await writeFile(`${folder}/${MARK}`, `${JSON.stringify({ format, ...dataset.origin })}\n`);
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
  await makeFolder(dirname(target));
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
