import { describe, expect, it } from 'vitest';
import { FACE_METRICS, faceBox, measureFace } from '../../src/faces/metrics.js';
import type { FaceReading } from '../../src/faces/reading.js';

const OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
  172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

/** A reading whose outline is a circle of radius 30 around (x, y), in the order of the mesh; all other points far off. */
function reading(x: number, y: number): FaceReading {
  const points = new Float32Array(478 * 2).fill(-1000);
  for (const [i, p] of OVAL.entries()) {
    const angle = (i / OVAL.length) * 2 * Math.PI;
    points[p * 2] = x + 30 * Math.sin(angle);
    points[p * 2 + 1] = y - 30 * Math.cos(angle);
  }
  return {
    boxes: [
      { x: 0, y: 0, width: 60, height: 60 },
      { x: 0, y: 0, width: 5, height: 5 },
    ],
    eyes: [10, 20, 13, 24],
    face: {
      points,
      blendshapes: { eyeBlinkLeft: 0.1, eyeBlinkRight: 0.4, jawOpen: 0.25, mouthSmileLeft: 0.5, mouthSmileRight: 0.7 },
      yaw: -3,
      pitch: 4,
      roll: 5,
    },
  };
}

describe('measureFace', () => {
  it('measures what it declares', () => {
    const scores = measureFace(reading(50, 50), 100, 100);
    expect(Object.keys(scores)).toEqual(FACE_METRICS.map(({ name }) => name));
    expect(scores).toMatchObject({ faces: 2, face_px: 5, yaw: -3, pitch: 4, roll: 5, mouth_open: 0.25 });
    expect(scores.eyes_open).toBeCloseTo(0.6, 9);
    expect(scores.smile).toBeCloseTo(0.6, 9);
    expect(scores.face_inside).toBe(1);
  });

  it('tells the share of the outline inside the image', () => {
    expect(measureFace(reading(0, 50), 100, 100).face_inside).toBeCloseTo(0.5, 6);
    expect(measureFace(reading(100, 100), 100, 100).face_inside).toBeCloseTo(0.25, 6);
    expect(measureFace(reading(300, 50), 100, 100).face_inside).toBe(0);
    // Beyond x = 85 lie the angles between 60 and 120 degrees: a third of a half.
    expect(measureFace(reading(70, 50), 85, 100).face_inside).toBeCloseTo(2 / 3, 2);
  });

  it('leaves out what was not seen', () => {
    expect(measureFace({ boxes: [] }, 10, 10)).toEqual({ faces: 0 });
    expect(measureFace({ boxes: [], failed: 'why' }, 10, 10)).toEqual({});
    const box = { x: 1, y: 2, width: 3, height: 4, confidence: 0.9 };
    expect(measureFace({ boxes: [box], eyes: [0, 0, 6, 8] }, 10, 10)).toEqual({ faces: 1, face_px: 10 });
  });
});

describe('faceBox', () => {
  it('is the box of the outline, else of the detector, else none', () => {
    const { x, y, width, height } = faceBox(reading(50, 60))!;
    expect([x, y, width, height].map(Math.round)).toEqual([20, 30, 60, 60]);
    const box = { x: 1, y: 2, width: 3, height: 4 };
    expect(faceBox({ boxes: [box] })).toEqual(box);
    expect(faceBox({ boxes: [] })).toBeUndefined();
  });
});
