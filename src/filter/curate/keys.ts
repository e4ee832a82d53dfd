/** Texts by row number in two typed arrays: a million keys take the bytes of their letters, and no object each. */

/** Append-only bytes, and where the text of each row lies in them. A row that is set again leaves its old bytes. */
export class KeyList {
  #bytes = new Uint8Array(1024);
  #used = 0;
  #start = new Float64Array(64);
  #length = new Uint32Array(64);

  /** Keeps the text of a row. */
  set(row: number, text: string): void {
    if (row >= this.#start.length) {
      this.#start = grown(this.#start, row + 1);
      this.#length = grown(this.#length, this.#start.length);
    }
    const most = 3 * text.length;
    if (this.#used + most > this.#bytes.length) this.#bytes = grown(this.#bytes, this.#used + most);
    const { written } = new TextEncoder().encodeInto(text, this.#bytes.subarray(this.#used));
    this.#start[row] = this.#used;
    this.#length[row] = written;
    this.#used += written;
  }

  /** The text of a row; empty where none was set. */
  at(row: number): string {
    const start = this.#start[row] ?? 0;
    return Buffer.from(this.#bytes.buffer, start, this.#length[row] ?? 0).toString('utf8');
  }
}

/** Typed arrays that can be replaced by a longer one. */
export type Numbers =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** A copy with room for at least `length`, and at least twice what it had; the new places hold `fill`. */
export function grown<T extends Numbers>(array: T, length: number, fill = 0): T {
  const Kind = array.constructor as new (length: number) => T;
  const longer = new Kind(Math.max(2 * array.length, length));
  longer.set(array);
  if (fill !== 0) longer.fill(fill, array.length);
  return longer;
}
