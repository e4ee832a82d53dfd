import { expect, test } from 'vitest';
import { isCopied, placeOf } from '../../../src/dataset/curated/place.js';
import { splitNamed } from '../../../src/dataset/curated/split.js';
import type { MeasuredImage, Role } from '../../../src/item.js';

const image = (over: Partial<MeasuredImage> = {}): MeasuredImage => ({
  role: 'image',
  path: 'x.jpg',
  width: 64,
  height: 64,
  format: 'jpeg',
  bytes: 1,
  sha256: '0'.repeat(64),
  notes: [],
  pixels: '',
  phash: '0'.repeat(16),
  thumb: '',
  scores: {},
  ...over,
});

test('only files whose bytes are the picture are copied', () => {
  expect(isCopied(image())).toBe(true);
  expect(isCopied(image({ notes: ['grey'] }))).toBe(true);
  for (const note of ['rotated', 'cmyk', '16-bit', 'alpha', 'icc'])
    expect(isCopied(image({ notes: [note] }))).toBe(false);
  expect(isCopied(image({ format: 'gif' }))).toBe(false);
  expect(isCopied(image({ half: 'left' }))).toBe(false);
  expect(isCopied(image({ quad: [0, 0, 0, 1, 1, 1, 1, 0] }))).toBe(false);
});

test('a file lies under its split, its role and its index, a thousand a folder', () => {
  expect(placeOf({ index: 1234 }, image(), 'train')).toBe('train/images/001/000001234.jpg');
  expect(placeOf({ index: 7 }, image({ role: 'before', notes: ['rotated'] }), 'test')).toBe(
    'test/before/000/000000007.png',
  );
});

test('labels of steps that are no folder names become different ones', () => {
  const places = ['a.b', 'a_b', 'a/b', '../b', 'ä', '😀'].map((label) =>
    placeOf({ index: 0 }, image({ role: `between/${label}` as Role }), 'train'),
  );
  expect(new Set(places).size).toBe(places.length);
  for (const place of places) expect(place).toMatch(/^train\/between\/[A-Za-z0-9_-]+\/000\/000000000\.jpg$/);
});

test('splits are known by their usual names, and anything else trains', () => {
  expect(['val', 'Valid', 'dev', 'testing', 'train', 'fold3', undefined].map(splitNamed)).toEqual([
    'validation',
    'validation',
    'validation',
    'test',
    'train',
    'train',
    'train',
  ]);
});
