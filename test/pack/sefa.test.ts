import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseNpz } from '../../src/checkpoint/npz.js';
import { sefa } from '../../src/latent/sefa.js';
import { sefaOfCheckpoint, sefaOfPack } from '../../src/pack/sefa.js';
import { cosine } from '../latent/golden.js';
import { TINY, tinyPack } from './tiny.js';

const weights = parseNpz(readFileSync(TINY), TINY);
const affine = (...layers: string[]) =>
  layers.map((name) => ({ name, ...weights.get(`synthesis.${name}.affine.weight`)! }));

describe('sefaOfPack', () => {
  it('finds in the graph of a pack, whose weights are scaled, what the raw weights say', async () => {
    const found = await sefaOfPack(await tinyPack(), { layers: 'all', top: 5 });
    const raw = sefa(affine('b4.conv1', 'b8.conv0', 'b8.conv1', 'b16.conv0', 'b16.conv1', 'b16.torgb'));
    for (const [i, { normal }] of found.entries()) expect(cosine(normal, raw.vectors[i]!)).toBeGreaterThan(1 - 1e-6);
    expect(found.map((d) => d.name)).toEqual(['sefa-all-1', 'sefa-all-2', 'sefa-all-3', 'sefa-all-4', 'sefa-all-5']);
    expect(found[0]).toMatchObject({
      layers: [0, 6],
      licence: 'CC0-1.0',
      source: expect.stringContaining('layers all'),
    });
    expect(found[0]).not.toHaveProperty('attribute');
  });

  it('takes and moves the layers of a range, both ends included', async () => {
    const [first] = await sefaOfPack(await tinyPack(), { layers: '1-2', top: 1, as: 'pose' });
    const raw = sefa(affine('b8.conv0', 'b8.conv1'));
    expect(cosine(first!.normal, raw.vectors[0]!)).toBeGreaterThan(1 - 1e-6);
    expect(first).toMatchObject({ name: 'pose', layers: [1, 3] });
  });

  it('refuses layers that the generator lacks, and components that the weights do not have', async () => {
    const pack = await tinyPack();
    await expect(sefaOfPack(pack, { layers: '4-6', top: 1 })).rejects.toThrow(/within 0-5 but received 4-6/);
    await expect(sefaOfPack(pack, { layers: 'all', top: 6 })).rejects.toThrow(/at most 5 components/);
  });
});

describe('sefaOfCheckpoint', () => {
  it('gives what the pack of that checkpoint gives, without one', async () => {
    const ofPack = await sefaOfPack(await tinyPack(), { layers: '0-1', top: 3 });
    const ofFile = await sefaOfCheckpoint(TINY, { layers: '0-1', top: 3 });
    expect(ofFile.map((d) => d.name)).toEqual(ofPack.map((d) => d.name));
    for (const [i, { normal }] of ofFile.entries()) expect(cosine(normal, ofPack[i]!.normal)).toBeGreaterThan(1 - 1e-6);
    expect(ofFile[0]!.share).toBeGreaterThan(ofFile[1]!.share);
  });
});
