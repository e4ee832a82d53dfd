/** Rows by two words each (a hash of 64 bits), with open addressing in typed arrays: the first of equals is found. */
import { grown } from './keys.js';

/** The rows added, by their words. */
export class EqualIndex {
  readonly #words: Uint32Array;
  /** Row + 1 by place; 0 is free. Length is a power of two, at most half full. */
  #table = new Uint32Array(1024);
  /** Different words seen. */
  count = 0;

  /** `words` has two for each row; rows are added later. */
  constructor(words: Uint32Array) {
    this.#words = words;
  }

  /** The row that was added first with the same words: `row` itself when there was none, and then it is added. */
  firstOf(row: number): number {
    const place = this.#placeOf(row);
    const found = this.#table[place]!;
    if (found > 0) return found - 1;
    this.#table[place] = row + 1;
    if (2 * ++this.count > this.#table.length) this.#widen();
    return row;
  }

  #placeOf(row: number): number {
    const words = this.#words;
    const high = words[2 * row]!;
    const low = words[2 * row + 1]!;
    const mask = this.#table.length - 1;
    // Perceptual hashes are far from even: both words are mixed by odd constants before bits are dropped.
    const mixed = Math.imul(high ^ (high >>> 15), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
    let place = (mixed ^ (mixed >>> 16)) & mask;
    for (; this.#table[place]! > 0; place = (place + 1) & mask) {
      const other = this.#table[place]! - 1;
      if (words[2 * other] === high && words[2 * other + 1] === low) break;
    }
    return place;
  }

  #widen(): void {
    const held = this.#table.filter((entry) => entry > 0);
    this.#table = grown(this.#table, 0).fill(0);
    for (const entry of held) this.#table[this.#placeOf(entry - 1)] = entry;
  }
}
