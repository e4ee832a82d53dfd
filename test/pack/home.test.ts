import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BUILT_IN, packFolder, packsIn, userPacks } from '../../src/pack/home.js';

const data = mkdtempSync(path.join(tmpdir(), 'diptych-data-'));

function addPack(name: string): string {
  const folder = path.join(data, 'packs', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'pack.json'), '{}');
  return folder;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('userPacks', () => {
  it('lie in $DIPTYCH_DATA, else where the system keeps data of users', () => {
    expect(userPacks({ DIPTYCH_DATA: '/d', XDG_DATA_HOME: '/x' })).toBe('/d/packs');
    expect(userPacks({ XDG_DATA_HOME: '/x' })).toBe('/x/diptych/packs');
    expect(userPacks({})).toMatch(/\.local\/share\/diptych\/packs$/);
  });
});

describe('packFolder', () => {
  it('finds a name among the user’s packs, and a built-in pack before them', () => {
    vi.stubEnv('DIPTYCH_DATA', data);
    expect(packFolder('mine')).toBe(path.join(BUILT_IN, 'mine'));
    const folder = addPack('mine');
    addPack('heads');
    expect(packFolder('mine')).toBe(folder);
    expect(packFolder('heads')).toBe(path.join(BUILT_IN, 'heads'));
  });

  it('takes what is no name for a path', () => {
    expect(packFolder('./mine')).toBe(path.resolve('mine'));
    expect(packFolder('/packs/mine')).toBe('/packs/mine');
  });
});

describe('packsIn', () => {
  it('lists packs by name, and nothing else that lies there', async () => {
    const folder = addPack('another');
    addPack('mine.tmp-123');
    mkdirSync(path.join(data, 'packs', 'empty'), { recursive: true });
    const found = await packsIn(path.join(data, 'packs'));
    expect(found[0]).toBe(folder);
    expect(found.map((one) => path.basename(one))).not.toContain('mine.tmp-123');
    expect(found.map((one) => path.basename(one))).not.toContain('empty');
    expect(await packsIn(path.join(data, 'nowhere'))).toEqual([]);
  });
});
