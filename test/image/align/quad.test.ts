import { describe, expect, it } from 'vitest';
import { ffhqQuad, isAligned, type Quad, sideOf } from '../../../src/image/align/quad.js';
import golden from '../../fixtures/ffhq.json' with { type: 'json' };

const EYE_LEFT = [33, 160, 158, 133, 153, 144];
const EYE_RIGHT = [362, 385, 387, 263, 373, 380];

/** A mesh whose eyes have these centres and whose mouth has these corners; every other point is far away. */
function mesh(points: readonly (readonly number[])[]): Float32Array {
  const data = new Float32Array(2 * 478).fill(-1e4);
  const put = (i: number, [x, y]: readonly number[], dx = 0): void => {
    data.set([x! + 0.5 + dx, y! + 0.5], 2 * i);
  };
  for (const [k, i] of EYE_LEFT.entries()) put(i, points[0]!, k - 2.5);
  for (const [k, i] of EYE_RIGHT.entries()) put(i, points[1]!, 2.5 - k);
  put(61, points[2]!);
  put(291, points[3]!);
  return data;
}

describe('ffhqQuad', () => {
  it.each(Object.entries(golden))('is the official crop: %s', (_, { points, quad }) => {
    ffhqQuad(mesh(points)).forEach((corner, i) => {
      expect(corner[0]).toBeCloseTo(quad[i]![0]!, 3);
      expect(corner[1]).toBeCloseTo(quad[i]![1]!, 3);
    });
  });

  it('can be worked out by hand for an upright face', () => {
    // Eyes 40 apart at y 50, mouth 40 below: half side max(2·40, 1.8·40) = 80, centre a tenth of 40 below the eyes.
    const quad = ffhqQuad(
      mesh([
        [79.5, 49.5],
        [119.5, 49.5],
        [89.5, 89.5],
        [109.5, 89.5],
      ]),
    );
    expect(quad).toEqual([
      [20, -26],
      [20, 134],
      [180, 134],
      [180, -26],
    ]);
    expect(sideOf(quad)).toBe(160);
  });

  it('refuses another number of points', () => {
    expect(() => ffhqQuad(new Float32Array(2 * 468))).toThrow(/478/);
  });
});

describe('isAligned', () => {
  const frame: Quad = [
    [0, 0],
    [0, 64],
    [64, 64],
    [64, 0],
  ];
  const near: Quad = [
    [0, 0],
    [0, 64],
    [67, 68],
    [64, 0],
  ];

  it('measures the corner that is furthest off', () => {
    expect(isAligned(frame, 64, 64, 0)).toBe(true);
    expect(isAligned(near, 64, 64, 5)).toBe(true);
    expect(isAligned(near, 64, 64, 4.99)).toBe(false);
    expect(isAligned(frame, 64, 80, 5)).toBe(false);
  });

  it('is not fooled by a crop upside down', () => {
    const turned: Quad = [frame[2], frame[3], frame[0], frame[1]];
    expect(isAligned(turned, 64, 64, 5)).toBe(false);
  });
});
