/** Tensors as views of a storage: an offset, a shape and strides, as torch keeps them. Read in the storage's order. */
import { DiptychError } from '../errors.js';
import { DTYPE_BYTES, decodeInto } from './dtype.js';
import type { ByteSource } from './source.js';
import type { DType, StoredTensor } from './tensor.js';

/**
 * Elements of one tensor, 2 GiB as float32. An expanded view (stride 0) can claim any size from a few bytes, and no
 * tensor of a face generator comes near: the largest in FFHQ-1024 has 2.4 million.
 */
const ELEMENT_LIMIT = 2 ** 29;
/** As many as numpy and torch allow; also what bounds the recursion below. */
const DIMENSION_LIMIT = 64;
/** Elements held at once beside the result. */
const WINDOW = 2 ** 20;
/** Unwanted elements that are read along rather than skipped by another read. */
const GAP = 4096;

/**
 * A view of a storage of packed little-endian elements.
 * @param offset first element, in elements, as are strides; a stride of 0 repeats, as torch's `expand` does
 * @throws DiptychError E_CHECKPOINT when an element lies outside the storage, a size or stride is negative or not
 *   whole, there are more than 64 dimensions, or the result would take more than 2 GiB
 */
export function stridedTensor(
  storage: ByteSource,
  dtype: DType,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
): StoredTensor {
  const width = DTYPE_BYTES[dtype];
  const stored = Math.floor(storage.size / width);
  const count = checkView(storage.name, stored, offset, shape, strides);
  const dims = dimensions(shape, strides);
  return {
    kind: 'tensor',
    shape: [...shape],
    dtype,
    read: () => {
      const out = new Float32Array(count);
      const load = (into: Float32Array, at: number, from: number, n: number) =>
        decodeInto(into, at, storage.read(from * width, n * width), dtype);
      if (count === 0) return out;
      if (isPacked(dims, count)) {
        for (let i = 0; i < count; i += WINDOW) load(out, i, offset + i, Math.min(WINDOW, count - i));
      } else {
        gather(out, dims, offset, load);
      }
      return out;
    },
  };
}

/** Strides of a row-major array, in elements: (2, 3, 4) → (12, 4, 1). */
export function rowMajor(shape: readonly number[]): number[] {
  return shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
}

/** Strides of a column-major (Fortran) array, in elements: (2, 3, 4) → (1, 2, 6). */
export function columnMajor(shape: readonly number[]): number[] {
  return shape.map((_, i) => shape.slice(0, i).reduce((a, b) => a * b, 1));
}

/** How many elements the view has, once it is known to lie inside. Sums that overflow are too large all the same. */
function checkView(
  name: string,
  stored: number,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
): number {
  const isSize = (n: number) => Number.isSafeInteger(n) && n >= 0;
  const text = `a view of shape (${brief(shape)}), strides (${brief(strides)}) at element ${offset}`;
  if (
    shape.length !== strides.length ||
    shape.length > DIMENSION_LIMIT ||
    ![offset, ...shape, ...strides].every(isSize)
  )
    throw refused(name, 'whole sizes and strides, not negative', text);
  if (shape.includes(0)) return 0;
  const count = shape.reduce((a, b) => a * b, 1);
  if (count > ELEMENT_LIMIT) throw refused(name, `a tensor of at most ${ELEMENT_LIMIT} elements`, text);
  const last = shape.reduce((at, size, i) => at + (size - 1) * strides[i]!, offset);
  if (last >= stored) throw refused(name, `a tensor inside its storage of ${stored} elements`, text);
  return count;
}

/** A dimension: how many, how far apart in the storage, how far apart in the row-major result. */
interface Dimension {
  readonly size: number;
  readonly stride: number;
  readonly step: number;
}

/** Dimensions that count, widest stride first: the order in which the storage is best read. */
function dimensions(shape: readonly number[], strides: readonly number[]): Dimension[] {
  const steps = rowMajor(shape);
  return shape
    .map((size, i) => ({ size, stride: strides[i]!, step: steps[i]! }))
    .filter(({ size }) => size > 1)
    .sort((a, b) => b.stride - a.stride);
}

const isPacked = (dims: readonly Dimension[], count: number): boolean =>
  count === 1 || dims.every(({ stride, step }) => stride === step);

type Load = (into: Float32Array, at: number, from: number, n: number) => void;

/** Reads windows of the storage and scatters their elements to where the result has them. */
function gather(out: Float32Array, dims: readonly Dimension[], offset: number, load: Load): void {
  // Elements from the first to the last of the block that dimensions d, d + 1, … make.
  const spans = [...dims, undefined].map((_, d) =>
    dims.slice(d).reduce((n, { size, stride }) => n + (size - 1) * stride, 1),
  );
  const window = new Float32Array(Math.min(WINDOW, spans[0]!));
  visit(0, offset, 0);

  function visit(d: number, from: number, to: number): void {
    if (spans[d]! <= WINDOW) {
      load(window, 0, from, spans[d]!);
      scatter(out, to, window, 0, dims, d);
      return;
    }
    const { size, stride, step } = dims[d]!;
    const inner = spans[d + 1]!;
    const near = inner < WINDOW && stride - inner <= GAP;
    const rows = near ? Math.max(1, Math.floor((WINDOW - inner) / stride) + 1) : 1;
    for (let i = 0; i < size; i += rows) {
      if (rows === 1) {
        visit(d + 1, from + i * stride, to + i * step);
        continue;
      }
      const n = Math.min(rows, size - i);
      load(window, 0, from + i * stride, (n - 1) * stride + inner);
      for (let j = 0; j < n; j++) scatter(out, to + (i + j) * step, window, j * stride, dims, d + 1);
    }
  }
}

/** Elements of the block of dimensions d, d + 1, … at `from` of `values` → their places in `out` from `to`. */
function scatter(
  out: Float32Array,
  to: number,
  values: Float32Array,
  from: number,
  dims: readonly Dimension[],
  d: number,
): void {
  const dim = dims[d];
  if (!dim) {
    out[to] = values[from]!;
    return;
  }
  const { size, stride, step } = dim;
  if (d === dims.length - 1) {
    for (let i = 0; i < size; i++) out[to + i * step] = values[from + i * stride]!;
    return;
  }
  for (let i = 0; i < size; i++) scatter(out, to + i * step, values, from + i * stride, dims, d + 1);
}

const brief = (sizes: readonly number[]): string =>
  sizes.length > 8 ? `${sizes.slice(0, 8).join(', ')}, …` : sizes.join(', ');

function refused(name: string, expected: string, received: string): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected ${expected} for ${name} but received ${received}`, {
    hint: 'The file is damaged or was made to mislead: fetch it anew',
  });
}
