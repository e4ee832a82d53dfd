import { describe, expect, it } from 'vitest';
import { project } from '../../../../src/augment/hair/fit/camera.js';
import { fitHead } from '../../../../src/augment/hair/fit/fit.js';
import { pathsOf } from '../../../../src/augment/hair/fit/paths.js';
import { warpPoints } from '../../../../src/augment/hair/fit/warp.js';
import { loadHead } from '../../../../src/augment/hair/head/load.js';
import type { Plane } from '../../../../src/pair.js';
import { cameraAt, landmarksAt, SIZE } from './scene.js';

const head = await loadHead();
const camera = cameraAt(8);
const points = landmarksAt(head, camera);
const middle = pathsOf(head)[4]!;

/** px row where the middle path is `shift` cm beyond the template's hairline. */
const rowOf = (shift: number): number => {
  const at = Math.round((middle.hairline + shift) / 0.25) * 3;
  return project(camera, middle.points.slice(at, at + 3))[1]!;
};

/** Hair from the top of the picture down to this row. */
const hairAbove = (row: number): Plane => ({
  ...SIZE,
  data: Float32Array.from({ length: SIZE.width * SIZE.height }, (_, i) => (Math.floor(i / SIZE.width) < row ? 1 : 0)),
});

/** px row where the template's hairline comes to lie in the middle. */
function fittedRow(hair: Plane): number {
  const { camera: found, warp } = fitHead(head, { kind: 'mediapipe', points }, SIZE, { hair });
  const at = Math.round(middle.hairline / 0.25) * 3;
  return project(found, warpPoints(warp, middle.points.slice(at, at + 3)))[1]!;
}

it('has paths that climb from the brows over the hairline', () => {
  for (const { points: path, hairline } of pathsOf(head)) {
    expect(path[1]).toBeLessThan(0);
    expect(path.at(-2)).toBeGreaterThan(6);
    expect(hairline).toBeGreaterThan(3);
    expect(hairline).toBeLessThan(9);
    for (let i = 3; i < path.length; i += 3) {
      const step = Math.hypot(path[i]! - path[i - 3]!, path[i + 1]! - path[i - 2]!, path[i + 2]! - path[i - 1]!);
      expect(step).toBeLessThan(0.26);
    }
  }
});

describe('roots', () => {
  it.each([-1.5, -1, 1])('come to lie on a hairline that is %d cm higher', (shift) => {
    const row = rowOf(shift);
    expect(Math.abs(rowOf(0) - row)).toBeGreaterThan(3);
    expect(Math.abs(fittedRow(hairAbove(row)) - row)).toBeLessThan(2.5);
  });

  it('stay on the head’s surface and leave the brows alone', () => {
    const { positions } = fitHead(head, { kind: 'mediapipe', points }, SIZE, { hair: hairAbove(rowOf(-1.5)) });
    for (let v = 0; v < head.label.length; v++) {
      if (head.weights.brow[v]! < 0.5) continue;
      const moved = Math.hypot(...[0, 1, 2].map((k) => positions[v * 3 + k]! - head.positions[v * 3 + k]!));
      expect(moved).toBeLessThan(0.3);
    }
  });

  it.each([
    ['a fringe', -4.5],
    ['a hat over the eyes', -7],
  ])('stay where they are under %s', (_, shift) => {
    expect(Math.abs(fittedRow(hairAbove(rowOf(shift))) - rowOf(0))).toBeLessThan(1);
  });

  it('stay where they are on a bald head', () => {
    expect(Math.abs(fittedRow(hairAbove(0)) - rowOf(0))).toBeLessThan(1);
  });
});
