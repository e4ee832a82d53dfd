/** IEEE 754 half precision, for weights on disk. */

const scratch = new Float32Array(1);
const bits = new Uint32Array(scratch.buffer);

/** One float32 to the bits of the nearest float16, ties to even; overflow becomes infinity. 1 → 0x3c00, 0.1 → 0x2e66. */
export function toHalf(x: number): number {
  scratch[0] = x;
  const u = bits[0]!;
  const sign = (u >>> 16) & 0x8000;
  const magnitude = u & 0x7fffffff;
  if (magnitude >= 0x7f800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Subnormal half: adding 0.5 lines the mantissa up so that the hardware rounds to even at bit 2^-24.
    scratch[0] = Math.abs(x) + 0.5;
    return sign | (bits[0]! - 0x3f000000);
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

/** Float32 values → float16 bits, same length. */
export function toHalfArray(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, toHalf);
}
