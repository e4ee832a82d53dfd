import { describe, expect, it } from 'vitest';
import { project } from '../../../../src/augment/hair/fit/camera.js';
import { fitHead } from '../../../../src/augment/hair/fit/fit.js';
import { fitProblem } from '../../../../src/augment/hair/fit/problem.js';
import { loadHead } from '../../../../src/augment/hair/head/load.js';
import type { Camera, FittedHead } from '../../../../src/augment/hair/types.js';
import type { Plane } from '../../../../src/pair.js';
import { cameraAt, draw, landmarksAt, SIZE } from './scene.js';

const head = await loadHead();
const none: Plane = { data: new Float32Array(SIZE.width * SIZE.height), ...SIZE };
const isScalp = (v: number): boolean => head.weights.scalp[v]! > 0.5;
const isFace = (v: number): boolean => head.labels[head.label[v]!] === 'skin' && head.positions[v * 3 + 2]! > 5;

/** Root mean square distance in the picture between fitted and true vertices, cm. */
function apart(fitted: FittedHead, truth: Float32Array, camera: Camera, take: (v: number) => boolean): number {
  const [a, b] = [project(fitted.camera, fitted.positions), project(camera, truth)];
  let [sum, count] = [0, 0];
  for (let v = 0; v < head.label.length; v++) {
    if (!take(v)) continue;
    sum += (a[v * 3]! - b[v * 3]!) ** 2 + (a[v * 3 + 1]! - b[v * 3 + 1]!) ** 2;
    count++;
  }
  return Math.sqrt(sum / count) / camera.scale;
}

const scaled =
  (x: number, y: number, z: number) =>
  (points: Float32Array): Float32Array =>
    points.map((value, i) => value * [x, y, z][i % 3]!);

describe.each([-30, -15, 0, 15, 30])('a head of the generic shape at yaw %d', (yaw) => {
  it('lies on itself, by 478 points and by five', () => {
    const camera = cameraAt(yaw, 6, -10);
    const fitted = fitHead(head, { kind: 'mediapipe', points: landmarksAt(head, camera) }, SIZE);
    expect(Math.abs(fitted.yaw - yaw)).toBeLessThan(0.3);
    expect(Math.abs(fitted.pitch - 6)).toBeLessThan(0.3);
    expect(fitted.roll).toBeCloseTo(-10, 1);
    expect(apart(fitted, head.positions, camera, () => true)).toBeLessThan(0.1);
    expect(fitted.residual).toBeLessThan(0.3);
    const five = project(camera, head.five).filter((_, i) => i % 3 !== 2);
    const rough = fitHead(head, { kind: 'five', points: five }, SIZE);
    expect(Math.abs(rough.yaw - yaw)).toBeLessThan(7);
    expect(apart(rough, head.positions, camera, isScalp)).toBeLessThan(0.9);
  });
});

it.each([-20, 0, 20])('follows a broad, shallow head at yaw %d better than the generic one does', (yaw) => {
  const camera = cameraAt(yaw);
  const shape = scaled(1.08, 1, 0.95);
  const truth = shape(head.positions);
  const fitted = fitHead(head, { kind: 'mediapipe', points: landmarksAt(head, camera, shape) }, SIZE);
  expect(apart(fitted, truth, camera, isScalp)).toBeLessThan(0.35);
  expect(apart(fitted, truth, camera, isFace)).toBeLessThan(0.1);
  expect(Math.abs(fitted.yaw - yaw)).toBeLessThan(2);
});

