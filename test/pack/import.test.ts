import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadModels } from '../../src/engine/load.js';
import { GraphBuilder } from '../../src/onnx/graph.js';
import { ModelProto } from '../../src/onnx/proto.js';
import { type ImportedPack, type ImportOptions, importPack } from '../../src/pack/import.js';
import { openPack, verifyPack } from '../../src/pack/load.js';
import { gaussianOfSeed } from '../../src/stylegan/seed.js';

const CHECKPOINT = fileURLToPath(new URL('../fixtures/stylegan_tiny.npz', import.meta.url));
const CPU = { provider: 'cpu', threads: 1 };

let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'diptych-import-'));
});

/** Imports into `<place>/packs/mine`. */
async function importTo(over: Partial<ImportOptions> = {}): Promise<ImportedPack> {
  const out = path.join(place, 'packs', 'mine');
  const run = importPack({ file: CHECKPOINT, name: 'mine', out, ...CPU, ...over });
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value;
  }
}

/** An attribute network: the mean of each channel, [1, 3], of a picture of 4 px, NHWC. */
function meansNet(): string {
  const g = new GraphBuilder('means', 'float32');
  g.output(g.node('ReduceMean', [g.input('data', [1, 4, 4, 3])], { axes: [1, 2], keepdims: 0 }), 'fc', [1, 3]);
  const file = path.join(place, 'means.onnx');
  writeFileSync(file, g.build());
  return file;
}

const MEANS = { input: { scale: 1, mean: [0, 0, 0] }, attributes: [{ name: 'red' }, { name: 'blue', column: 2 }] };

