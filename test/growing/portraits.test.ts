import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import { growRecipeSchema } from '../../src/grow-recipe.js';
import { openPortraits, type PortraitSource } from '../../src/growing/portraits.js';
import { tempFolder } from '../dataset/synthetic.js';

let root: string;
beforeEach(async () => {
  root = join(await tempFolder(), 'photos');
  await mkdir(join(root, 'b'), { recursive: true });
  await picture(join(root, 'b', 'two.png'), 90);
  await picture(join(root, 'one.jpg'), 30);
});

const picture = (file: string, grey: number) =>
  sharp({ create: { width: 16, height: 16, channels: 3, background: { r: grey, g: grey, b: grey } } }).toFile(file);

async function open(portraits: string, portraitsSha256?: string): Promise<PortraitSource> {
  const recipe = growRecipeSchema.parse({ portraits, ...(portraitsSha256 && { portraitsSha256 }) });
  const opening = openPortraits(recipe);
  let next = await opening.next();
  while (!next.done) next = await opening.next();
  return next.value;
}

test('a folder is its pictures in a stable order, each with its hash', async () => {
  const source = await open(root);
  if (source.kind !== 'folder') throw new Error('no folder');
  expect(source.items.map(({ item }) => item.key)).toEqual(['b/two', 'one']);
  for (const { sha256 } of source.items) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('the hash stands for names and bytes, not for the place', async () => {
  const { sha256 } = await open(root);
  const moved = `${root}-moved`;
  await rename(root, moved);
  expect((await open(`${moved}/`, sha256)).sha256).toBe(sha256);
  await rename(join(moved, 'one.jpg'), join(moved, 'uno.jpg'));
  expect((await open(moved)).sha256).not.toBe(sha256);
  await rename(join(moved, 'uno.jpg'), join(moved, 'one.jpg'));
  await picture(join(moved, 'one.jpg'), 31);
  await expect(open(moved, sha256)).rejects.toMatchObject({ code: 'E_RECIPE' });
});

test('a file that is no picture keeps its place', async () => {
  await writeFile(join(root, 'text.png'), 'no picture');
  const source = await open(root);
  expect(source.kind === 'folder' && source.items.map(({ item }) => item.key)).toEqual(['b/two', 'one', 'text']);
});

test('the built-in pack is told from a folder', async () => {
  expect((await open('heads')).kind).toBe('pack');
});

test.each([
  ['nowhere', undefined, /built-in pack/],
  ['nowhere', '0'.repeat(64), /--portraits where they are now/],
])('%s is refused with a remedy', async (portraits, sha256, hint) => {
  await expect(open(join(root, portraits), sha256)).rejects.toMatchObject({
    code: 'E_DATASET',
    hint: expect.stringMatching(hint),
  });
});
