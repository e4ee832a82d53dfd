/** Bytes of a checkpoint, read by offset: files of several GB are never held whole. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DiptychError } from '../errors.js';

/** Random access to bytes. */
export interface ByteSource {
  /** What to call it in an error. */
  readonly name: string;
  readonly size: number;
  /** Bytes [offset, offset + length). @throws DiptychError E_CHECKPOINT when they lie outside */
  read(offset: number, length: number): Uint8Array;
}

/** A source that holds a file open. */
export interface FileSource extends ByteSource {
  close(): void;
}

/** Opens a file. @throws DiptychError E_CHECKPOINT when there is none, or it is a folder */
export function openSource(file: string): FileSource {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (cause) {
    throw new DiptychError('E_CHECKPOINT', `Expected a checkpoint at ${file} but received no readable file`, { cause });
  }
  const stats = fstatSync(handle);
  if (!stats.isFile()) {
    closeSync(handle);
    throw new DiptychError('E_CHECKPOINT', `Expected a checkpoint at ${file} but received something else than a file`);
  }
  const { size } = stats;
  return {
    name: file,
    size,
    read: (offset, length) => {
      checkWithin(file, size, offset, length);
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const got = readSync(handle, bytes, done, length - done, offset + done);
        if (got === 0) throw truncated(file, offset + length, offset + done);
        done += got;
      }
      return bytes;
    },
    close: () => closeSync(handle),
  };
}

/** Bytes in memory. Reads are views, not copies. */
export function bytesSource(bytes: Uint8Array, name: string): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => {
      checkWithin(name, bytes.length, offset, length);
      return bytes.subarray(offset, offset + length);
    },
  };
}

/** The part [offset, offset + size) of a source, as a source. @throws DiptychError E_CHECKPOINT when it lies outside */
export function partOf(source: ByteSource, offset: number, size: number, name = source.name): ByteSource {
  checkWithin(source.name, source.size, offset, size);
  return {
    name,
    size,
    read: (at, length) => {
      checkWithin(name, size, at, length);
      return source.read(offset + at, length);
    },
  };
}

function checkWithin(name: string, size: number, offset: number, length: number): void {
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
  if (!whole || offset + length > size) throw truncated(name, offset + length, size);
}

function truncated(name: string, expected: number, received: number): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected ${expected} bytes for ${name} but received ${received}`, {
    hint: 'The file is truncated or damaged: fetch it anew',
  });
}
