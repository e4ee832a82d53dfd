/** Folders of an export. */
import { join } from 'node:path';
import { makeFolder } from '../../make-folder.js';

/** `012` for index 12345: at most a thousand pairs a folder, for loaders that walk sub-folders. */
export const leafOf = (index: number): string => String(Math.floor(index / 1000)).padStart(3, '0');

/** Joins below a root, making each folder once. */
export function makeFolders(root: string): (folder: string, name: string) => Promise<string> {
  const made = new Set<string>();
  return async (folder, name) => {
    if (!made.has(folder)) {
      await makeFolder(join(root, folder));
      made.add(folder);
    }
    return join(root, folder, name);
  };
}
