/**
 * Files that are either absent or whole: written beside their place, synced, then renamed.
 *
 * Not write-file-atomic, because that issues one write() and ignores how many bytes it took: at the end of a full disk
 * or quota it renames a truncated file into place. FileHandle.writeFile repeats until all is written or throws ENOSPC.
 */
import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../make-folder.js';

/** Marks a file that a stopped process left behind. */
export const TEMP_MARK = /\.tmp-\d+$/;

/** Bytes collected before they are written. */
const BUFFER_BYTES = 1 << 18;

/** A file being written; nothing is at its path until `commit`. */
export interface AtomicFile {
  write(data: Uint8Array | string): Promise<void>;
  /** Puts the file in place and returns its sha256 in hex. */
  commit(): Promise<string>;
  /** Leaves nothing behind; no effect after `commit`. */
  abort(): Promise<void>;
}

/** Opens a file for atomic writing; makes its folder. */
export async function openAtomic(path: string): Promise<AtomicFile> {
  await makeFolder(dirname(path));
  const temp = `${path}.tmp-${process.pid}`;
  const handle = await open(temp, 'w');
  const hash = createHash('sha256');
  let chunks: Uint8Array[] = [];
  let pending = 0;
  let state: 'open' | 'closed' | 'done' = 'open';

  const flush = async (): Promise<void> => {
    const data = Buffer.concat(chunks);
    chunks = [];
    pending = 0;
    await handle.writeFile(data);
  };

  return {
    async write(data) {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data;
      hash.update(bytes);
      chunks.push(bytes);
      pending += bytes.length;
      if (pending >= BUFFER_BYTES) await flush();
    },
    async commit() {
      await flush();
      await handle.datasync();
      state = 'closed';
      await handle.close();
      await rename(temp, path);
      state = 'done';
      return hash.digest('hex');
    },
    async abort() {
      if (state === 'done') return;
      if (state === 'open') await handle.close();
      state = 'done';
      await rm(temp, { force: true });
    },
  };
}

/** Writes a whole file atomically and returns its sha256 in hex. */
export async function writeAtomic(path: string, data: Uint8Array | string): Promise<string> {
  const file = await openAtomic(path);
  try {
    await file.write(data);
    return await file.commit();
  } finally {
    await file.abort();
  }
}
