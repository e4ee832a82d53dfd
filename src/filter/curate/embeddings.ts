/** Identity embeddings as signed bytes, one after the other: 128 bytes an item of the built-in pack. */
import { invariant } from '../../errors.js';
import { grown } from './keys.js';

/** Embeddings by row number; rows without one have none. */
export class Embeddings {
  /** Numbers in an embedding; 0 until the first is added. */
  dim = 0;
  /** Embeddings held. */
  count = 0;
  #slots = new Int32Array(64).fill(-1);
  #data = new Int8Array(0);
  /** 1 / length of each, as rounding to bytes leaves lengths that differ from 127 by up to a hundredth. */
  #inverse = new Float64Array(0);

  /** Adds the embedding of a row: signed bytes in base64, all of one length. */
  add(row: number, base64: string): void {
    const bytes = Buffer.from(base64, 'base64');
    if (this.count === 0) this.dim = bytes.length;
    invariant(bytes.length === this.dim && this.dim > 0, 'embeddings of one network have one length');
    if (row >= this.#slots.length) this.#slots = grown(this.#slots, row + 1, -1);
    if (this.count === this.#inverse.length) {
      this.#inverse = grown(this.#inverse, 256);
      this.#data = grown(this.#data, this.#inverse.length * this.dim);
    }
    const values = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#data.set(values, this.count * this.dim);
    const length = Math.hypot(...values);
    this.#inverse[this.count] = length > 0 ? 1 / length : 0;
    this.#slots[row] = this.count++;
  }

  /** Whether the row has an embedding. */
  has(row: number): boolean {
    return (this.#slots[row] ?? -1) >= 0;
  }

  /** Cosine of two rows, −1 to 1; both must have an embedding. */
  cosine(a: number, b: number): number {
    const p = this.#slots[a]!;
    const q = this.#slots[b]!;
    const data = this.#data;
    const end = (p + 1) * this.dim;
    let sum = 0;
    for (let i = p * this.dim, j = q * this.dim; i < end; i++, j++) sum = (sum + data[i]! * data[j]!) | 0;
    return sum * this.#inverse[p]! * this.#inverse[q]!;
  }
}
