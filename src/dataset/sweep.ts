/** Removes files of a dataset: what an interrupted commit left, or all of them. Never anything else. */
import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TEMP_MARK } from './atomic.js';
import { METADATA, ROOT_FILES, SHARD_LOG } from './layout.js';
import { openPreviews } from './previews.js';
import { SPLITS } from './splits.js';

/** A set of indices at one bit each: a million kept pairs take 125 kB. */
export interface IndexSet {
  add(index: number): void;
  has(index: number): boolean;
}

/** An empty set that grows as needed. */
export function indexSet(): IndexSet {
  let bits = new Uint8Array(1024);
  return {
    add(index) {
      const byte = index >> 3;
      if (byte >= bits.length) {
        const grown = new Uint8Array(Math.max(byte + 1, bits.length * 2));
        grown.set(bits);
        bits = grown;
      }
      bits[byte]! |= 1 << (index & 7);
    },
    has: (index) => ((bits[index >> 3] ?? 0) >> (index & 7)) % 2 === 1,
  };
}

/**
 * Removes strays of `root`: our temp files, and, below the split folders, images named like ours (nine digits) for which
 * `owns` is false. Any other file is the user's and stays. Folders left empty go too.
 *
 * @param owns Whether a record names the file; gets its path from the root and the index in its name.
 * @returns The number of files removed.
 */
export async function sweepImages(root: string, owns: (path: string, index: number) => boolean): Promise<number> {
  let removed = 0;
  const sweep = async (folder: string): Promise<void> => {
    for (const entry of await list(join(root, folder))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        await sweep(path);
        continue;
      }
      const id = /^(\d{9,})\.(?:png|webp|jpg)$/.exec(entry.name)?.[1];
      if (TEMP_MARK.test(entry.name) || (id !== undefined && !owns(path, Number(id)))) {
        await rm(join(root, path));
        removed++;
      }
    }
    await rmdir(join(root, folder)).catch(() => undefined);
  };
  for (const split of SPLITS) await sweep(split);
  for (const { name } of await list(root)) {
    if (TEMP_MARK.test(name)) await rm(join(root, name));
  }
  return removed;
}

/**
 * Empties `root` of our files, for --overwrite. Without a journal or measurements nothing there is taken for ours, and
 * whatever else lies there stays, so a wrong path costs nothing. The done marks go first and the logs last: after a stop
 * in between the folder is still known for ours.
 */
export async function removeDataset(root: string): Promise<void> {
  const { stats, curation, journal, measurements, dropped: _folder, ...others } = ROOT_FILES;
  const logs = (await list(root)).map(({ name }) => name).filter((name) => name === journal || isMeasured(name));
  if (logs.length === 0) return;
  for (const name of [stats, curation, ...Object.values(others)]) await rm(join(root, name), { force: true });
  for (const split of SPLITS) await rm(join(root, split, METADATA), { force: true });
  await openPreviews(root).sweep();
  await sweepImages(root, () => false);
  for (const name of logs) await rm(join(root, name), { force: true });
}

const isMeasured = (name: string): boolean => name === ROOT_FILES.measurements || SHARD_LOG.test(name);

async function list(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
