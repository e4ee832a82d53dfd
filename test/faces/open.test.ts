import { createRequire } from 'node:module';
import { FaceLandmarker } from '@mediapipe/tasks-vision';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { faceBox, measureFace } from '../../src/faces/metrics.js';
import { openLandmarker } from '../../src/faces/networks.js';
import { type Faces, openFaces } from '../../src/faces/open.js';
import type { Picture } from '../../src/item.js';
import { hasShared, shared } from '../fixtures/shared.js';

const NAMES = ['ben-sasse', 'bill-hagerty', 'cindy-hyde-smith', 'elizabeth-warren', 'john-kennedy', 'patty-murray'];

const models = (name: string): string => shared(`models/${name}`);
const photo = (name: string): Sharp => sharp(shared(`real/portraits/${name}.jpg`)).resize(512, 512);

async function decode(image: Sharp): Promise<Picture> {
  const { data, info } = await image.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

const flat = (width: number, height: number, value: number): Picture => ({
  data: new Uint8Array(width * height * 3).fill(value),
  width,
  height,
});

async function sideBySide(left: string, right: string): Promise<Picture> {
  const [a, b] = await Promise.all([left, right].map((name) => photo(name).png().toBuffer()));
  const canvas = sharp({ create: { width: 1024, height: 512, channels: 3, background: '#888' } });
  return decode(
    sharp(
      await canvas
        .composite([
          { input: a!, left: 0, top: 0 },
          { input: b!, left: 512, top: 0 },
        ])
        .png()
        .toBuffer(),
    ),
  );
}

const there = hasShared('models/face_landmarker.task') && hasShared('real/portraits');

describe.skipIf(!there)('openFaces with a landmarker (skipped: no ../shared/models or ../shared/real)', () => {
  let faces: Faces;
  beforeAll(async () => {
    faces = await openFaces({ landmarker: models('face_landmarker.task') });
  });
  afterAll(() => faces.close());

  it.each(NAMES)('reads one face with a plausible pose: %s', async (name) => {
    const picture = await decode(photo(name));
    const reading = await faces.read(picture);
    const scores = measureFace(reading, picture.width, picture.height);
    expect(scores).toMatchObject({ faces: 1, face_inside: 1 });
    for (const angle of ['yaw', 'pitch', 'roll']) expect(Math.abs(scores[angle]!)).toBeLessThan(25);
    expect(scores.face_px).toBeGreaterThan(60);
    expect(scores.face_px).toBeLessThan(130);
    expect(scores.eyes_open).toBeGreaterThan(0.5);
    const { points, blendshapes } = reading.face!;
    expect(points).toHaveLength(956);
    expect(points.every((v) => v > 0 && v < 512)).toBe(true);
    expect(Object.keys(blendshapes)).toHaveLength(52);
    const box = faceBox(reading)!;
    expect(box.width).toBeGreaterThan(150);
    expect(box.x + box.width).toBeLessThan(512);
  });

  it('gives yaw the sign of the side that the face looks to, and a mirror negates it', async () => {
    for (const [name, sign] of [
      ['bill-hagerty', -1],
      ['patty-murray', 1],
    ] as const) {
      const { face } = await faces.read(await decode(photo(name)));
      // The nose tip (1) against the middle of the face's two sides (234 and 454).
      const { points, yaw } = face!;
      expect(Math.sign(points[2]! - (points[468]! + points[908]!) / 2)).toBe(sign);
      expect(Math.sign(yaw)).toBe(sign);
      const mirrored = await faces.read(await decode(photo(name).flop()));
      expect(Math.abs(mirrored.face!.yaw + yaw)).toBeLessThan(4);
      expect(Math.abs(mirrored.face!.roll + face!.roll)).toBeLessThan(4);
    }
  });

  it('changes roll with the picture', async () => {
    const upright = await faces.read(await decode(photo('ben-sasse')));
    for (const turn of [-15, 15]) {
      // sharp turns clockwise.
      const turned = await faces.read(await decode(photo('ben-sasse').rotate(turn, { background: '#888' })));
      expect(Math.abs(turned.face!.roll - upright.face!.roll + turn)).toBeLessThan(3);
    }
  });

  it('finds nothing in a blank picture, however small or thin', async () => {
    for (const picture of [flat(512, 512, 128), flat(1, 1, 0), flat(3000, 2, 255)]) {
      expect(await faces.read(picture)).toEqual({ boxes: [] });
    }
  });

  it('counts two faces, and measures the larger', async () => {
    const reading = await faces.read(await sideBySide('elizabeth-warren', 'ben-sasse'));
    expect(reading.boxes).toHaveLength(2);
    const [first, second] = reading.boxes;
    expect(first!.width * first!.height).toBeGreaterThan(second!.width * second!.height);
    const x = faceBox(reading)!.x;
    expect(Math.abs(x - first!.x)).toBeLessThan(Math.abs(x - second!.x));
  });

  it('gives points in px of a picture that is larger than what the network sees', async () => {
    const small = await decode(photo('ben-sasse'));
    const large = await decode(photo('ben-sasse').resize(1536, 1536).extend({ right: 512, background: '#888' }));
    const [a, b] = [await faces.read(small), await faces.read(large)];
    for (const i of [1, 33, 263, 152]) {
      expect(Math.abs(b.face!.points[i * 2]! / 3 - a.face!.points[i * 2]!)).toBeLessThan(3);
      expect(Math.abs(b.face!.points[i * 2 + 1]! / 3 - a.face!.points[i * 2 + 1]!)).toBeLessThan(3);
    }
  });

  it('refuses a buffer that is not the picture', async () => {
    await expect(faces.read({ data: new Uint8Array(10), width: 64, height: 64 })).rejects.toThrow(/64x64/);
  });

  it('reads on after an exception inside the network, and reports a picture that fails twice', async () => {
    const picture = await decode(photo('ben-sasse'));
    const before = await faces.read(picture);
    const detect = vi.spyOn(FaceLandmarker.prototype, 'detect');
    const fail = (): never => {
      throw new Error('INTERNAL: graph failed\n=== Source Location Trace ===');
    };
    try {
      detect.mockImplementationOnce(fail);
      expect((await faces.read(picture)).face!.yaw).toBe(before.face!.yaw);
      detect.mockImplementationOnce(fail).mockImplementationOnce(fail);
      expect(await faces.read(picture)).toEqual({ boxes: [], failed: 'INTERNAL: graph failed' });
      expect((await faces.read(picture)).face!.yaw).toBe(before.face!.yaw);
    } finally {
      detect.mockRestore();
    }
  });
});

describe.skipIf(!there)('a network of MediaPipe (skipped: no ../shared/models)', () => {
  it('is lost by an exception inside it, and replaced', async () => {
    const { task } = await openLandmarker(models('face_landmarker.task'));
    const good = { width: 64, height: 64, data: new Uint8ClampedArray(64 * 64 * 4) };
    const bad = { ...good, data: new Uint8ClampedArray(3) };
    const first = await task.run((landmarker) => landmarker);
    expect(() => first.detect(bad)).toThrow(/RGBA/);
    expect(() => first.detect(good)).toThrow(/INVALID_ARGUMENT/);
    await expect(task.run((landmarker) => landmarker.detect(bad))).rejects.toThrow(/RGBA/);
    const { faceLandmarks } = await task.run((landmarker) => landmarker.detect(good));
    expect(faceLandmarks).toEqual([]);
    await task.close();
  });

  it('is refused in one line when its file is another model', async () => {
    for (const landmarker of [models('selfie_segmenter.tflite'), '/no/such/file.task']) {
      await expect(openFaces({ landmarker })).rejects.toMatchObject({
        code: 'E_MODEL',
        message: expect.stringMatching(/^Expected a MediaPipe model [^\n]+$/),
      });
    }
  });
});

describe('openFaces without a landmarker', () => {
  it('uses the detector of the npm package, and finds nothing in a blank picture', async () => {
    const faces = await openFaces({});
    expect(faces.kind).toBe('detector');
    expect(faces.models).toMatchObject([{ name: 'face_detection_short_range.tflite', licence: 'Apache-2.0' }]);
    expect(createRequire(import.meta.url).resolve(`@mediapipe/face_detection/${faces.models[0]!.name}`)).toBe(
      faces.models[0]!.path,
    );
    expect(await faces.read(flat(256, 256, 90))).toEqual({ boxes: [] });
    await faces.close();
  });

  it.skipIf(!there)('sees what the official detector sees (skipped: no ../shared)', async () => {
    const [npm, official] = [
      await openFaces({}),
      await openFaces({ detector: models('blaze_face_short_range.tflite') }),
    ];
    for (const name of NAMES.slice(0, 3)) {
      const picture = await decode(photo(name));
      const reading = await npm.read(picture);
      expect(reading).toEqual(await official.read(picture));
      expect(reading.boxes[0]!.confidence).toBeGreaterThan(0.8);
      expect(Object.keys(measureFace(reading, 512, 512))).toEqual(['faces', 'face_px']);
    }
    expect((await npm.read(await sideBySide('ben-sasse', 'patty-murray'))).boxes).toHaveLength(2);
    await Promise.all([npm.close(), official.close()]);
  });
});

describe.skipIf(!there)('segmenters (skipped: no ../shared)', () => {
  it('tell the person from the background, and hair from both', async () => {
    const faces = await openFaces({
      person: models('selfie_segmenter.tflite'),
      hair: models('hair_segmenter.tflite'),
    });
    const picture = await decode(photo('ben-sasse').resize(400, 300, { fit: 'fill' }));
    const at = (plane: { data: Float32Array }, x: number, y: number): number => plane.data[y * 400 + x]!;
    const [person, hair] = [await faces.person!(picture), await faces.hair!(picture)];
    for (const plane of [person, hair]) expect([plane.width, plane.height]).toEqual([400, 300]);
    expect(at(person, 200, 150)).toBeGreaterThan(0.9);
    expect(at(person, 5, 5)).toBeLessThan(0.1);
    expect(at(hair, 200, 40)).toBeGreaterThan(0.9);
    expect(at(hair, 200, 150)).toBeLessThan(0.1);
    await faces.close();
  });
});
