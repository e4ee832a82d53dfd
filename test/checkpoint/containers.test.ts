/** Every container against what PyTorch and NumPy read: test/fixtures/checkpoints/containers.py. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tensorsOf } from '../../src/checkpoint/names.js';
import { openCheckpoint } from '../../src/checkpoint/open.js';
import type { StoredTensor } from '../../src/checkpoint/tensor.js';

const fixture = (file: string): string => fileURLToPath(new URL(`../fixtures/checkpoints/${file}`, import.meta.url));

interface Described {
  readonly dtype: string;
  readonly shape: number[];
  readonly values: string[];
}
const expected = JSON.parse(readFileSync(fixture('containers.json'), 'utf8'));

/** Python's `repr` of a float32 as a double: exact. */
const fromPython = (text: string): number => Number(text.replace('inf', 'Infinity'));

const described = (tensors: ReadonlyMap<string, StoredTensor>) =>
  [...tensors].map(([name, t]) => [name, t.dtype, t.shape, [...t.read()]]);

const wanted = (tensors: Record<string, Described>) =>
  Object.entries(tensors).map(([name, t]) => [name, t.dtype, t.shape, t.values.map(fromPython)]);

describe('openCheckpoint', () => {
  it.each([
    ['zip.pt', 'torch-zip', expected.torch],
    ['legacy.pt', 'torch-legacy', expected.torch],
    ['legacy_views.pt', 'torch-legacy', expected.legacy_views],
    ['module.pt', 'torch-zip', expected.module],
    ['tensors.safetensors', 'safetensors', expected.safetensors],
  ])('reads names, types, shapes and values of %s', async (file, format, tensors) => {
    const checkpoint = await openCheckpoint(fixture(file));
    expect(checkpoint.format).toBe(format);
    const found = described(tensorsOf(checkpoint.root));
    checkpoint.close();
    expect(found).toEqual(wanted(tensors));
  });

  it('keeps what is no tensor', async () => {
    const checkpoint = await openCheckpoint(fixture('zip.pt'));
    const root = checkpoint.root as ReadonlyMap<string, unknown>;
    expect([root.get('iter'), root.get('note')]).toEqual([100, 'ok']);
    checkpoint.close();
  });

  it('reads an array in Fortran order row by row', async () => {
    const checkpoint = await openCheckpoint(fixture('fortran.npy'));
    expect(checkpoint.format).toBe('npy');
    const tensor = checkpoint.root as StoredTensor;
    expect(tensor.shape).toEqual(expected.fortran.shape);
    expect([...tensor.read()]).toEqual(expected.fortran.values.map(Number));
    checkpoint.close();
  });

  it.each(['compressed.npz', 'stored.npz'])('reads arrays of %s', async (file) => {
    const checkpoint = await openCheckpoint(fixture(file));
    expect(checkpoint.format).toBe('npz');
    const arrays = tensorsOf(checkpoint.root);
    expect([...arrays.get('fortran')!.read()]).toEqual(expected.fortran.values.map(Number));
    checkpoint.close();
  });

  it('reads every type of compressed arrays, and one larger than what is unpacked for its header', async () => {
    const checkpoint = await openCheckpoint(fixture('compressed.npz'));
    const arrays = tensorsOf(checkpoint.root);
    expect(Object.fromEntries([...arrays].map(([name, { shape }]) => [name, shape]))).toEqual(expected.npz);
    for (const [name, tensor] of arrays)
      if (/\d$/.test(name)) expect([name, ...tensor.read()]).toEqual([name, 1, 0, 2, 3, 0, 100]);
    expect([...arrays.get('bool')!.read()]).toEqual([1, 0, 1, 1, 0, 1]);
    const sum = arrays
      .get('noise')!
      .read()
      .reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(expected.noise_sum, 6);
    checkpoint.close();
  });

  it.each([
    ['scripted.pt', /TorchScript/],
    ['objects.npy', /Python objects, which need pickle/],
    ['bigendian.npy', />f4/],
    ['containers.json', /another kind of file/],
    ['absent.pt', /no readable file/],
    ['.', /something else than a file/],
  ])('refuses %s in one line that names it', async (file, message) => {
    const opening = openCheckpoint(fixture(file));
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.toMatchObject({
      code: 'E_CHECKPOINT',
      message: expect.stringContaining(fixture(file)),
    });
  });
});
