import { describe, expect, it } from 'vitest';
import { HashIndex } from '../../../src/filter/curate/near.js';
import { popcount } from '../../../src/filter/phash.js';
import { streamOf } from '../../../src/random.js';

const bitsBetween = (a: readonly number[], b: readonly number[]) => popcount(a[0]! ^ b[0]!) + popcount(a[1]! ^ b[1]!);

/** Words at which half of the later ones are copies of earlier ones with 0 to 16 bits flipped. */
function planted(n: number): number[][] {
  const random = streamOf(5, 0, 'hashes');
  const all: number[][] = [];
  for (let i = 0; i < n; i++) {
    if (i < n / 2) all.push([Math.floor(random() * 2 ** 32), Math.floor(random() * 2 ** 32)]);
    else {
      const copy = [...all[Math.floor(random() * i)]!];
      for (let flips = Math.floor(random() * 17); flips > 0; flips--) {
        const bit = Math.floor(random() * 64);
        copy[bit >> 5] = (copy[bit >> 5]! ^ (1 << (bit & 31))) >>> 0;
      }
      all.push(copy);
    }
  }
  return all;
}

describe('HashIndex', () => {
  it.each([0, 1, 2, 3, 5, 8, 10, 13, 16])('finds what comparing with all finds, within %i bits', (distance) => {
    const hashes = planted(1200);
    const index = new HashIndex(distance);
    let found = 0;
    hashes.forEach((hash, row) => {
      let expected: { row: number; distance: number } | undefined;
      for (let other = 0; other < row; other++) {
        const bits = bitsBetween(hash, hashes[other]!);
        if (bits <= distance && bits < (expected?.distance ?? 65)) expected = { row: other, distance: bits };
      }
      const nearest = index.nearest(hash[0]!, hash[1]!, (_, bits) => bits);
      expect(nearest).toEqual(expected);
      if (nearest) found++;
      index.add(row, hash[0]!, hash[1]!);
    });
    expect(found).toBeGreaterThan(distance === 0 ? 10 : 40);
  });

  it('obeys what the callback adds to the distance', () => {
    const index = new HashIndex(4);
    index.add(7, 0, 0);
    index.add(9, 0, 1);
    expect(index.nearest(0, 0, (_, bits) => bits)).toEqual({ row: 7, distance: 0 });
    expect(index.nearest(0, 0, (row, bits) => (row === 7 ? 65 : bits))).toEqual({ row: 9, distance: 1 });
    expect(index.nearest(0, 0, () => 5)).toBeUndefined();
  });
});
