import { expect, it } from 'vitest';
import { DuplicateIndex, featuresOf } from '../../src/filter/duplicates.js';
import { hamming } from '../../src/filter/phash.js';
import { ATTRIBUTES, MANIFEST } from './pairs.js';

/** Hashes from xorshift32, so that the test is the same every time. */
function hashes(count: number): string[] {
  let x = 2463534242;
  const next = (): string => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0).toString(16).padStart(8, '0');
  };
  return Array.from({ length: count }, () => next() + next());
}

it('finds what comparing all by hand finds', () => {
  const all = hashes(5000);
  const index = new DuplicateIndex();
  for (const [i, hash] of all.entries()) index.add(String(i), hash);
  expect(index.size).toBe(5000);
  for (const query of hashes(5040).slice(5000)) {
    const distances = all.map((hash) => hamming(hash, query));
    const least = Math.min(...distances);
    expect(index.nearest(query)).toEqual({ id: String(distances.indexOf(least)), distance: least });
  }
});

it('gives the earliest of equals, and nothing while it is empty', () => {
  const index = new DuplicateIndex();
  expect(index.nearest('0000000000000000')).toBeUndefined();
  index.add('a', '0000000000000003');
  index.add('b', '8000000000000001');
  expect(index.nearest('0000000000000001')).toEqual({ id: 'a', distance: 1 });
  expect(index.nearest('8000000000000001')).toEqual({ id: 'b', distance: 0 });
});

it('refuses what is no hash', () => {
  expect(() => new DuplicateIndex().add('a', 'xyz')).toThrow('perceptual hash');
});

it('passes over faces that have the hash but not the attributes', () => {
  const index = new DuplicateIndex();
  const features = (change: object): Float32Array => featuresOf({ ...ATTRIBUTES, ...change }, MANIFEST);
  index.add('older', '0000000000000000', features({ age: 33 }));
  index.add('same', '000000000000000f', features({ age: 31 }));
  // Spans of 50 years: 3 years are 0.06, 1 year is 0.02.
  expect(index.nearest('0000000000000000', features({}))).toEqual({ id: 'same', distance: 4 });
  expect(index.nearest('0000000000000000', features({ smile: 0.5 }))).toBeUndefined();
  expect(index.nearest('0000000000000000')).toEqual({ id: 'older', distance: 0 });
});

it('an attribute that was not measured tells no two faces apart', () => {
  const index = new DuplicateIndex();
  index.add('a', '0000000000000000', featuresOf({}, MANIFEST));
  expect(index.nearest('0000000000000003', featuresOf(ATTRIBUTES, MANIFEST))).toEqual({ id: 'a', distance: 2 });
});
