import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HAIR_COLOURS, namedColour } from '../../src/augment/hair/colours.js';
import { colourOn, coloursOf } from '../../src/growing/colours.js';
import type { Prepared } from '../../src/growing/prepare.js';
import { sha256 } from '../../src/hash.js';
import { tempFolder } from '../dataset/synthetic.js';

const names = async (...specs: string[]): Promise<string[]> => (await coloursOf(specs)).map(({ name }) => name);

test('natural stands for all colours; what is named twice counts once, in any case', async () => {
  expect(await names('natural')).toEqual([...HAIR_COLOURS]);
  expect(await names('Red', 'match', 'red', 'black')).toEqual(['red', 'match', 'black']);
});

test('a photograph goes by name and hash, wherever it lies', async () => {
  const folder = await tempFolder();
  await mkdir(join(folder, 'b'));
  await writeFile(join(folder, 'me.jpg'), 'one');
  await writeFile(join(folder, 'b', 'me.jpg'), 'two');
  await writeFile(join(folder, 'b', 'copy.jpg'), 'one');
  const [first, second, ...others] = await coloursOf([
    join(folder, 'me.jpg'),
    join(folder, 'b', 'me.jpg'),
    join(folder, 'b', 'copy.jpg'),
  ]);
  expect(first).toEqual({ kind: 'reference', name: 'me.jpg', path: join(folder, 'me.jpg'), sha256: sha256('one') });
  expect(second!.name).toBe(`me.jpg#${sha256('two').slice(0, 8)}`);
  expect(others).toEqual([]);
});

test.each([
  ['blnd', /Did you mean blond\?/],
  ['/nowhere/me.jpg', /There are: natural, match, black/],
])('%s is refused with what there is', async (spec, hint) => {
  await expect(coloursOf([spec])).rejects.toMatchObject({
    code: 'E_USAGE',
    message: expect.stringContaining(spec),
    hint: expect.stringMatching(hint),
  });
});

test('a folder is no photograph', async () => {
  await expect(coloursOf([await tempFolder()])).rejects.toMatchObject({ code: 'E_USAGE' });
});

test('a portrait without hair wears brown where its own colour is asked for', () => {
  const plane = { data: new Float32Array(64 * 64), width: 64, height: 64 };
  const image = { data: new Float32Array(3 * 64 * 64), width: 64, height: 64 };
  const light = { sh: new Float32Array(27).fill(0.3), direction: [0, 0, 1], key: [1, 1, 1], albedo: [0.5, 0.4, 0.3] };
  const bald = { image, light, regions: { hair: plane, skin: plane, person: plane } } as unknown as Prepared;
  expect(colourOn(bald, { kind: 'match', name: 'match' }, new Map())).toEqual(namedColour('brown'));
  expect(colourOn(bald, { kind: 'named', name: 'red' }, new Map())).toEqual(namedColour('red'));
  const own = namedColour('grey');
  const reference = { kind: 'reference', name: 'a', path: 'a.jpg', sha256: '' } as const;
  expect(colourOn(bald, reference, new Map([['a.jpg', own]]))).toBe(own);
});
