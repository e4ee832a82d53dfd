import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mediapipeFolder } from '../../src/faces/official.js';
import { resolveFaceModels } from '../../src/faces/resolve.js';

const ZIP = Buffer.from('PK\x03\x04....');
const TFLITE = Buffer.from('\x1c\0\0\0TFL3....');

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'faces-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(name: string, data: Buffer): Promise<string> {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, data);
  return file;
}

const env = (): NodeJS.ProcessEnv => ({ DIPTYCH_CACHE: path.join(root, 'cache') });

describe('resolveFaceModels', () => {
  it('is empty where nothing is at hand', async () => {
    expect(await resolveFaceModels({}, env())).toEqual({});
  });

  it('takes what was pulled', async () => {
    const landmarker = await put('cache/mediapipe/face_landmarker.task', ZIP);
    const person = await put('cache/mediapipe/selfie_segmenter.tflite', TFLITE);
    expect(await resolveFaceModels({}, env())).toEqual({ landmarker, person });
  });

  it('prefers the option to the environment, and that to the cache; segmenters may come from the cache', async () => {
    await put('cache/mediapipe/face_landmarker.task', ZIP);
    const person = await put('cache/mediapipe/selfie_segmenter.tflite', TFLITE);
    const other = await put('elsewhere/any-name.task', ZIP);
    const detector = await put('folder/blaze_face_short_range.tflite', TFLITE);
    const inEnv = { ...env(), DIPTYCH_FACE_MODEL: other };
    expect(await resolveFaceModels({}, inEnv)).toEqual({ landmarker: other, person });
    expect(await resolveFaceModels({ faceModel: path.dirname(detector) }, inEnv)).toEqual({ detector, person });
    expect(await resolveFaceModels({ faceModel: detector }, inEnv)).toEqual({ detector, person });
  });

  it('says in one line what is wrong with a place, and the remedy', async () => {
    const text = await put('notes.txt', Buffer.from('not a model at all'));
    await put('empty/readme.md', Buffer.from(''));
    await put('swapped/face_landmarker.task', TFLITE);
    for (const place of ['none', 'notes.txt', 'empty', 'swapped']) {
      await expect(resolveFaceModels({ faceModel: path.join(root, place) }, env())).rejects.toMatchObject({
        code: 'E_MODEL',
        message: expect.stringMatching(/^Expected [^\n]+$/),
        hint: expect.stringContaining('diptych models pull mediapipe'),
      });
    }
    await expect(resolveFaceModels({}, { ...env(), DIPTYCH_FACE_MODEL: text })).rejects.toMatchObject({
      code: 'E_MODEL',
    });
  });
});

describe('mediapipeFolder', () => {
  it('follows the variables in order', () => {
    expect(mediapipeFolder('/c', {})).toBe(path.join('/c', 'mediapipe'));
    expect(mediapipeFolder(undefined, { DIPTYCH_CACHE: '/d', XDG_CACHE_HOME: '/x' })).toBe('/d/mediapipe');
    expect(mediapipeFolder(undefined, { XDG_CACHE_HOME: '/x' })).toBe('/x/diptych/mediapipe');
    expect(mediapipeFolder(undefined, {})).toMatch(/\.cache\/diptych\/mediapipe$/);
  });
});
