import { describe, expect, it } from 'vitest';
import { clustersOf, duplicatesOf, HOW, OTHER_PICTURE } from '../../../src/filter/curate/clusters.js';
import { Columns } from '../../../src/filter/curate/columns.js';
import { identitiesOf } from '../../../src/filter/curate/identity.js';
import { keeperOrder } from '../../../src/filter/curate/keeper.js';
import { hamming } from '../../../src/filter/phash.js';
import type { Measurement } from '../../../src/item.js';
import { streamOf } from '../../../src/random.js';
import { embedding, flipped, hex, pair, single, thumb } from './measurements.js';

const ZERO = '0'.repeat(16);

function run(items: readonly Measurement[], options = { distance: 10 }) {
  const columns = new Columns();
  for (const item of items) columns.add(item, -1);
  const order = keeperOrder(columns);
  const identities = columns.embeddings.count ? identitiesOf(columns.embeddings, order, columns.size) : undefined;
  const found = duplicatesOf(columns, order, options, identities);
  const relations = Array.from(items, (_, i) =>
    found.of[i]! < 0 ? '-' : `${found.of[i]} ${HOW[found.how[i]!]} ${found.distance[i]}`,
  );
  return { relations, clusters: clustersOf(found, order), found };
}

describe('duplicatesOf', () => {
  it('tells exact from near, by pixels and by hash', () => {
    const { relations } = run([
      single(0, {}, { pixels: 'a', phash: ZERO }),
      single(1, {}, { pixels: 'a', phash: ZERO }),
      single(2, {}, { pixels: 'b', phash: flipped(ZERO, 0, 20, 63) }),
      single(3, {}, { pixels: 'c', phash: flipped(ZERO, ...Array(11).keys()) }),
      single(4, {}, { pixels: 'd', phash: flipped(ZERO, ...[...Array(10).keys()].map((i) => 63 - 6 * i)) }),
    ]);
    expect(relations).toEqual(['-', '0 exact 0', '0 near 3', '-', '0 near 10']);
  });

  it('compares both images of a pair, and takes the larger distance', () => {
    const other = flipped(ZERO, ...Array(30).keys());
    const { relations } = run([
      pair(0, {}, { phash: ZERO, pixels: 'a' }, { phash: other }),
      pair(1, {}, { phash: flipped(ZERO, 1) }, { phash: flipped(other, 50, 51, 52) }),
      pair(2, {}, { phash: ZERO, pixels: 'a' }, { phash: flipped(other, ...Array(11).keys()) }),
      single(3, {}, { phash: ZERO, pixels: 'a' }),
    ]);
    expect(relations).toEqual(['-', '0 near 3', '-', '-']);
  });

  it('is exact only where every image is, whatever the masks', () => {
    const at = (index: number, after: string) =>
      pair(index, {}, { pixels: 'a', phash: ZERO }, { pixels: after, phash: hex(index * 0x11111111, 0x0f0f0f0f) });
    const masked = at(2, 'b');
    const mask = { ...masked.images[0]!, role: 'mask' as const, pixels: 'mask' };
    const { relations } = run([at(0, 'b'), at(1, 'c'), { ...masked, images: [...masked.images, mask] }], {
      distance: 0,
    });
    expect(relations).toEqual(['-', '-', '0 exact 0']);
  });

  it('makes stars of a chain: no duplicate is further from its keeper than the distance', () => {
    // Frame i has its lowest 4i bits set: neighbours differ in 4 bits, the ends in 64.
    const frames = Array.from({ length: 17 }, (_, i) =>
      single(i, {}, { phash: flipped(ZERO, ...Array(4 * i).keys()) }),
    );
    const { relations, clusters } = run(frames);
    expect(relations.slice(0, 7)).toEqual(['-', '0 near 4', '0 near 8', '-', '3 near 4', '3 near 8', '-']);
    expect(clusters.count).toBe(6);
  });

  it('does not take two pictures for one where their thumbs tell them apart', () => {
    // Every other cell differs by d of 32 steps: a root mean square of d / 32 / √2.
    const steps = (distance: number) => Math.round(distance * 32 * Math.SQRT2);
    const items = (d: number) =>
      [single(0), single(1, {}, { thumb: thumb(d) })].map((item) => ({
        ...item,
        images: item.images.map((image) => ({ ...image, phash: ZERO })),
      }));
    expect(run(items(steps(OTHER_PICTURE) - 1)).relations).toEqual(['-', '0 near 0']);
    expect(run(items(steps(OTHER_PICTURE) + 1)).relations).toEqual(['-', '-']);
  });

  it('leaves people alone unless one item of each is asked for', () => {
    const items = [1, 2, 3].map((i) => single(i - 1, { identity: embedding([10, i === 3 ? -50 : i, 0]) }));
    expect(run(items).relations).toEqual(['-', '-', '-']);
    const { relations } = run(items, { distance: 10, dedupeIdentity: true } as { distance: number });
    expect(relations[0]).toBe('-');
    expect(relations[1]).toMatch(/^0 identity 0\.99/);
    expect(relations[2]).toBe('-');
  });

  it('follows an exact copy of a near duplicate to the keeper', () => {
    const small = { width: 100, height: 100, pixels: 'b', phash: flipped(ZERO, 1) };
    const { relations, clusters } = run([
      single(0, {}, small),
      single(1, {}, small),
      single(2, {}, { phash: ZERO, pixels: 'a' }),
    ]);
    expect(relations).toEqual(['2 near 1', '2 near 1', '-']);
    expect([...clusters.members]).toEqual([2, 0, 1]);
    expect([...clusters.starts]).toEqual([0, 3]);
  });

  it('agrees with comparing everything, on hashes that crowd', () => {
    const random = streamOf(2, 0, 'crowd');
    const items = Array.from({ length: 700 }, (_, i) => {
      const noise = Array.from({ length: Math.floor(random() * 14) }, () => Math.floor(random() * 64));
      const centre = hex(Math.floor(random() * 40) * 0x5bd1e995, 0);
      return single(i, {}, { phash: flipped(centre, ...noise) });
    });
    const keepers: number[] = [];
    const expected = items.map((item, i) => {
      let best = -1;
      let least = 11;
      for (const keeper of keepers) {
        const bits = hamming(item.images[0]!.phash, items[keeper]!.images[0]!.phash);
        if (bits < least) [best, least] = [keeper, bits];
      }
      if (best < 0) keepers.push(i);
      return best < 0 ? '-' : `${best} near ${least}`;
    });
    expect(run(items).relations).toEqual(expected);
    expect(keepers.length).toBeGreaterThan(40);
  });

  it('takes thousands of flat images, and of pairs of one before', () => {
    const flat = Array.from({ length: 6_000 }, (_, i) => single(i, {}, { phash: ZERO }));
    const shared = Array.from({ length: 6_000 }, (_, i) => pair(i, {}, { phash: ZERO, pixels: 'same' }));
    expect(run(flat).clusters.count).toBe(1);
    expect(run(shared).clusters.count).toBeLessThan(10);
  });
});
