import { describe, expect, it } from 'vitest';
import { measureBetween } from '../../../src/filter/between/index.js';
import golden from '../../fixtures/between.json' with { type: 'json' };
import { face, points, shoot, texture } from './scenes.js';

const picture = shoot(texture, 0, 0, 64, 64);
const between = (a: Float32Array, b: Float32Array) =>
  measureBetween({ picture, face: face(a) }, { picture, face: face(b) });

/** Turned by `angle`, scaled, and moved. */
function similar(at: Float32Array, angle: number, scale: number, dx: number, dy: number): Float32Array {
  const [c, s] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  return at.map((_, j) => {
    const [x, y] = [at[j - (j % 2)]!, at[j - (j % 2) + 1]!];
    return j % 2 === 0 ? c * x - s * y + dx : s * x + c * y + dy;
  });
}

describe('procrustes', () => {
  it('is what least squares leave, as numpy solves them', () => {
    expect(between(points(0), points(3)).procrustes).toBeCloseTo(golden.procrustes, 3);
  });

  it('does not see a move, a turn or a scale', () => {
    expect(between(points(0), similar(points(0), 0.3, 1.2, 15, -8)).procrustes).toBeLessThan(1e-3);
  });

  it('does not see points that an expression moves', () => {
    const smile = points(0);
    for (const i of [61, 291, 0, 17, 152, 50, 280]) smile[2 * i]! += 20;
    expect(between(points(0), smile).procrustes).toBeLessThan(1e-6);
  });
});

describe('shift_px', () => {
  it('is the root mean square displacement of the rigid points', () => {
    expect(between(points(0), points(3)).shift_px).toBeCloseTo(golden.shift_px, 4);
  });

  it('is the length of a move', () => {
    expect(between(points(0), similar(points(0), 0, 1, 3, -4)).shift_px).toBeCloseTo(5, 4);
  });
});
