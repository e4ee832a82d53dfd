/**
 * Random numbers as a function of (seed, index, stage): no shared state, so any worker can draw any candidate's.
 *
 * The three are hashed by sha256 into the 128-bit state of sfc32 (Chris Doty-Humphrey's Small Fast Chaotic PRNG,
 * PractRand): neighbouring seeds and indices give unrelated streams, which `seed + index` would not.
 * Example values a reader can check (test/fixtures/random.py computes them again):
 *   streamOf(0, 0, 'svm')         0.53178872…, 0.06187409…, 0.36194615…
 *   hash32('')                    0xe3b0c442, the first four bytes of sha256 of nothing
 */
import { createHash } from 'node:crypto';

/** Uniform numbers in [0, 1) with 53 random bits, the same for the same (seed, index, stage) on every machine. */
export function streamOf(seed: number, index: number, stage: string): () => number {
  const key = createHash('sha256').update(`${seed}/${index}/${stage}`).digest();
  let a = key.readInt32BE(0);
  let b = key.readInt32BE(4);
  let c = key.readInt32BE(8);
  let counter = key.readInt32BE(12);
  const next = (): number => {
    const out = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out;
  };
  // numpy's recipe for a double of 53 bits: 27 high bits of one draw, 26 of the next.
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}

/** First four bytes of the text's sha256, big-endian: an unsigned 32-bit number to split, shard or seed by. */
export function hash32(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

/** 0 … length − 1 in random order (Fisher-Yates, from the last place down). Allocates. */
export function permutation(length: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}
