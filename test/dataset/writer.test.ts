import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { pathsOf } from '../../src/dataset/layout.js';
import { splitOf } from '../../src/dataset/splits.js';
import { sha256 } from '../../src/hash.js';
import { sourceTypeOf } from '../../src/image/xmp.js';
import { bytesOf, commit, judged, makeRecipe, snapshot, tempFolder } from './synthetic.js';

const raw = async (path: string): Promise<Uint8Array> => new Uint8Array(await sharp(path).raw().toBuffer());

test('a folder never gets more than a thousand files of one kind', () => {
  expect(pathsOf('train', 999, [], 'png').before).toBe('train/before/000/000000999.png');
  expect(pathsOf('train', 1000, [], 'jpeg')).toEqual({
    before: 'train/before/001/000001000.jpg',
    after: 'train/after/001/000001000.jpg',
    mask: 'train/mask/001/000001000.png',
  });
  expect(pathsOf('test', 1234567, ['age-25'], 'webp')['age-25']).toBe('test/between/age-25/1234/001234567.webp');
});

test.each(['../up', 'a.b', '', 'before', 'mask'])('the label %j of a step is refused', (label) => {
  expect(() => pathsOf('train', 0, [label], 'png')).toThrow(expect.objectContaining({ code: 'E_RECIPE' }));
  expect(() => pathsOf('train', 0, ['x', 'x'], 'png')).toThrow(expect.objectContaining({ code: 'E_RECIPE' }));
});

test('a kept pair is on disk, pixel by pixel, when its record is returned', async () => {
  const root = await tempFolder();
  const recipe = makeRecipe();
  const record = await commit(root, judged(12, { between: ['age-25', 'age-40'] }), recipe);
  expect(record.split).toBe(splitOf('000000012', recipe.seed, recipe.write));
  expect(Object.keys(record.files!)).toEqual(['before', 'age-25', 'age-40', 'after', 'mask']);
  for (const [name, step] of [
    ['before', 0],
    ['age-25', 1],
    ['age-40', 2],
    ['after', 3],
  ] as const) {
    const { path, sha256: recorded } = record.files![name]!;
    expect(sha256(await readFile(join(root, path)))).toBe(recorded);
    expect(await raw(join(root, path))).toEqual(bytesOf(12, step));
  }
  const mask = await sharp(join(root, record.files!.mask!.path)).toColourspace('b-w').raw().toBuffer();
  expect([...mask.subarray(0, 12)]).toEqual([0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255]);
  expect((await snapshot(root)).size).toBe(5);
});

test('committing again gives the same record and bytes', async () => {
  const [one, two] = [await tempFolder(), await tempFolder()];
  const records = [await commit(one, judged(3), makeRecipe()), await commit(two, judged(3), makeRecipe())];
  expect(records[1]).toEqual(records[0]);
  expect(await commit(one, judged(3), makeRecipe())).toEqual(records[0]);
  expect(await snapshot(one)).toEqual(await snapshot(two));
});

test('a dropped pair leaves a record and no file', async () => {
  const root = await tempFolder();
  const record = await commit(
    root,
    judged(4, { failures: [{ gate: 'identity', value: 0.2, threshold: 0.4 }] }),
    makeRecipe(),
  );
  expect(record).toMatchObject({ verdict: 'dropped', gate: 'identity' });
  expect([record.split, record.files, await readdir(root)]).toEqual([undefined, undefined, []]);
});

test('images say what made them, or nothing', async () => {
  const sources = async (recipe: ReturnType<typeof makeRecipe>) => {
    const root = await tempFolder();
    const { files } = await commit(root, judged(0), recipe);
    const of = async (name: string) => {
      const { xmpAsString } = await sharp(join(root, files![name]!.path)).metadata();
      return xmpAsString && sourceTypeOf(xmpAsString);
    };
    return [await of('before'), await of('after')];
  };
  const shares = { validation: 0, test: 0 };
  expect(await sources(makeRecipe())).toEqual(['trainedAlgorithmicMedia', 'compositeWithTrainedAlgorithmicMedia']);
  expect(await sources(makeRecipe({ fuse: { enabled: false } }))).toEqual(Array(2).fill('trainedAlgorithmicMedia'));
  expect(await sources(makeRecipe({ write: { ...shares, provenance: false } }))).toEqual([undefined, undefined]);
});
