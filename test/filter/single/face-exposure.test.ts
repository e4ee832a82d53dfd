import { expect, test } from 'vitest';
import { FACE_EXPOSURE, faceExposure } from '../../../src/filter/single/face-exposure.js';

/** 40 × 40 px of black around a face of 20 × 20 px: a quarter of it burnt out, the rest a ramp of 100 to 139. */
function portrait() {
  const data = new Uint8Array(40 * 40 * 3);
  for (let y = 10; y < 30; y++) {
    for (let x = 10; x < 30; x++) data.fill(y < 15 ? 255 : 100 + 2 * (x - 10), (y * 40 + x) * 3, (y * 40 + x + 1) * 3);
  }
  return { data, width: 40, height: 40 };
}

test('only what lies within the box counts', () => {
  const scores = faceExposure(portrait(), { x: 10, y: 10, width: 20, height: 20 });
  expect(scores.face_clipped).toBe(0.25);
  // The 5th percentile lies in the second step of the ramp, the 95th in the burnt part.
  expect(scores.face_brightness).toBeCloseTo((102 + 255) / 2, 0);
  expect(Object.keys(scores)).toEqual(FACE_EXPOSURE.map((metric) => metric.name));
});

test('a box that leaves the picture is cut, and one of a few pixels is not measured', () => {
  expect(faceExposure(portrait(), { x: -50, y: -50, width: 200, height: 200 }).face_clipped).toBe(100 / 1600);
  expect(faceExposure(portrait(), { x: 10, y: 10, width: 7, height: 20 })).toEqual({});
});
