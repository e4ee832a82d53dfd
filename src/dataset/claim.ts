/** Makes sure that a folder is free for a dataset before anything is written into it. */
import { mkdir, readdir } from 'node:fs/promises';
import { DiptychError } from '../errors.js';
import { ROOT_FILES } from './layout.js';

/**
 * Creates the folder, or accepts one that is empty or holds a dataset of ours.
 * @throws DiptychError E_DATASET for a folder with other files in it, E_DISK where no folder can be made
 */
export async function claimFolder(root: string): Promise<void> {
  const made = mkdir(root, { recursive: true }).then(() => readdir(root));
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
  const ours = entries.includes(ROOT_FILES.journal) || entries.includes(ROOT_FILES.records);
  if (entries.length === 0 || ours) return;
  throw new DiptychError(
    'E_DATASET',
    `Expected an empty folder or a dataset for --out but received ${root} with ${entries[0]} in it`,
    { hint: 'Choose another folder; nothing was changed' },
  );
}
