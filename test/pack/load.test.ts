import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatNpy } from '../../src/checkpoint/npy.js';
import { sha256 } from '../../src/hash.js';
import { directionOf, findDirection } from '../../src/pack/directions.js';
import { packFolder } from '../../src/pack/home.js';
import { openPack, readNormal, verifyPack } from '../../src/pack/load.js';

const normal = (values: number[]) => formatNpy({ data: Float32Array.from(values), shape: [1, values.length] });

/** A pack of four small files in a new folder; `change` spoils its manifest. */
function writePack(change: (manifest: ReturnType<typeof manifestOf>) => void = () => {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'diptych-pack-'));
  const files = {
    'm.onnx': Buffer.from('m'),
    's.onnx': Buffer.from('s'),
    'age.npy': normal([1, 0]),
    'gender.npy': normal([0.6, 0.8]),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, name), bytes);
  const manifest = manifestOf(files);
  change(manifest);
  writeFileSync(path.join(folder, 'pack.json'), JSON.stringify(manifest));
  return folder;
}

function manifestOf(files: Record<string, Buffer>) {
  const file = (name: string) => ({
    path: name,
    sha256: sha256(files[name]!),
    bytes: files[name]!.length,
    licence: 'CC0-1.0',
    source: 'test',
  });
  const direction = (name: string) => ({
    name,
    attribute: name,
    file: file(`${name}.npy`),
    space: 'w',
    intercept: 0,
    layers: [0, 2],
    range: [-3, 3],
    accuracy: { validation: 1, remaining: 1 },
    conditionedOn: [],
    correlations: {},
    generator: sha256('s'),
  });
  return {
    schema: 1,
    name: 'tiny',
    version: '1',
    description: 'test',
    licence: 'CC0-1.0',
    generator: {
      mapping: file('m.onnx'),
      synthesis: file('s.onnx'),
      resolution: 8,
      zDim: 2,
      wDim: 2,
      numWs: 2,
      noise: [] as unknown[],
    },
    scorers: {},
    directions: [direction('age'), direction('gender')],
  };
}

describe('openPack and verifyPack', () => {
  it('accept a pack whose files are the ones it names', async () => {
    const pack = await openPack(writePack());
    await verifyPack(pack);
    expect(pack.manifest.name).toBe('tiny');
  });

  it('take a bare name for a built-in pack and anything else for a folder', () => {
    expect(packFolder('heads')).toMatch(/models[\\/]heads$/);
    expect(packFolder('./heads')).toBe(path.resolve('heads'));
  });

  it('refuse a file with other bytes of the same length, naming it', async () => {
    const folder = writePack();
    writeFileSync(path.join(folder, 's.onnx'), 'x');
    await expect(verifyPack(await openPack(folder))).rejects.toMatchObject({
      code: 'E_MODEL_HASH',
      message: expect.stringContaining('s.onnx'),
    });
  });

  it('refuse two files that were swapped', async () => {
    const folder = writePack();
    writeFileSync(path.join(folder, 's.onnx'), 'm');
    writeFileSync(path.join(folder, 'm.onnx'), 's');
    await expect(verifyPack(await openPack(folder))).rejects.toMatchObject({ code: 'E_MODEL_HASH' });
  });

  it.each([
    [
      'directions of another generator',
      (m: ReturnType<typeof manifestOf>) => {
        m.directions[0]!.generator = sha256('another');
      },
      /fitted on another/,
    ],
    [
      'layers that the generator lacks',
      (m: ReturnType<typeof manifestOf>) => {
        m.directions[0]!.layers = [0, 14];
      },
      /age/,
    ],
    [
      'a path outside the pack',
      (m: ReturnType<typeof manifestOf>) => {
        m.generator.mapping.path = '../m.onnx';
      },
      /inside the pack/,
    ],
    ['an unknown key', (m: ReturnType<typeof manifestOf>) => void Object.assign(m, { licnce: 'x' }), /licnce/],
  ])('refuse %s', async (_, change, message) => {
    await expect(openPack(writePack(change))).rejects.toThrow(message);
  });

  it('refuse a folder without a manifest, and damaged JSON', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'diptych-pack-'));
    await expect(openPack(folder)).rejects.toMatchObject({ code: 'E_PACK' });
    writeFileSync(path.join(folder, 'pack.json'), '{');
    await expect(openPack(folder)).rejects.toThrow(/damaged/);
  });
});

describe('directionOf', () => {
  const edit = (given: string[]) =>
    ({ direction: 'gender', attribute: 'gender', given }) as unknown as Parameters<typeof directionOf>[1];

  it('projects out what the edit is conditioned on: (0.6, 0.8) without (1, 0) is (0, 1)', async () => {
    const { normal: projected } = await directionOf(await openPack(writePack()), edit(['age']));
    expect([...projected].map((x) => Number(x.toFixed(6)))).toEqual([0, 1]);
  });

  it('suggests the nearest name', async () => {
    const pack = await openPack(writePack());
    expect(() => findDirection(pack, 'gendr')).toThrow(/gendr/);
  });

  it('refuses a normal of another size', async () => {
    const folder = writePack();
    writeFileSync(path.join(folder, 'age.npy'), normal([1, 0, 0]));
    const pack = await openPack(folder);
    await expect(readNormal(pack, pack.manifest.directions[0]!)).rejects.toThrow(/3/);
  });
});
