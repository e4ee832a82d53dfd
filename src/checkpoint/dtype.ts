/** Element types: how wide they are in a file, and how their little-endian bytes become float32. */
import type { DType } from './tensor.js';

/** Bytes of one element. */
export const DTYPE_BYTES: Readonly<Record<DType, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
};

/** Packed little-endian elements → float32 in `out` from index `at`; integers beyond 2^24 round to nearest. */
export function decodeInto(out: Float32Array, at: number, bytes: Uint8Array, dtype: DType): void {
  if (dtype === 'float32') {
    // A copy of bytes keeps NaN payloads too.
    new Uint8Array(out.buffer, out.byteOffset + 4 * at, bytes.length).set(bytes);
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = DTYPE_BYTES[dtype];
  const count = Math.floor(bytes.length / width);
  const decode = DECODERS[dtype];
  for (let i = 0; i < count; i++) out[at + i] = decode(view, i * width);
}

const DECODERS: Readonly<Record<Exclude<DType, 'float32'>, (view: DataView, at: number) => number>> = {
  float64: (v, at) => v.getFloat64(at, true),
  float16: (v, at) => HALVES[v.getUint16(at, true)]!,
  bfloat16: (v, at) => fromBrain(v.getUint16(at, true)),
  int64: (v, at) => Number(v.getBigInt64(at, true)),
  int32: (v, at) => v.getInt32(at, true),
  int16: (v, at) => v.getInt16(at, true),
  int8: (v, at) => v.getInt8(at),
  uint8: (v, at) => v.getUint8(at),
  bool: (v, at) => (v.getUint8(at) === 0 ? 0 : 1),
};

/** The 65,536 values of IEEE 754 half precision: a look-up beats arithmetic for weights by the million. */
const HALVES = Float32Array.from({ length: 65536 }, (_, bits) => fromHalf(bits));

/** 0x3c00 → 1, 0x0001 → 2^-24, 0xfc00 → -Infinity. */
function fromHalf(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** bfloat16 is the upper half of a float32: 0x3f80 → 1. */
function fromBrain(bits: number): number {
  word.setUint32(0, bits * 65536);
  return word.getFloat32(0);
}
