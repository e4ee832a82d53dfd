import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatNpy } from '../../src/checkpoint/npy.js';
import { rowLength } from '../../src/latent/index.js';
import { readDirection } from '../../src/pack/import-direction.js';
import type { Pack } from '../../src/pack/load.js';
import { hasShared, shared } from '../fixtures/shared.js';
import { golden, goldenMissing, maxDifference } from '../latent/golden.js';
import { fixture, tinyPack } from './tiny.js';

/** Rows 1 to 3 of rows.npy as numpy prints them. */
const ROWS = [
  -1.258, -0.58, 1.421, -6.796, 2.629, -1.89, -14.761, 2.135, -4.805, 3.567, -3.939, -0.843, 2.665, -3.185, -3.982,
];

let pack: Pack;
beforeAll(async () => {
  pack = await tinyPack();
});

function npy(values: number[], shape: number[]): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'diptych-npy-')), 'd.npy');
  writeFileSync(file, formatNpy({ data: Float32Array.from(values), shape }));
  return file;
}

describe('readDirection', () => {
  it('brings a boundary of InterFaceGAN, here of float16, to unit length, and says how long it was', async () => {
    const found = await readDirection(fixture('half.npy'), pack, { name: 'age' });
    // (0.5, −1, 0.25, 0, 2) is √5.3125 long.
    const length = Math.sqrt(5.3125);
    expect(found.fileLength).toBeCloseTo(length, 6);
    const unit = [0.5, -1, 0.25, 0, 2].map((v) => v / length);
    expect(maxDifference(found.normal, unit)).toBeLessThan(1e-6);
    expect(found).toMatchObject({ layers: [0, 6], licence: 'unknown', attribute: undefined });
    const flipped = await readDirection(fixture('half.npy'), pack, { name: 'age', flip: true, layers: '0-3' });
    expect(
      maxDifference(
        flipped.normal,
        unit.map((v) => -v),
      ),
    ).toBeLessThan(1e-6);
    expect(flipped.layers).toEqual([0, 4]);
  });

  it.each(['rows.npy', 'rows.pt'])(
    'keeps the rows of %s in proportion, and moves those that are not zero',
    async (name) => {
      const { normal, layers, fileLength } = await readDirection(fixture(name), pack, { name: 'smile' });
      expect(layers).toEqual([1, 4]);
      expect(normal.length).toBe(30);
      expect([...normal.subarray(0, 5), ...normal.subarray(20)]).toEqual(new Array(15).fill(0));
      expect(rowLength(normal, pack.manifest.generator, layers)).toBeCloseTo(1, 6);
      expect(maxDifference(normal.map((v) => v * fileLength).subarray(5, 20), ROWS)).toBeLessThan(1e-5);
    },
  );

  it('takes one of several tensors by its name', async () => {
    const two = fixture('two.pt');
    await expect(readDirection(two, pack, { name: 'x' })).rejects.toThrow(/one direction for .*two\.pt but received 2/);
    await expect(readDirection(two, pack, { name: 'x', key: 'smil' })).rejects.toMatchObject({
      hint: 'Did you mean smile?',
    });
    const { normal } = await readDirection(two, pack, { name: 'x', key: 'smile' });
    expect(maxDifference(normal, [0.6, 0.8, 0, 0, 0])).toBeLessThan(1e-7);
  });

  it('refuses a direction of another generator, naming both sizes', async () => {
    const file = npy(new Array(18 * 512).fill(1), [18, 512]);
    await expect(readDirection(file, pack, { name: 'x' })).rejects.toThrow(
      /\(1, 5\) or \(6, 5\).*received \(18, 512\)/,
    );
  });

  it.each([
    ['NaN', [1, Number.NaN, 0, 0, 0], /finite numbers/],
    ['infinity', [1, Number.POSITIVE_INFINITY, 0, 0, 0], /finite numbers/],
    ['zeros', [0, 0, 0, 0, 0], /received zeros/],
  ])('refuses %s', async (_, values, message) => {
    await expect(readDirection(npy(values, [1, 5]), pack, { name: 'x' })).rejects.toThrow(message);
  });

  it('refuses zeros with a row a layer, and layers on which there is nothing', async () => {
    await expect(readDirection(npy(new Array(30).fill(0), [6, 5]), pack, { name: 'x' })).rejects.toThrow(/zeros/);
    await expect(readDirection(fixture('rows.npy'), pack, { name: 'x', layers: '4-5' })).rejects.toThrow(/layers 4-5/);
  });

  it('refuses a boundary of Z, and a space that the shape contradicts', async () => {
    const read = (space: 'z' | 'w' | 'w+') => readDirection(fixture('half.npy'), pack, { name: 'x', space });
    await expect(read('z')).rejects.toThrow(/direction of W .* received one of Z/);
    await expect(read('w+')).rejects.toThrow(/in w\+ .* received one in w/);
    await expect(read('w')).resolves.toMatchObject({ name: 'x' });
  });

  it('reads a boundary as train_boundary writes it', async ({ skip }) => {
    skip(...goldenMissing);
    const wide = { ...pack.manifest, generator: { ...pack.manifest.generator, wDim: 512 } };
    const file = shared('golden/dev/interfacegan/attr0_case0_boundary.npy');
    expect(hasShared('golden/dev/interfacegan/attr0_case0_boundary.npy')).toBe(true);
    const { normal, fileLength } = await readDirection(file, { ...pack, manifest: wide }, { name: 'x' });
    expect(fileLength).toBeCloseTo(1, 5);
    expect(maxDifference(normal, golden('attr0_case0_boundary'))).toBeLessThan(1e-6);
  });
});
