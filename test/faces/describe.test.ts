import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeFaceFiles } from '../../src/faces/index.js';

test('a file that nobody published has no licence that we know of', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'diptych-faces-'));
  try {
    const landmarker = join(folder, 'mine.task');
    await writeFile(landmarker, 'abc');
    // sha256 of "abc": FIPS 180-4, example B.1.
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const known = { role: 'landmarker', name: 'mine.task', licence: 'unknown', sha256 };
    expect(await describeFaceFiles({ landmarker })).toEqual([known]);
    expect(await describeFaceFiles({})).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
