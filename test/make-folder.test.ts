import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from '../src/make-folder.js';

const root = mkdtempSync(path.join(tmpdir(), 'diptych-folders-'));
afterAll(() => rmSync(root, { recursive: true }));

test('folders are made with those above them, by several at once, and again', async () => {
  const deep = path.join(root, 'a', 'b', 'c');
  await Promise.all([makeFolder(deep), makeFolder(deep), makeFolder(path.join(deep, 'd'))]);
  await makeFolder(deep);
  expect(statSync(path.join(deep, 'd')).isDirectory()).toBe(true);
});

test('files and links that lead nowhere are in the way', async () => {
  const file = path.join(root, 'file');
  writeFileSync(file, '');
  symlinkSync(path.join(root, 'nowhere'), path.join(root, 'link'));
  await expect(makeFolder(file)).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(path.join(file, 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  await expect(makeFolder(path.join(root, 'link'))).rejects.toMatchObject({ code: 'EEXIST' });
});

test.skipIf(!existsSync('/proc/self'))('a file system that refuses folders ends it with one line', async () => {
  await expect(makeFolder('/proc/diptych/pairs')).rejects.toMatchObject({ code: 'E_DISK' });
});