describe('the outline of the person', () => {
  const camera = cameraAt(12);
  const points = landmarksAt(head, camera);
  // A skull of the same face that is higher and wider behind the hairline.
  const skull = (grow: number): Float32Array =>
    head.positions.map((value, i) => {
      const share = Math.max(0, Math.min(1, (head.positions[i - (i % 3) + 1]! - 2) / 4));
      return i % 3 === 2 ? value : value * (1 + grow * share);
    });

  it.each([0.1, -0.08])('moves the skull of a bald head to it (%d)', (grow) => {
    const truth = skull(grow);
    const person = draw(head, camera, truth);
    const top = (v: number): boolean => isScalp(v) && head.positions[v * 3 + 1]! > 6;
    const without = apart(fitHead(head, { kind: 'mediapipe', points }, SIZE), truth, camera, top);
    const fitted = fitHead(head, { kind: 'mediapipe', points }, SIZE, { person, hair: none });
    expect(without).toBeGreaterThan(0.45);
    expect(apart(fitted, truth, camera, top)).toBeLessThan(without / 2);
    expect(apart(fitted, head.positions, camera, isFace)).toBeLessThan(0.15);
  });

  it('keeps the skull inside the hair, and does not blow it up to fill it', () => {
    const big = skull(0.35);
    const hair = draw(head, camera, big, isScalp);
    const roomy = fitHead(head, { kind: 'mediapipe', points }, SIZE, { person: draw(head, camera, big), hair });
    expect(apart(roomy, head.positions, camera, (v) => head.positions[v * 3 + 1]! > 7)).toBeLessThan(0.3);
    const small = skull(-0.1);
    const person = draw(head, camera, small);
    const tight = fitHead(head, { kind: 'mediapipe', points }, SIZE, {
      person,
      hair: draw(head, camera, small, isScalp),
    });
    const seen = project(tight.camera, tight.positions);
    let outside = 0;
    for (let v = 0; v < head.label.length; v++) {
      if (isScalp(v)) outside += 1 - person.data[Math.floor(seen[v * 3 + 1]!) * SIZE.width + Math.floor(seen[v * 3]!)]!;
    }
    expect(outside).toBeLessThan(3);
  });

  it('moves ears that stand out to where they are seen, but not under hair', () => {
    const stands = (v: number): boolean =>
      head.labels[head.label[v]!] === 'ear' && Math.abs(head.positions[v * 3]!) > 7.5;
    const truth = head.positions.map((value, i) =>
      i % 3 === 0 && head.labels[head.label[(i / 3) | 0]!] === 'ear' && Math.abs(value) > 6.6
        ? value + Math.sign(value)
        : value,
    );
    const person = draw(head, camera, truth);
    const without = apart(fitHead(head, { kind: 'mediapipe', points }, SIZE), truth, camera, stands);
    const fitted = fitHead(head, { kind: 'mediapipe', points }, SIZE, { person, hair: none });
    expect(apart(fitted, truth, camera, stands)).toBeLessThan(without / 2);
    const covered = fitHead(head, { kind: 'mediapipe', points }, SIZE, { person, hair: person });
    expect(apart(covered, head.positions, camera, stands)).toBeLessThan(0.3);
  });

  it('ignores an outline that no skull can have', () => {
    const person = draw(head, camera, skull(0.5));
    const fitted = fitHead(head, { kind: 'mediapipe', points }, SIZE, { person, hair: none });
    expect(apart(fitted, head.positions, camera, isScalp)).toBeLessThan(0.3);
  });
});

describe('when hair cannot be drawn', () => {
  const points = landmarksAt(head, cameraAt(0));
  const good = fitHead(head, { kind: 'mediapipe', points }, SIZE);

  it('finds nothing wrong with a good fit', () => {
    expect(fitProblem(good, SIZE)).toBeUndefined();
  });

  it('names what is wrong', () => {
    const half = points.map((value) => value / 3);
    expect(fitProblem(fitHead(head, { kind: 'mediapipe', points: half }, SIZE), SIZE)).toMatch(/small: 1\d px/);
    const profile = fitHead(head, { kind: 'mediapipe', points: landmarksAt(head, cameraAt(50)) }, SIZE);
    expect(fitProblem(profile, SIZE)).toMatch(/turned by (49|50|51)°/);
    const scrambled = points.map((_, i) => points[(i * 7) % points.length]!);
    expect(fitProblem(fitHead(head, { kind: 'mediapipe', points: scrambled }, SIZE), SIZE)).toBeDefined();
    expect(fitProblem({ ...good, residual: 12 }, SIZE)).toMatch(/12\.0 % off/);
    expect(fitProblem({ ...good, residual: NaN }, SIZE)).toMatch(/do not make a face/);
    expect(fitProblem(good, { width: 180, height: 320 })).toMatch(/leaves the picture/);
  });
});
