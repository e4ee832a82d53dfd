import { execFileSync } from 'node:child_process';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RefError, readRef } from '../../../src/dataset/source/index.js';
import { keySet, uniqueKey } from '../../../src/dataset/source/keys.js';
import { insideRoot } from '../../../src/dataset/source/names.js';
import { tree } from './tree.js';

describe('readRef', () => {
  const member = (offset: number, bytes: number) => ({ name: 'm.png', offset, bytes });

  test('a file, and a part of a file', async () => {
    const root = await tree({ 'a/b.png': '0123456789', 'l.png': '→ a/b.png' });
    expect((await readRef(root, { role: 'image', path: 'a/b.png' })).toString()).toBe('0123456789');
    expect((await readRef(root, { role: 'image', path: 'l.png' })).toString()).toBe('0123456789');
    expect((await readRef(root, { role: 'after', path: 'a/b.png', member: member(3, 4) })).toString()).toBe('3456');
  });

  test('what cannot be read is a trouble that names the file', async () => {
    const root = await tree({ 'x.png': '0123456789', 'd/1.png': '', 'self.png': '→ self.png', 'gone.png': '→ none' });
    execFileSync('mkfifo', [join(root, 'pipe.png')]);
    const trouble = (path: string, part?: ReturnType<typeof member>) =>
      readRef(root, { role: 'image', path, member: part }).then(
        () => undefined,
        (error: unknown) => (error as RefError).trouble,
      );
    expect(await trouble('none.png')).toEqual({ reason: 'unreadable', detail: 'none.png is not there (ENOENT)' });
    expect(await trouble('gone.png')).toMatchObject({ reason: 'unreadable' });
    expect(await trouble('x.png/y.png')).toMatchObject({ reason: 'unreadable' });
    expect(await trouble('d')).toEqual({ reason: 'unreadable', detail: 'd is a folder' });
    expect(await trouble('self.png')).toMatchObject({ reason: 'symlink_loop' });
    expect(await trouble('pipe.png')).toEqual({ reason: 'unreadable', detail: 'pipe.png is no file' });
    expect(await trouble('../x.png')).toMatchObject({ reason: 'bad_metadata' });
    expect(await trouble('/etc/passwd')).toMatchObject({ reason: 'bad_metadata' });
    expect(await trouble('x.png', member(8, 4))).toEqual({
      reason: 'truncated',
      detail: 'x.png:m.png ends after 2 of 4 bytes',
    });
    expect(await trouble('x.png', member(80, 4))).toMatchObject({ reason: 'truncated' });
    await truncate(join(root, 'x.png'), 600 * 2 ** 20);
    expect(await trouble('x.png')).toEqual({ reason: 'too_large', detail: 'x.png has 629145600 bytes' });
    expect(new RefError('empty', 'x')).toBeInstanceOf(Error);
  });
});

test.each([
  ['', 'a/b.png', 'a/b.png'],
  ['f', './a//b.png', 'f/a/b.png'],
  ['', 'a:b.png', 'a:b.png'],
  ['', '..a/b..png', '..a/b..png'],
  ['', 'a/../b.png', undefined],
  ['f', '..', undefined],
  ['', '/a', undefined],
  ['', '\\\\host\\a', undefined],
  ['', 'a\\..\\..\\b', undefined],
  ['', 'c:\\a', undefined],
  ['', 'file:///a', undefined],
  ['', '.', undefined],
  ['', 'a'.repeat(5000), undefined],
])('insideRoot(%j, %j)', (folder, value, expected) => {
  expect(insideRoot(folder, value)).toBe(expected);
});

test('a set of keys tells 100,000 apart, and the same again', () => {
  const seen = keySet();
  let added = 0;
  for (let i = 0; i < 100_000; i++) if (seen.add(`train/${i}`)) added++;
  expect(added).toBe(100_000);
  expect(seen.add('train/99999')).toBe(false);
  expect(uniqueKey(seen, 'train/7', 3)).toBe('train/7#3');
  expect(uniqueKey(seen, 'train/7', 3)).toBe('train/7#3#3');
  expect(uniqueKey(seen, 'new', 3)).toBe('new');
});
