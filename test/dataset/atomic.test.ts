import { existsSync } from 'node:fs';
import { readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openAtomic, writeAtomic } from '../../src/dataset/atomic.js';
import { tempFolder } from './synthetic.js';

test('nothing is at the path until commit, and commit tells the sha256', async () => {
  const folder = await tempFolder();
  const file = await openAtomic(join(folder, 'a/b.txt'));
  await file.write('ab');
  await file.write(Buffer.from('c'));
  expect(existsSync(join(folder, 'a/b.txt'))).toBe(false);
  // sha256 of "abc", FIPS 180-2 appendix B.1.
  expect(await file.commit()).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(await readFile(join(folder, 'a/b.txt'), 'utf8')).toBe('abc');
  await file.abort();
  expect(await readdir(join(folder, 'a'))).toEqual(['b.txt']);
});

test('an aborted file leaves the one before it, and nothing else', async () => {
  const folder = await tempFolder();
  const path = join(folder, 'a.txt');
  await writeAtomic(path, 'old');
  const file = await openAtomic(path);
  await file.write(Buffer.alloc(1 << 20));
  await file.abort();
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['a.txt']);
});

test.skipIf(!existsSync('/dev/full'))('a full disk is an error and never a truncated file', async () => {
  const folder = await tempFolder();
  const path = join(folder, 'a.bin');
  await symlink('/dev/full', `${path}.tmp-${process.pid}`);
  await expect(writeAtomic(path, Buffer.alloc(4096))).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(await readdir(folder)).toEqual([]);
});
