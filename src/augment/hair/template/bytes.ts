/** Little-endian numbers out of a file, none of them from beyond its end. Pure. */
import { badTemplate } from './template.js';

/** Reads on from where it stands. */
export interface ByteReader {
  readonly left: () => number;
  readonly skip: (bytes: number) => void;
  readonly u32: () => number;
  readonly f32: () => number;
  /** Copies. */
  readonly u16s: (count: number) => Uint16Array;
  /** Copies. */
  readonly f32s: (count: number) => Float32Array;
}

/** @param name What errors call the file. @throws (each of its functions) DiptychError E_DATASET at the end of the file. */
export function readerOf(bytes: Uint8Array, name: string, at = 0): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const take = (count: number): number => {
    if (count > bytes.length - at) throw truncated(name, at + count, bytes.length);
    at += count;
    return at - count;
  };
  const copy = (count: number): ArrayBuffer => {
    const from = take(count);
    return Uint8Array.from(bytes.subarray(from, from + count)).buffer;
  };
  take(0);
  return {
    left: () => bytes.length - at,
    skip: (count) => void take(count),
    u32: () => view.getUint32(take(4), true),
    f32: () => view.getFloat32(take(4), true),
    u16s: (count) => new Uint16Array(copy(count * 2)),
    f32s: (count) => new Float32Array(copy(count * 4)),
  };
}

/** The error for a file that ends before what it promises. */
export function truncated(name: string, promised: number, received: number) {
  return badTemplate(
    `${promised} bytes`,
    name,
    received === 0 ? 'an empty file' : `${received}`,
    'The file is cut off or of another format: copy it again',
  );
}
