/** Safetensors: a JSON table of contents, then the elements. Format: huggingface.co/docs/safetensors. */
import { z } from 'zod';
import { DiptychError } from '../errors.js';
import { DTYPE_BYTES } from './dtype.js';
import { printable } from './printable.js';
import { type ByteSource, partOf } from './source.js';
import { rowMajor, stridedTensor } from './strided.js';
import type { DType, StoredTensor } from './tensor.js';

/** As the official reader has it. */
const HEADER_LIMIT = 100_000_000;
const OPEN_BRACE = 0x7b;

const DTYPES: ReadonlyMap<string, DType> = new Map([
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['I64', 'int64'],
  ['I32', 'int32'],
  ['I16', 'int16'],
  ['I8', 'int8'],
  ['U8', 'uint8'],
  ['BOOL', 'bool'],
]);

const count = z.int().nonnegative();
const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(count),
  data_offsets: z.tuple([count, count]),
});

/** Whether the first bytes can be those of a safetensors file: a length that fits, then a brace. */
export function isSafetensors(head: Uint8Array, size: number): boolean {
  if (head.length < 10 || head[8] !== OPEN_BRACE) return false;
  const length = Buffer.from(head).readBigUInt64LE(0);
  return length >= 2n && length <= BigInt(size - 8);
}

/**
 * All tensors by name.
 * @throws DiptychError E_CHECKPOINT for a header that does not describe the bytes: too long, overlapping tensors,
 *   holes, sizes that do not match, element types that no reader converts
 */
export function readSafetensors(source: ByteSource): Map<string, StoredTensor> {
  const { name } = source;
  const length = Number(Buffer.from(source.read(0, 8)).readBigUInt64LE());
  if (length > HEADER_LIMIT) throw refused(name, `a header of at most ${HEADER_LIMIT} bytes`, `${length}`);
  const data = partOf(source, 8 + length, source.size - 8 - length);
  const entries = parseHeader(source.read(8, length), name).sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { key, begin, end, bytes } of entries) {
    if (begin !== at) throw refused(name, `${printable(key)} to begin at byte ${at}`, `${begin}`);
    if (end - begin !== bytes) throw refused(name, `${bytes} bytes of ${printable(key)}`, `${end - begin}`);
    at = end;
  }
  if (at !== data.size) throw refused(name, `${at} bytes of tensors`, `${data.size}`);
  return new Map(
    entries.map(({ key, dtype, shape, begin, bytes }) => [
      key,
      stridedTensor(partOf(data, begin, bytes, `${printable(key)} of ${name}`), dtype, 0, shape, rowMajor(shape)),
    ]),
  );
}

interface Entry {
  readonly key: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
  /** What shape and type ask for. */
  readonly bytes: number;
}

function parseHeader(header: Uint8Array, name: string): Entry[] {
  let table: unknown;
  try {
    table = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
  } catch (cause) {
    throw refused(name, 'a JSON header', 'other text', cause);
  }
  if (typeof table !== 'object' || table === null) throw refused(name, 'a JSON header', 'something else');
  return Object.entries(table)
    .filter(([key]) => key !== '__metadata__')
    .map(([key, value]) => {
      const parsed = entrySchema.safeParse(value);
      if (!parsed.success) throw refused(name, `dtype, shape and data_offsets of ${printable(key)}`, 'others');
      const { dtype, shape, data_offsets } = parsed.data;
      const type = DTYPES.get(dtype);
      if (!type) throw refused(name, `${printable(key)} as one of ${[...DTYPES.keys()].join(' ')}`, printable(dtype));
      const bytes = shape.reduce((a, b) => a * b, DTYPE_BYTES[type]);
      return { key, dtype: type, shape, begin: data_offsets[0], end: data_offsets[1], bytes };
    });
}

function refused(name: string, expected: string, received: string, cause?: unknown): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected ${expected} for ${name} but received ${received}`, {
    cause,
    hint: 'Fetch it anew, or save it again as float32 with safetensors',
  });
}
