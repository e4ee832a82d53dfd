import { describe, expect, it } from 'vitest';
import { Columns } from '../../../src/filter/curate/columns.js';
import { keeperOrder, splitRank } from '../../../src/filter/curate/keeper.js';
import type { Measurement } from '../../../src/item.js';
import { pair, single } from './measurements.js';

function orderOf(items: readonly (readonly [Measurement, number])[]): number[] {
  const columns = new Columns();
  for (const [item, gate] of items) columns.add(item, gate);
  return [...keeperOrder(columns)];
}

describe('keeperOrder', () => {
  it('prefers passing, test, validation, more pixels, a sharper face, a sharper image, the lower index', () => {
    const sharp = (face: number | undefined, sharpness: number) => ({
      scores: { sharpness, ...(face !== undefined && { face_sharpness: face }) },
    });
    const order = orderOf([
      [single(0, { split: 'test' }), 2],
      [single(1, sharp(undefined, 9)), -1],
      [single(2, sharp(undefined, 9)), -1],
      [single(3, sharp(undefined, 10)), -1],
      [single(4, sharp(5, 1)), -1],
      [single(5, sharp(6, 1)), -1],
      [single(6, {}, { width: 513 }), -1],
      [single(7, { split: 'val' }, { width: 16 }), -1],
      [single(8, { split: 'test' }, { width: 16 }), -1],
      [single(9, { split: 'train' }, { width: 600 }), -1],
      [single(10, { trouble: { reason: 'empty', detail: '' }, images: [] }), -1],
      [single(11), 0],
    ]);
    expect(order).toEqual([8, 7, 9, 6, 5, 4, 3, 1, 2, 0, 11]);
  });

  it('counts the pixels of the smaller image of a pair', () => {
    const items = [pair(0, {}, { width: 9000 }, { width: 100 }), pair(1, {}, { width: 200 }, { width: 200 })] as const;
    expect(orderOf(items.map((item) => [item, -1] as const))).toEqual([1, 0]);
  });

  it('knows what validation is called', () => {
    expect(['test', 'Val', 'dev', 'train', '', 'constructor'].map(splitRank)).toEqual([0, 1, 1, 2, 2, 2]);
  });
});
