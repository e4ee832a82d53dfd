import { describe, expect, it } from 'vitest';
import { loadHead } from '../../../src/augment/hair/head/load.js';
import { frameOf } from '../../../src/filter/hair/frame.js';
import { scoreGrown } from '../../../src/filter/hair/index.js';
import { meanWithin, pixelsWithin } from '../../../src/filter/hair/polygon.js';
import { box, grown, plane } from './scene.js';

const SIDE = 128;

describe('areas within an outline', () => {
  // A right triangle with legs of 8 px: 32 px².
  const triangle = Float64Array.of(2, 2, 10, 2, 2, 10);

  it('have the pixels whose centres lie within', () => {
    // Row k has centres 2.5 … below 10 - (k + 0.5): 7, 6, …, 1 beside the slope, by hand 28 and those on it.
    const set = pixelsWithin(triangle, 16, 16);
    expect(set.reduce((a, b) => a + b, 0)).toBe(28);
    expect([set[2 * 16 + 2], set[2 * 16 + 8], set[2 * 16 + 9], set[3 * 16 + 8]]).toEqual([1, 1, 0, 0]);
  });

  it('have a mean, finer than pixels, and nothing beyond the picture', () => {
    // Of the triangle the part left of x = 4 has area 2 · (8 + 6) / 2 = 14.
    expect(meanWithin(plane(16, box(0, 0, 4, 16)), triangle)).toBeCloseTo(14 / 32, 1);
    const small = Float64Array.of(3.2, 3.2, 3.8, 3.2, 3.8, 3.8, 3.2, 3.8);
    expect(meanWithin(plane(16, box(3, 3, 4, 4)), small)).toBe(1);
    const half = Float64Array.of(-8, 0, 8, 0, 8, 8, -8, 8);
    expect(
      meanWithin(
        plane(16, () => 1),
        half,
      ),
    ).toBeCloseTo(0.5, 6);
  });
});

describe('frameOf', () => {
  it('finds the parts of the generic head', async () => {
    const { mediapipe, five } = await loadHead();
    // 10 px a cm, the head's origin at (200, 200), y down.
    const project = (points: Float32Array): Float32Array =>
      Float32Array.from({ length: (points.length / 3) * 2 }, (_, i) =>
        i % 2 === 0 ? 200 + 10 * points[(i / 2) * 3]! : 200 - 10 * points[((i - 1) / 2) * 3 + 1]!,
      );
    const points = project(mediapipe);
    for (const frame of [frameOf(points), frameOf(project(five))]) {
      expect(frame.eyes).toBeGreaterThan(55);
      expect(frame.eyes).toBeLessThan(75);
      const inside = (outline: Float64Array, i: number): number =>
        pixelsWithin(outline, 400, 400)[Math.floor(points[2 * i + 1]!) * 400 + Math.floor(points[2 * i]!)]!;
      // Tip of the nose, iris; middle of a brow, lips, chin, forehead.
      expect([4, 468].map((i) => inside(frame.centre, i))).toEqual([1, 1]);
      expect([105, 334, 13, 152, 10].map((i) => inside(frame.centre, i))).toEqual([0, 0, 0, 0, 0]);
      expect([4, 468, 105, 13].map((i) => inside(frame.face, i))).toEqual([1, 1, 1, 1]);
      expect(inside(frame.face, 10)).toBe(0);
      expect([inside(frame.openings[0], 468), inside(frame.openings[1], 473)]).toEqual([1, 1]);
      expect(inside(frame.openings[0], 473)).toBe(0);
    }
  });
});

describe('hair over the face', () => {
  it('counts the eye that is covered more', () => {
    const scores = scoreGrown(grown(SIDE, { alpha: plane(SIDE, box(0, 0, 44, 128)) }));
    expect(scores.hair_over_eyes).toBeCloseTo(0.5, 1);
    const fringe = scoreGrown(grown(SIDE, { alpha: plane(SIDE, box(0, 0, 128, 64)) }));
    expect(fringe.hair_over_eyes).toBeGreaterThan(0.95);
    const above = scoreGrown(grown(SIDE, { alpha: plane(SIDE, box(0, 0, 128, 54)) }));
    expect([above.hair_over_eyes, above.hair_over_face]).toEqual([0, 0]);
  });

  it('turns with the face', () => {
    // The eyes stand one above the other, the mouth to the left: the face is turned by a quarter, clockwise.
    const points = Float32Array.from([68, 44, 68, 84, 44, 64, 28, 54, 28, 74]);
    const { hair_over_eyes: eyes, hair_over_face: face } = scoreGrown(
      grown(SIDE, { points, alpha: plane(SIDE, box(0, 0, 128, 44)) }),
    );
    expect(eyes).toBeCloseTo(0.5, 1);
    // Widths of the polygon, in distances of the eyes: 1.5 at -0.15, 1.4 at 0.45, 0.5 at 0.7; of its area of 1.1075 lie
    // 0.25 · 0.6 - 0.05 · 0.6 / 2 + 0.2 · 0.2 / 0.45 · 0.25 / 2 beyond the eye: 0.146.
    expect(face).toBeCloseTo(0.146 / 1.1075, 1);
  });

  it('leaves a beard alone', () => {
    const scores = scoreGrown(grown(SIDE, { alpha: plane(SIDE, box(0, 89, 128, 128)) }));
    expect([scores.hair_over_eyes, scores.hair_over_face]).toEqual([0, 0]);
  });
});
