/** Reads the bytes of one image, from its file or from inside an archive without reading the rest of it. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageRef, Trouble } from '../../item.js';
import { nameOf } from './draft.js';
import { insideRoot } from './names.js';

/** Larger files are not read: an image of 20,000 × 20,000 px takes 1.2 GB decoded, and rarely 100 MB as a file. */
export const MAX_FILE_BYTES = 512 * 2 ** 20;

/** An image that cannot be read: not the end of the run, but the trouble of its item. */
export class RefError extends Error {
  readonly trouble: Trouble;

  constructor(reason: Trouble['reason'], detail: string, cause?: unknown) {
    super(detail, { cause });
    this.name = 'RefError';
    this.trouble = { reason, detail };
  }
}

/** What the system says of a file that is at fault itself. Anything else, such as too many open files, is not. */
const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EISDIR: 'is a folder',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
  ELOOP: 'is a symbolic link that leads to itself',
  ENAMETOOLONG: 'has too long a path',
  ENXIO: 'is no file',
  ENODEV: 'is no file',
  EIO: 'could not be read from the disk',
};

/**
 * The encoded bytes of an image. Where one file holds two halves, those of the whole.
 *
 * @throws RefError with the trouble to record; other errors are the machine's and stop the run.
 */
export async function readRef(root: string, ref: ImageRef): Promise<Buffer> {
  const path = insideRoot('', ref.path);
  if (path === undefined) throw new RefError('bad_metadata', `${ref.path} leads out of the dataset`);
  let file: FileHandle | undefined;
  try {
    // Without O_NONBLOCK opening a named pipe waits for a writer for ever.
    file = await open(join(root, path), constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (!stats.isFile())
      throw new RefError('unreadable', `${ref.path} is ${stats.isDirectory() ? 'a folder' : 'no file'}`);
    const bytes = ref.member?.bytes ?? stats.size;
    const name = nameOf(ref)!;
    if (bytes > MAX_FILE_BYTES) throw new RefError('too_large', `${name} has ${bytes} bytes`);
    if (!ref.member) return await file.readFile();
    const data = Buffer.allocUnsafe(Math.max(0, Math.min(bytes, stats.size - ref.member.offset)));
    const read = await readFully(file, data, ref.member.offset);
    if (read < bytes) throw new RefError('truncated', `${name} ends after ${read} of ${bytes} bytes`);
    return data;
  } catch (error) {
    throw asRefError(ref, error);
  } finally {
    await file?.close();
  }
}

/** Fills `data` from `position` on and returns how many bytes there were. */
export async function readFully(file: FileHandle, data: Buffer, position: number): Promise<number> {
  let read = 0;
  while (read < data.length) {
    const { bytesRead } = await file.read(data, read, data.length - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return read;
}

/** What is wrong with a file, as the end of a sentence; undefined where the error is not the file's. */
export function faultOf(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return FILE_FAULTS[code] && `${FILE_FAULTS[code]} (${code})`;
}

function asRefError(ref: ImageRef, error: unknown): unknown {
  const fault = faultOf(error);
  if (fault === undefined) return error;
  const loop = (error as NodeJS.ErrnoException).code === 'ELOOP';
  return new RefError(loop ? 'symlink_loop' : 'unreadable', `${ref.path} ${fault}`, error);
}
