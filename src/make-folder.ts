/** Folders, made with those above them. */
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { DiptychError } from './errors.js';

/**
 * Makes a folder and those that it lies in, where they are missing. Node's `mkdir` with `recursive` never ends on file
 * systems that refuse a new folder by ENOENT though its parent is there, as /proc does.
 * @throws DiptychError E_DISK there; elsewhere what the system says: EEXIST where a file has the name, ENOTDIR, EACCES …
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  let at = path.resolve(folder);
  while (!(await isFolder(at))) {
    missing.push(at);
    if (at === path.dirname(at)) break;
    at = path.dirname(at);
  }
  for (const next of missing.reverse()) {
    await mkdir(next).catch(async (error: NodeJS.ErrnoException) => {
      // Another worker may have been faster.
      if (error.code === 'EEXIST' && (await isFolder(next))) return;
      if (error.code !== 'ENOENT') throw error;
      throw new DiptychError('E_DISK', `Expected a place where folders can be made for ${folder} but received none`, {
        cause: error,
        hint: `The file system refuses ${next}: choose another place`,
      });
    });
  }
}

/** Whether there is a folder; a file of that name is for `mkdir` to refuse. */
async function isFolder(at: string): Promise<boolean> {
  try {
    return (await stat(at)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
