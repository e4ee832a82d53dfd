/** NumPy's `.npy` files, read as data. Format: numpy/lib/format.py, versions 1.0 to 3.0. */
import { DiptychError } from '../errors.js';
import { DTYPE_BYTES } from './dtype.js';
import { printable } from './printable.js';
import { type ByteSource, bytesSource, partOf } from './source.js';
import { columnMajor, rowMajor, stridedTensor } from './strided.js';
import type { DType, StoredTensor } from './tensor.js';

/** A dense array, row-major, converted to float32. */
export interface NpyArray {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');
/** A header longer than this is hostile: numpy itself refuses more than 10,000 characters. */
const HEADER_LIMIT = 10_000;

/** Whether the first bytes are those of a `.npy` file. */
export const isNpy = (head: Uint8Array): boolean => MAGIC.equals(head.subarray(0, MAGIC.length));

/**
 * The array of a `.npy` file, left in it. Fortran order is read as strides.
 * @throws DiptychError E_CHECKPOINT for truncated files, objects, big-endian and other element types
 */
export function npyTensor(source: ByteSource): StoredTensor {
  const { name } = source;
  const { header, start } = readHeader(source);
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? 'a structured type';
  const sizes = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (sizes === undefined) throw damaged(name, 'a shape', 'none');
  // Python 2 wrote its long integers as 512L.
  const shape = sizes.split(',').flatMap((s) => (s.trim() === '' ? [] : [Number(s.trim().replace(/L$/, ''))]));
  if (shape.some((n) => !Number.isSafeInteger(n) || n < 0)) throw damaged(name, 'a shape', `(${printable(sizes)})`);
  if (descr.includes('O')) throw damaged(name, 'numbers', 'Python objects, which need pickle', OBJECTS);
  const dtype = DTYPES.get(descr);
  if (!dtype) throw damaged(name, `one of the types ${[...DTYPES.keys()].join(' ')}`, printable(descr));
  const count = shape.reduce((a, b) => a * b, 1);
  const bytes = count * DTYPE_BYTES[dtype];
  if (start + bytes > source.size) throw damaged(name, `${count} values`, 'a truncated file');
  const strides = /'fortran_order':\s*True/.test(header) ? columnMajor(shape) : rowMajor(shape);
  return stridedTensor(partOf(source, start, bytes), dtype, 0, shape, strides);
}

/**
 * Reads an array that is in memory.
 * @param name what to call the file in an error
 * @throws DiptychError E_CHECKPOINT as `npyTensor` does
 */
export function parseNpy(bytes: Uint8Array, name: string): NpyArray {
  const tensor = npyTensor(bytesSource(bytes, name));
  return { data: tensor.read(), shape: tensor.shape };
}

/** Writes float32 values as `.npy` version 1.0. */
export function formatNpy(array: NpyArray): Buffer {
  const shape = `(${array.shape.join(', ')}${array.shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`;
  const header = Buffer.from(`${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`, 'latin1');
  const prefix = Buffer.from([...MAGIC, 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([prefix, header, Buffer.from(array.data.buffer, array.data.byteOffset, array.data.byteLength)]);
}

/** The header's text, a Python dictionary, and where the values begin. */
function readHeader(source: ByteSource): { header: string; start: number } {
  const { name } = source;
  const head = Buffer.from(source.read(0, Math.min(12, source.size)));
  if (head.length < 10 || !isNpy(head)) throw damaged(name, 'a .npy header', 'other bytes');
  const wide = head[6]! >= 2;
  if (wide && head.length < 12) throw damaged(name, 'a .npy header', 'a truncated file');
  const length = wide ? head.readUInt32LE(8) : head.readUInt16LE(8);
  const from = wide ? 12 : 10;
  if (length > HEADER_LIMIT || from + length > source.size) throw damaged(name, 'a .npy header', 'a truncated file');
  return { header: Buffer.from(source.read(from, length)).toString('latin1'), start: from + length };
}

const DTYPES: ReadonlyMap<string, DType> = new Map([
  ['<f2', 'float16'],
  ['<f4', 'float32'],
  ['<f8', 'float64'],
  ['|i1', 'int8'],
  ['|u1', 'uint8'],
  ['|b1', 'bool'],
  ['<i2', 'int16'],
  ['<i4', 'int32'],
  ['<i8', 'int64'],
]);

const OBJECTS = 'Save the numbers alone, with numpy.save(file, array.astype(numpy.float32))';

function damaged(
  name: string,
  expected: string,
  received: string,
  hint = 'Write it again with numpy.save, or fetch it anew',
): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected ${expected} for ${name} but received ${received}`, { hint });
}
