import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { loadPix2pix, pixelsOf } from '../dataset/export/consumers.js';
import { newFolder, start } from './command.js';

const BARE = ['--no-faces', '--pack', 'none', '--profile', 'none', '--duplicates', 'off', '--quiet'];

/** A ramp of its own in each picture. */
function ramp(step: number): Promise<Buffer> {
  const data = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => (i * step) % 256);
  return sharp(data, { raw: { width: 16, height: 16, channels: 3 } })
    .png()
    .toBuffer();
}

const [pairs, portraits] = [newFolder(), newFolder()];
const made = newFolder();

beforeAll(async () => {
  for (const side of ['A', 'B']) mkdirSync(path.join(pairs, side));
  for (let i = 1; i <= 3; i++) {
    writeFileSync(path.join(pairs, 'A', `${i}.png`), await ramp(i));
    writeFileSync(path.join(pairs, 'B', `${i}.png`), await ramp(i + 10));
    writeFileSync(path.join(portraits, `${i}.png`), await ramp(i));
  }
  for (const [name, input] of [['pairs', pairs] as const, ['portraits', portraits] as const]) {
    const ended = await start(['curate', input, '-o', path.join(made, name), ...BARE]);
    expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
  }
}, 60_000);

it('a curated dataset of pairs is exported, and reads as the pairs that went in', async () => {
  const out = path.join(made, 'pix2pix');
  const ended = await start(['export', path.join(made, 'pairs'), '-f', 'pix2pix', '-o', out, '-q']);
  expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
  const loaded = await loadPix2pix(out, 'train');
  const sides = (side: string) => Promise.all([1, 2, 3].map((i) => pixelsOf(path.join(pairs, side, `${i}.png`))));
  expect(loaded.map(({ a }) => a)).toEqual(await sides('A'));
  expect(loaded.map(({ b }) => b)).toEqual(await sides('B'));
});

it('one of single portraits is exported where it can be, and refused in one line where not', async () => {
  const source = path.join(made, 'portraits');
  const tar = path.join(made, 'tar');
  expect(await start(['export', source, '-f', 'webdataset', '-o', tar, '-q'])).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(tar).sort()).toEqual(['.diptych-export.json', 'README.md', 'train-00000.tar']);
  const never = path.join(made, 'never', 'out');
  const refused = await start(['export', source, '-f', 'pix2pixhd', '-o', never]);
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(refused.stderr).toContain('--format pix2pixhd');
  expect(readdirSync(made)).not.toContain('never');
});