describe('importPack', () => {
  it('writes a pack that opens, verifies and draws', async () => {
    const { folder, manifest, architecture, parameters, written } = await importTo({ licence: 'CC0-1.0' });
    expect({ architecture, written }).toEqual({ architecture: 'stylegan2-official-names', written: true });
    // 2 mapping layers 5×6 + 5 and 5×5 + 5; the rest as the fixture's script draws it.
    expect(parameters).toBeGreaterThan(65);
    expect(manifest.generator).toMatchObject({ resolution: 16, zDim: 6, wDim: 5, numWs: 6 });
    expect(manifest.generator.mapping).toMatchObject({ licence: 'CC0-1.0', source: /stylegan_tiny.npz \(sha256 / });
    const pack = await openPack(folder);
    await verifyPack(pack);
    const models = await loadModels(pack, CPU);
    const [ws] = await models.map([gaussianOfSeed(0, 6)], new Float32Array(6).fill(1));
    const [image] = await models.synthesise([ws!]);
    expect(image!.data.length).toBe(3 * 256);
    await models.close();
    expect(readdirSync(path.join(place, 'packs'))).toEqual(['mine']);
  });

  it('takes a scorer by its contract, and scores as it says', async () => {
    const scorers = { attributes: { file: meansNet(), contract: { licence: 'MIT', ...MEANS } } };
    const { folder, manifest } = await importTo({ scorers });
    expect(manifest.scorers.attributes!.file).toMatchObject({ path: 'attributes.onnx', licence: 'MIT' });
    const models = await loadModels(await openPack(folder), CPU);
    // Red 1, green 0, blue −1 in [-1, 1] are 255, 127.5 and 0.
    const data = Float32Array.from({ length: 3 * 16 }, (_, i) => 1 - Math.floor(i / 16));
    const [scores] = await models.attributes!([{ data, width: 4, height: 4 }]);
    expect(scores).toEqual({ red: 255, blue: 0 });
    await models.close();
  });

  it('writes nothing in a dry run', async () => {
    const { written, bytes } = await importTo({ dryRun: true });
    expect(written).toBe(false);
    expect(bytes).toBeGreaterThan(1000);
    expect(readdirSync(place)).toEqual([]);
  });

  it('refuses a place that is taken, and replaces a pack when forced to', async () => {
    const { folder } = await importTo();
    await expect(importTo()).rejects.toMatchObject({ code: 'E_USAGE', hint: expect.stringContaining('--force') });
    await importTo({ force: true, licence: 'MIT' });
    expect((await openPack(folder)).manifest.licence).toBe('MIT');
    expect(readdirSync(path.join(place, 'packs'))).toEqual(['mine']);
  });

  it('does not replace a folder that is no pack, forced or not', async () => {
    const out = path.join(place, 'photos');
    mkdirSync(out);
    writeFileSync(path.join(out, 'holiday.jpg'), '');
    await expect(importTo({ out, force: true })).rejects.toThrow(/holiday.jpg/);
    expect(readdirSync(out)).toEqual(['holiday.jpg']);
  });

  it('keeps directions of the same generator when it replaces a pack', async () => {
    const { folder, manifest } = await importTo();
    const json = path.join(folder, 'pack.json');
    const [file] = [{ path: 'directions/a.npy', sha256: '0'.repeat(64), bytes: 4, licence: 'x', source: 'x' }];
    const entry = { name: 'a', file, space: 'w', intercept: 0, layers: [0, 6], range: [-1, 1] };
    const known = { conditionedOn: [], correlations: {} };
    const directions = [
      { ...entry, ...known, generator: manifest.generator.synthesis.sha256 },
      { ...entry, ...known, name: 'b', generator: 'f'.repeat(64) },
    ];
    mkdirSync(path.join(folder, 'directions'));
    writeFileSync(path.join(folder, 'directions', 'a.npy'), 'kept');
    writeFileSync(json, JSON.stringify({ ...manifest, directions }));
    const again = await importTo({ force: true });
    expect(again.manifest.directions.map(({ name }) => name)).toEqual(['a']);
    expect(readFileSync(path.join(folder, 'directions', 'a.npy'), 'utf8')).toBe('kept');
  });

  it.each([
    ['a name with a slash', { name: 'a/b' }, 'E_USAGE', /a-z, 0-9 and hyphens/],
    ['the name of a built-in pack', { name: 'heads', out: undefined }, 'E_USAGE', /built-in/],
    ['a file that is no checkpoint', { file: fileURLToPath(import.meta.url) }, 'E_CHECKPOINT', /import.test/],
    ['a discriminator that is not there', { discriminator: true }, 'E_CHECKPOINT', /a discriminator/],
  ])('refuses %s, and writes nothing', async (_, over, code, message) => {
    await expect(importTo(over)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(readdirSync(place)).toEqual([]);
  });

  it.each([
    [
      'no contract',
      undefined,
      'E_USAGE',
      /--attributes-contract for .*input data \[1, 4, 4, 3\].*fc \[1, 3\].*received none/,
    ],
    ['a key that no contract has', { ...MEANS, oder: 'RGB' }, 'E_USAGE', /oder/],
    [
      'a column that is not there',
      { attributes: [{ name: 'x', column: 3 }] },
      'E_MODEL',
      /3 columns of fc, and x in column 3/,
    ],
    ['a division by zero', { ...MEANS, input: { std: [1, 0, 1] } }, 'E_USAGE', /no 0 for std/],
  ])('refuses a scorer with %s, and writes nothing', async (_, contract, code, message) => {
    const scorers = { attributes: { file: meansNet(), contract } };
    await expect(importTo({ scorers })).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(existsSync(path.join(place, 'packs'))).toBe(false);
  });

  it('refuses a crop by landmarks that the pack does not have', async () => {
    const scorers = { attributes: { file: meansNet(), contract: { ...MEANS, crop: 'arcface' } } };
    await expect(importTo({ scorers })).rejects.toThrow(/landmarks with the points eye_right/);
  });

  it('takes weights beside a model into a folder of their own, and refuses them elsewhere', async () => {
    const model = ModelProto.decode(readFileSync(meansNet())) as unknown as { graph: Record<string, object[]> };
    const externalData = [{ key: 'location', value: 'scale.bin' }];
    const scale = { name: 'scale', dims: [3], dataType: 1, dataLocation: 1, externalData };
    model.graph.initializer = [scale];
    model.graph.node!.push({ opType: 'Mul', input: ['fc', 'scale'], output: ['scaled'] });
    model.graph.output = [{ name: 'scaled', type: { tensorType: { elemType: 1 } } }];
    const file = path.join(place, 'apart.onnx');
    const write = () => writeFileSync(file, ModelProto.encode(ModelProto.fromObject(model)).finish());
    write();
    writeFileSync(path.join(place, 'scale.bin'), Buffer.from(Float32Array.of(2, 3, 4).buffer));
    const { folder, manifest } = await importTo({ scorers: { attributes: { file, contract: MEANS } } });
    const { data, file: main } = manifest.scorers.attributes!;
    expect([main.path, data![0]!.path]).toEqual(['attributes/model.onnx', 'attributes/scale.bin']);
    await verifyPack(await openPack(folder));
    const models = await loadModels(await openPack(folder), CPU);
    const [scores] = await models.attributes!([{ data: new Float32Array(48).fill(1), width: 4, height: 4 }]);
    expect(scores).toEqual({ red: 510, blue: 1020 });
    await models.close();
    externalData[0]!.value = '/etc/hostname';
    write();
    const refused = importTo({ force: true, scorers: { attributes: { file, contract: MEANS } } });
    await expect(refused).rejects.toMatchObject({ code: 'E_MODEL', message: expect.stringContaining('outside it') });
  });
});
