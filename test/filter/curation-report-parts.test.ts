import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { planAlbum } from '../../src/filter/curation-report/album.js';
import { countMember, emptySizes, telling } from '../../src/filter/curation-report/cluster-sizes.js';
import { flagFor, regateCommand } from '../../src/filter/curation-report/command.js';
import { pictureOf } from '../../src/filter/curation-report/index.js';
import { ending, readable, tooltip } from '../../src/filter/curation-report/names.js';
import { emptyRanking, rank } from '../../src/filter/curation-report/ranking.js';
import type { ItemRecord } from '../../src/item.js';

const item = (index: number, more: Partial<ItemRecord> = {}): ItemRecord => ({
  index,
  key: `k${index}`,
  kind: 'single',
  images: [],
  scores: {},
  verdict: 'kept',
  failures: [],
  ...more,
});

/** Pixels of a data URI. */
async function decoded(uri: string | undefined) {
  const bytes = Buffer.from(uri!.slice(uri!.indexOf(',') + 1), 'base64');
  return sharp(bytes).raw().toBuffer({ resolveWithObject: true });
}

describe('ranking', () => {
  it('holds the smallest, of equal ones the earliest', () => {
    const ranking = emptyRanking<string>(3);
    for (const [value, name] of [
      [5, 'a'],
      [1, 'b'],
      [5, 'c'],
      [1, 'd'],
      [0, 'e'],
      [1, 'f'],
      [Number.NaN, 'g'],
    ] as const)
      rank(ranking, value, name);
    expect(ranking.items).toEqual(['e', 'b', 'd']);
    expect(ranking.ranks).toEqual([0, 1, 1]);
  });
});

describe('names', () => {
  it('spell out what is invisible', () => {
    expect(readable('a\u202egpj.exe')).toBe('a\\u{202e}gpj.exe');
    expect(readable('a\nb\u200bc\ud800')).toBe('a\\u{a}b\\u{200b}c\\u{d800}');
    expect(readable('Zo\u00eb \u{1f600} \u05d0')).toBe('Zo\u00eb \u{1f600} \u05d0');
  });

  it('leave the middle out of long ones, and show their end below a picture', () => {
    expect(readable('abcdefghij', 7)).toBe('ab\u2026ghij');
    expect(readable('abcdefg', 7)).toBe('abcdefg');
    expect([...readable('\u{1f600}'.repeat(5000))]).toHaveLength(96);
    expect(ending('abcdefghij', 4)).toBe('\u2026hij');
    expect(tooltip('abcdefghij', '\u2026hij')).toBe('abcdefghij');
    expect(tooltip('abc', 'abc')).toBeUndefined();
  });
});

describe('commands', () => {
  it('are safe to paste', () => {
    expect(flagFor('yaw', { min: -30, max: 30 })).toBe('--gate yaw=-30..30');
    expect(flagFor('faces', { min: 1 })).toBe('--gate faces=1..');
    expect(flagFor('a;rm -r', { max: 2 })).toBe(`--gate 'a;rm -r=..2'`);
    expect(regateCommand(`it's $(here)`, '-out', {})).toBe(`diptych curate 'it'\\''s $(here)' \\\n  --out '-out'`);
  });
});

describe('clusters', () => {
  it('come by leaks, then size; an item without another is none', () => {
    const sizes = emptySizes();
    const leak = { how: 'near', of: 'x', distance: 2, leak: true } as const;
    for (const [cluster, size, leaks] of [
      [0, 3, 0],
      [700, 2, 1],
      [2, 5, 0],
      [3, 1, 0],
      [4, 4, 1],
    ] as const)
      for (let i = 0; i < size; i++) countMember(sizes, item(i, { cluster, ...(i < leaks && { duplicate: leak }) }));
    countMember(sizes, item(0));
    expect(telling(sizes, 10)).toEqual([4, 700, 2, 0]);
    expect(telling(sizes, 2)).toEqual([4, 700]);
    expect(sizes.members[2]).toBe(5);
  });
});

describe('album', () => {
  it('serves every group before any group twice', () => {
    const group = (from: number, n: number, weight: number) => ({
      records: Array.from({ length: n }, (_, i) => item(from + i)),
      weight,
    });
    const album = planAlbum([group(0, 5, 1), group(100, 5, 1), group(200, 5, 2), group(0, 2, 1)], 7);
    expect([...album.items.keys()]).toEqual([0, 100, 1, 101, 200, 2, 102]);
    expect(album.shown).toBe(15);
  });
});

describe('pictureOf', () => {
  it('is at most so many px, upright, and one half where told', async () => {
    const left = { create: { width: 60, height: 60, channels: 3, background: '#c02020' } } as const;
    const both = sharp({ create: { width: 120, height: 60, channels: 3, background: '#2020c0' } }).composite([
      { input: await sharp(left).png().toBuffer(), left: 0, top: 0 },
    ]);
    const png = await both.png().toBuffer();
    const whole = await decoded(await pictureOf(png, 40));
    expect([whole.info.width, whole.info.height]).toEqual([40, 20]);
    for (const [half, colour] of [
      ['left', [0xc0, 0x20, 0x20]],
      ['right', [0x20, 0x20, 0xc0]],
    ] as const) {
      const { data, info } = await decoded(await pictureOf(png, 176, half));
      expect([info.width, info.height]).toEqual([60, 60]);
      for (const [i, value] of colour.entries())
        expect(Math.abs(data[3 * (30 * 60 + 30) + i]! - value)).toBeLessThan(8);
    }
    const turned = await sharp(png).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { info } = await decoded(await pictureOf(turned));
    expect([info.width, info.height]).toEqual([60, 120]);
  });

  it('shows a truncated file as far as it goes, and no document at all', async () => {
    const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251));
    const jpeg = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .jpeg()
      .toBuffer();
    expect(await pictureOf(jpeg.subarray(0, jpeg.length / 2))).toMatch(/^data:image\/webp;base64,/);
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    );
    expect(await pictureOf(svg)).toBeUndefined();
    expect(await pictureOf(Buffer.from('no picture'))).toBeUndefined();
    expect(await pictureOf(new Uint8Array())).toBeUndefined();
    expect(await pictureOf(await readFile('package.json'))).toBeUndefined();
  });
});
