import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitHead } from '../../../../src/augment/hair/fit/fit.js';
import { eyesOf } from '../../../../src/augment/hair/fit/landmarks.js';
import { fitProblem } from '../../../../src/augment/hair/fit/problem.js';
import { loadHead } from '../../../../src/augment/hair/head/load.js';
import { type Faces, openFaces } from '../../../../src/faces/index.js';
import { openImage } from '../../../../src/image/codec.js';
import { hasShared, shared } from '../../../fixtures/shared.js';

const MODEL = 'models/face_landmarker.task';
const FOLDER = 'real/portraits';
const there = hasShared(MODEL) && hasShared(FOLDER);

/** MediaPipe's canonical face looks down by about this when MakeHuman's looks ahead (40 drawings: 5.2 ± 2.8°). */
const PITCH = 5.5;

describe.skipIf(!there)('photographs of ../shared, where they are at hand', () => {
  let faces: Faces;
  beforeAll(async () => {
    faces = await openFaces({ landmarker: shared(MODEL) });
  });
  afterAll(() => faces.close());

  it.each(['susan-collins', 'mike-braun', 'sheldon-whitehouse', 'john-kennedy'])(
    '%s looks where MediaPipe says',
    async (name) => {
      const { data, info } = await openImage(shared(`${FOLDER}/${name}.jpg`))
        .resize(512, 512, { fit: 'inside' })
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const picture = { data: new Uint8Array(data), width: info.width, height: info.height };
      const face = (await faces.read(picture)).face!;
      const fitted = fitHead(await loadHead(), { kind: 'mediapipe', points: face.points }, picture);
      expect(Math.abs(fitted.yaw - face.yaw)).toBeLessThan(4);
      expect(Math.abs(fitted.pitch - face.pitch + PITCH)).toBeLessThan(6);
      expect(Math.abs(fitted.roll - face.roll)).toBeLessThan(3);
      expect(fitted.residual).toBeLessThan(4);
      expect(fitProblem(fitted, picture)).toBeUndefined();
      expect(eyesOf({ kind: 'mediapipe', points: face.points })).toBeGreaterThan(30);
    },
  );
});
