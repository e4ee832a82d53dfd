/** Makes sure that a folder is free for a dataset before anything is written into it. */
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { DiptychError } from '../errors.js';
import { makeFolder } from '../make-folder.js';
import { ROOT_FILES, SHARD_LOG } from './layout.js';

/** Which job a dataset is of: neither goes on with the other's. */
export type DatasetOf = 'generate' | 'curate';

/**
 * Creates the folder, or accepts one that is empty or holds a dataset of the same job.
 * @throws DiptychError E_DATASET for a folder with other files in it, E_DISK where no folder can be made
 */
export async function claimFolder(root: string, job: DatasetOf = 'generate'): Promise<void> {
  const made = makeFolder(root).then(() => readdir(root));
  const entries = await made.catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOSPC' || cause.code === 'EDQUOT') throw cause;
    throw new DiptychError(
      'E_DISK',
      `Expected a folder that can be written for --out but received ${root} (${cause.code})`,
      {
        cause,
        hint: 'Choose another place; finished pairs elsewhere are kept',
      },
    );
  });
  if (entries.length === 0 || jobOf(entries) === job) return;
  throw new DiptychError(
    'E_DATASET',
    `Expected an empty folder or a dataset of diptych ${job} for --out but received ${root} with ${entries[0]} in it`,
    { hint: 'Choose another folder; nothing was changed' },
  );
}

/** Which job made what lies in a folder, by the names in it; undefined for anything else. */
export function jobOf(entries: readonly string[]): DatasetOf | undefined {
  const curated: readonly string[] = [ROOT_FILES.curation, ROOT_FILES.measurements];
  if (entries.some((name) => curated.includes(name) || SHARD_LOG.test(name))) return 'curate';
  return entries.includes(ROOT_FILES.journal) || entries.includes(ROOT_FILES.records) ? 'generate' : undefined;
}

/** @throws DiptychError E_USAGE when one of two folders lies in the other: output would become input, or overwrite it */
export async function checkApart(input: string, out: string, what = 'the dataset'): Promise<void> {
  const source = await realpath(input).catch(() => path.resolve(input));
  const target = await realpath(out).catch(() => path.resolve(out));
  const within = (inner: string, outer: string): boolean => `${inner}${path.sep}`.startsWith(`${outer}${path.sep}`);
  if (!within(source, target) && !within(target, source)) return;
  throw new DiptychError('E_USAGE', `Expected a folder apart from ${what} for --out but received ${out}`);
}
