import { describe, expect, it } from 'vitest';
import { translation } from '../../../src/filter/between/translation.js';
import type { Plane } from '../../../src/pair.js';
import { type Scene, shoot, stranger, texture } from './scenes.js';

function plane(scene: Scene, dx = 0, dy = 0, width = 200, height = 150): Plane {
  const { data } = shoot(scene, dx, dy, width, height);
  return { data: Float32Array.from({ length: width * height }, (_, i) => data[3 * i]!), width, height };
}

const all = new Uint8Array(200 * 150).fill(1);

describe('translation', () => {
  it.each([
    [0, 0],
    [0.5, 0],
    [-0.35, 0.2],
    [1.6, -2.3],
    [-4, 3.3],
    [9.4, -7.7],
  ])('finds a move by (%d, %d)', (dx, dy) => {
    const found = translation(plane(texture), plane(texture, dx, dy), all);
    expect(Math.hypot(found!.dx - dx, found!.dy - dy)).toBeLessThan(0.02);
    expect(found!.agreement).toBeGreaterThan(0.98);
  });

  it('is not moved by light and contrast', () => {
    const lit = plane((x, y) => 0.6 * texture(x, y) + 0.4 * x, 1.3, 0.7);
    const found = translation(plane(texture), lit, all);
    expect(Math.hypot(found!.dx - 1.3, found!.dy - 0.7)).toBeLessThan(0.03);
  });

  it('looks at the set pixels alone', () => {
    const left = all.map((_, i) => (i % 200 < 90 ? 1 : 0));
    const split: Scene = (x, y) => texture(x < 100 ? x - 2.25 : x + 5, y);
    const found = translation(plane(texture), plane(split), left);
    expect(Math.hypot(found!.dx - 2.25, found!.dy)).toBeLessThan(0.05);
  });

  it('is not pulled by a part that changed', () => {
    const part: Scene = (x, y) => (x > 60 && x < 110 && y > 40 ? stranger(x, y) : texture(x - 1.5, y));
    const found = translation(plane(texture), plane(part), all);
    expect(Math.hypot(found!.dx - 1.5, found!.dy)).toBeLessThan(0.1);
  });

  it('says when there is no structure, or only in one direction', () => {
    expect(
      translation(
        plane(() => 90),
        plane(() => 90),
        all,
      ),
    ).toBeUndefined();
    const stripes: Scene = (x) => 128 + 60 * Math.sin(0.4 * x);
    expect(translation(plane(stripes), plane(stripes, 1), all)?.structure ?? 0).toBeLessThan(0.01);
  });

  it('agrees little where the images have nothing in common', () => {
    expect(translation(plane(texture), plane(stranger), all)?.agreement ?? 0).toBeLessThan(0.4);
  });
});
