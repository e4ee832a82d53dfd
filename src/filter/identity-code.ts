/** Identity embeddings as they stand in a record: short enough for a line of text, exact enough for a cosine. */
import { invariant } from '../errors.js';

/** Unit vector → signed bytes round(127·x), base64. At 128 dimensions a cosine changes by some 0.003. */
export function packIdentity(embedding: Float32Array): string {
  const bytes = Int8Array.from(embedding, (x) => Math.round(127 * x));
  return Buffer.from(bytes.buffer).toString('base64');
}

/** Back to a unit vector; rounding shortens or lengthens it a little, so it is scaled again. */
export function unpackIdentity(text: string): Float32Array {
  const bytes = Int8Array.from(Buffer.from(text, 'base64'), (byte) => (byte << 24) >> 24);
  const length = Math.hypot(...bytes);
  invariant(length > 0, 'an identity is a vector of some length');
  return Float32Array.from(bytes, (x) => x / length);
}
