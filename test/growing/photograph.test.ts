import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { loadHead } from '../../src/augment/hair/head/load.js';
import type { FaceReading, Faces } from '../../src/faces/index.js';
import { growRecipeSchema } from '../../src/grow-recipe.js';
import { readPhotograph } from '../../src/growing/photograph.js';
import { readReferences } from '../../src/growing/reference.js';
import { tempFolder } from '../dataset/synthetic.js';

let root: string;
beforeAll(async () => {
  root = await tempFolder();
  const background = { r: 200, g: 120, b: 40 };
  await sharp({ create: { width: 400, height: 200, channels: 3, background } })
    .png()
    .toFile(join(root, 'wide.png'));
  await writeFile(join(root, 'text.png'), 'no picture');
});

const box = { x: 0, y: 0, width: 10, height: 10, confidence: 1 };

/** Faces whose eyes are that far apart, px; `count` of them. */
function facesOf(count: number, eyes = 60): Faces {
  const boxes = Array.from({ length: count }, () => box);
  const face = { points: new Float32Array(478 * 2).fill(50) } as NonNullable<FaceReading['face']>;
  const reading: FaceReading = { boxes, ...(count > 0 && { face, eyes: [50, 50, 50 + eyes, 50] }) };
  return { kind: 'landmarker', models: [], read: async () => reading, close: async () => {} };
}

function read(path: string, faces: Faces) {
  const item = { index: 0, key: path.replace('.png', ''), kind: 'single', images: [{ role: 'image', path }] } as const;
  return readPhotograph(root, { item, sha256: 'a'.repeat(64) }, faces, { align: false, size: 100 });
}

test('a photograph is scaled to the longer side that is asked for, colours kept', async () => {
  const portrait = await read('wide.png', facesOf(1));
  if ('trouble' in portrait) throw new Error(portrait.trouble);
  const { image } = portrait;
  expect([image.width, image.height]).toEqual([100, 50]);
  for (const [c, level] of [200, 120, 40].entries())
    expect(image.data[c * 5000 + 2525]).toBeCloseTo(level / 127.5 - 1, 2);
  expect(portrait).toMatchObject({ portrait: 'wide', portraitSha256: 'a'.repeat(64), observed: { kind: 'mediapipe' } });
});

test.each([
  ['wide.png', facesOf(0), 'faces', /^wide has no face$/],
  ['wide.png', facesOf(3), 'faces', /^wide has 3 faces$/],
  ['wide.png', facesOf(1, 23), 'fit', /^wide: the face is small: 23 px between the eyes, at least 24 /],
  ['text.png', facesOf(1), 'unreadable', /text\.png/],
  ['gone.png', facesOf(1), 'unreadable', /gone\.png/],
])('%s is of no use, and says why in one line', async (path, faces, gate, trouble) => {
  const portrait = await read(path, faces);
  expect(portrait).toMatchObject({ gate, trouble: expect.stringMatching(trouble) });
  if ('trouble' in portrait && portrait.image) expect(portrait.image.width).toBeLessThanOrEqual(256);
});

test('a network that fails is the trouble of the photograph it failed on', async () => {
  const failing = { ...facesOf(0), read: async () => ({ boxes: [], failed: 'the network\nbroke' }) };
  expect(await read('wide.png', failing)).toMatchObject({ gate: 'unreadable', trouble: 'the network\u{fffd}broke' });
});

test('a reference photograph that shows no hair is refused by name, and without a landmarker there is none', async () => {
  const path = join(root, 'wide.png');
  const colour = { kind: 'reference', name: 'wide.png', path, sha256: 'b'.repeat(64) } as const;
  const reader = { head: await loadHead(), framing: { align: false, size: 100 }, recipe: growRecipeSchema.parse({}) };
  await expect(readReferences([colour], { ...reader, faces: facesOf(0) })).rejects.toMatchObject({
    code: 'E_DATASET',
    message: expect.stringMatching(/--colours but received .*wide\.png \(.* has no face\)/),
  });
  await expect(readReferences([colour], { ...reader, faces: undefined })).rejects.toMatchObject({ code: 'E_MODEL' });
  const named = { kind: 'named', name: 'red' } as const;
  expect(await readReferences([named], { ...reader, faces: undefined })).toEqual(new Map());
});
