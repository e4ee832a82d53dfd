/** NumPy's `.npy` files, read as data. Format: numpy/lib/format.py, versions 1.0 to 3.0. */
import { DiptychError } from '../errors.js';

/** A dense array, row-major, converted to float32. */
export interface NpyArray {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');
/** A header longer than this is hostile: numpy itself refuses more than 10,000 characters. */
const HEADER_LIMIT = 10_000;

/**
 * Reads float16, float32, float64, int32 or int64 values, little-endian, C order.
 * @param name what to call the file in an error
 * @throws DiptychError E_CHECKPOINT for anything else
 */
export function parseNpy(bytes: Uint8Array, name: string): NpyArray {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 10 || !buffer.subarray(0, 6).equals(MAGIC)) throw damaged(name, 'a .npy header', 'other bytes');
  const wide = buffer[6]! >= 2;
  if (wide && buffer.length < 12) throw damaged(name, 'a .npy header', 'a truncated file');
  const headerLength = wide ? buffer.readUInt32LE(8) : buffer.readUInt16LE(8);
  const start = (wide ? 12 : 10) + headerLength;
  if (headerLength > HEADER_LIMIT || start > buffer.length) throw damaged(name, 'a .npy header', 'a truncated file');
  const header = buffer.toString('latin1', wide ? 12 : 10, start);
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? 'none';
  const fortran = /'fortran_order':\s*True/.test(header);
  const sizes = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (sizes === undefined) throw damaged(name, 'a shape', 'none');
  const shape = sizes.split(',').flatMap((s) => (s.trim() === '' ? [] : [Number(s)]));
  if (shape.some((n) => !Number.isSafeInteger(n) || n < 0)) throw damaged(name, 'a shape', `(${sizes})`);
  if (fortran && shape.length > 1) throw damaged(name, 'C order', 'Fortran order');
  const read = READERS[descr as keyof typeof READERS];
  if (!read) throw damaged(name, `one of the types ${Object.keys(READERS).join(' ')}`, descr);
  const count = shape.reduce((a, b) => a * b, 1);
  const width = Number(descr.slice(2));
  if (start + count * width > buffer.length) throw damaged(name, `${count} values`, 'a truncated file');
  const data = new Float32Array(count);
  for (let i = 0; i < count; i++) data[i] = read(buffer, start + i * width);
  return { data, shape };
}

/** Writes float32 values as `.npy` version 1.0. */
export function formatNpy(array: NpyArray): Buffer {
  const shape = `(${array.shape.join(', ')}${array.shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`;
  const header = Buffer.from(`${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`, 'latin1');
  const prefix = Buffer.from([...MAGIC, 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([prefix, header, Buffer.from(array.data.buffer, array.data.byteOffset, array.data.byteLength)]);
}

const READERS = {
  '<f2': (b: Buffer, at: number) => fromHalf(b.readUInt16LE(at)),
  '<f4': (b: Buffer, at: number) => b.readFloatLE(at),
  '<f8': (b: Buffer, at: number) => b.readDoubleLE(at),
  '<i4': (b: Buffer, at: number) => b.readInt32LE(at),
  '<i8': (b: Buffer, at: number) => Number(b.readBigInt64LE(at)),
} as const;

function fromHalf(h: number): number {
  const exponent = (h >> 10) & 31;
  const fraction = h & 1023;
  const sign = h & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function damaged(name: string, expected: string, received: string): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected ${expected} for ${name} but received ${received}`, {
    hint: 'Write it again with numpy.save, or fetch it anew',
  });
}
