/**
 * All hashes within some bits of one, exactly, without comparing with all: multi-index hashing (Norouzi, Punjani and
 * Fleet, CVPR 2012, section 2). A 64-bit hash is cut into four chunks of 16 bits, each with a table of buckets. With
 * d = 4r + a, two hashes within d bits agree within r bits in one of the first a + 1 chunks, or within r − 1 in one of
 * the others: for d = 10 that is 3·137 + 17 = 428 buckets instead of every hash.
 *
 * The 8 × 8 frequencies of the hash go to chunks along diagonals, (u + v) mod 4, so that the lowest, in which pictures
 * of one kind agree, fall on all four alike; bits in reading order would crowd the buckets of the first.
 */
import { invariant } from '../../errors.js';
import { popcount } from '../phash.js';
import { grown } from './keys.js';

/** Largest distance that may be asked for; beyond it the probed buckets outnumber the hashes. */
export const MOST_BITS = 16;

const CHUNKS = 4;
const BUCKETS = 65536;

/**
 * A bucket is a chain of blocks of 32 words: the next block (0 for none), the number of entries, and up to ten entries
 * of three words: high, low, entry number. Ten neighbours cost two lines of the processor's cache instead of ten.
 */
const BLOCK = 32;
const PER_BLOCK = 10;
const WORDS = 3;

/** Hashes in the order in which they were added, with the number that each was added under. */
export class HashIndex {
  readonly #distance: number;
  readonly #masks: readonly Uint16Array[];
  /** Newest block of each bucket, chunk after chunk; 0 where it is empty. */
  readonly #head = new Int32Array(CHUNKS * BUCKETS);
  /** Block 0 stays unused. */
  #blocks = new Int32Array(BLOCK * 256);
  #used = 1;
  /** Number under which each entry was added. */
  #rows = new Uint32Array(256);
  readonly #chunks = new Uint16Array(CHUNKS);
  #count = 0;

  /** Finds hashes that differ in `distance` bits at most, 0 to 16. */
  constructor(distance: number) {
    invariant(Number.isInteger(distance) && distance >= 0 && distance <= MOST_BITS, 'a distance is 0 to 16 bits');
    this.#distance = distance;
    const radius = Math.floor(distance / CHUNKS);
    this.#masks = Array.from({ length: CHUNKS }, (_, c) => masksWithin(c <= distance % CHUNKS ? radius : radius - 1));
  }

  /** Adds a hash (high and low word) under a number. */
  add(row: number, high: number, low: number): void {
    const entry = this.#count++;
    if (entry === this.#rows.length) this.#rows = grown(this.#rows, entry + 1);
    this.#rows[entry] = row;
    chunksOf(high, low, this.#chunks);
    for (let c = 0; c < CHUNKS; c++) {
      const at = this.#roomIn(c * BUCKETS + this.#chunks[c]!);
      const place = at + 2 + WORDS * this.#blocks[at + 1]!++;
      this.#blocks[place] = high;
      this.#blocks[place + 1] = low;
      this.#blocks[place + 2] = entry;
    }
  }

  /** Where the bucket's newest block begins, or a new one when that is full. */
  #roomIn(bucket: number): number {
    const newest = this.#head[bucket]!;
    if (newest > 0 && this.#blocks[BLOCK * newest + 1]! < PER_BLOCK) return BLOCK * newest;
    const block = this.#used++;
    if (BLOCK * this.#used > this.#blocks.length) this.#blocks = grown(this.#blocks, BLOCK * this.#used);
    this.#blocks[BLOCK * block] = newest;
    this.#head[bucket] = block;
    return BLOCK * block;
  }

  /**
   * The number of the nearest hash whose `distanceTo(number, bits)` is within the distance, and that distance: the
   * callback may add what the hash does not tell, and is only asked where the hashes themselves are near. Of equals
   * the earliest added; undefined where there is none.
   */
  nearest(
    high: number,
    low: number,
    distanceTo: (row: number, bits: number) => number,
  ): { readonly row: number; readonly distance: number } | undefined {
    chunksOf(high, low, this.#chunks);
    const blocks = this.#blocks;
    let best = -1;
    let least = this.#distance;
    for (let c = 0; c < CHUNKS; c++) {
      const own = this.#chunks[c]!;
      for (const mask of this.#masks[c]!) {
        let block = this.#head[c * BUCKETS + (own ^ mask)]!;
        for (; block > 0; block = blocks[BLOCK * block]!) {
          const from = BLOCK * block + 2;
          const end = from + WORDS * blocks[from - 1]!;
          for (let at = from; at < end; at += WORDS) {
            const bits = popcount(blocks[at]! ^ high) + popcount(blocks[at + 1]! ^ low);
            if (bits > least) continue;
            const entry = blocks[at + 2]!;
            const distance = distanceTo(this.#rows[entry]!, bits);
            if (distance > least || (distance === least && best >= 0 && entry >= best)) continue;
            best = entry;
            least = distance;
          }
        }
      }
    }
    return best < 0 ? undefined : { row: this.#rows[best]!, distance: least };
  }
}

/** Places of the bits in their chunk's table: word, shift, chunk; bit i of the hash is frequency v = i / 8, u = i mod 8. */
const LAYOUT = (() => {
  const filled = new Uint8Array(CHUNKS);
  return Array.from({ length: 64 }, (_, i) => {
    const chunk = (Math.floor(i / 8) + (i % 8)) % CHUNKS;
    return { low: i >= 32, from: 31 - (i % 32), chunk, to: filled[chunk]!++ };
  });
})();

/** Of every chunk, what each byte of the hash contributes: 8 bytes × 256 values × 4 chunks. */
const CONTRIBUTION = (() => {
  const table = new Uint16Array(8 * 256 * CHUNKS);
  LAYOUT.forEach(({ low, from, chunk, to }) => {
    const byte = (low ? 4 : 0) + (3 - Math.floor(from / 8));
    for (let value = 0; value < 256; value++) {
      if ((value >>> (from % 8)) & 1) table[(byte * 256 + value) * CHUNKS + chunk]! |= 1 << to;
    }
  });
  return table;
})();

function chunksOf(high: number, low: number, out: Uint16Array): void {
  out.fill(0);
  for (let byte = 0; byte < 8; byte++) {
    const value = ((byte < 4 ? high : low) >>> (24 - 8 * (byte % 4))) & 255;
    for (let c = 0; c < CHUNKS; c++) out[c]! |= CONTRIBUTION[(byte * 256 + value) * CHUNKS + c]!;
  }
}

/** All 16-bit numbers with at most `bits` bits set, fewest first; none below zero. */
function masksWithin(bits: number): Uint16Array {
  const all = Array.from({ length: BUCKETS }, (_, i) => i).filter((i) => popcount(i) <= bits);
  return Uint16Array.from(all.sort((a, b) => popcount(a) - popcount(b) || a - b));
}
