import { describe, expect, it } from 'vitest';
import type { HairColour } from '../../../../src/augment/hair/raster/hair-colour.js';
import { renderHair } from '../../../../src/augment/hair/raster/render.js';
import type { HairLayer, Light, Strands } from '../../../../src/augment/hair/types.js';
import { ball, cap, lamp, seen } from './scene.js';

const SIZE = 96;
const BROWN: HairColour = {
  albedo: [0.06, 0.035, 0.02],
  variation: 0,
  rootDarkening: 0,
  tipLightening: 0,
  specular: 1,
  glint: 1,
  grey: 0,
};
const head = ball();
const fitted = seen(head, SIZE);
const light = lamp([0.6, 0, 0.8], 0.8, 0.4);

function render(strands: Strands, own: Partial<HairColour> = {}, by: Light = light): HairLayer {
  return renderHair(strands, fitted, head, by, { width: SIZE, height: SIZE, colour: { ...BROWN, ...own }, seed: 5 });
}

/** Mean of the green channel over columns from … to, where hair is opaque. */
function meanGreen({ colour, alpha }: HairLayer, from = 0, to = SIZE): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < SIZE * SIZE; i++) {
    if (alpha.data[i]! < 0.9 || i % SIZE < from || i % SIZE >= to) continue;
    sum += colour.data[SIZE * SIZE + i]!;
    count++;
  }
  return sum / count;
}

describe('renderHair', () => {
  const strands = cap(6000);
  const layer = render(strands);

  it('covers the head, shows the ball below, and has all planes in their ranges', () => {
    expect(layer.alpha.data[30 * SIZE + 48]!).toBeGreaterThan(0.8);
    expect(layer.alpha.data[75 * SIZE + 48]!).toBe(0);
    for (let i = 0; i < SIZE * SIZE; i++) {
      const [alpha, shade] = [layer.alpha.data[i]!, layer.shade.data[i]!];
      expect(alpha >= 0 && alpha <= 1 && shade >= 0 && shade <= 1).toBe(true);
      expect(Math.hypot(layer.cos2.data[i]!, layer.sin2.data[i]!)).toBeLessThanOrEqual(alpha + 1e-5);
      expect(layer.depth.data[i]! > -Infinity || alpha < 0.03).toBe(true);
    }
    for (const value of layer.colour.data) expect(value >= -1 && value <= 1).toBe(true);
  });

  it('gives the same bytes again', () => {
    expect(render(strands)).toEqual(layer);
  });

  it('without strands changes nothing', () => {
    const none = render({
      points: new Float32Array(0),
      first: Uint32Array.of(0),
      radius: new Float32Array(0),
      region: new Uint8Array(0),
    });
    expect(new Set(none.alpha.data)).toEqual(new Set([0]));
    expect(new Set(none.shade.data)).toEqual(new Set([1]));
    expect(new Set(none.depth.data)).toEqual(new Set([-Infinity]));
  });

  it('looks the same whatever the order of strands', () => {
    const n = strands.radius.length;
    const points = new Float32Array(strands.points.length);
    for (let s = 0; s < n; s++) points.set(strands.points.subarray(36 * s, 36 * (s + 1)), 36 * (n - 1 - s));
    const other = render({ ...strands, points });
    // Which strands stand for others and how their cuticles tilt goes by number; the mean does not.
    expect(meanGreen(other)).toBeCloseTo(meanGreen(layer), 2);
  });

  it('hides hair behind the head', () => {
    const line = Float32Array.of(-3, 0, -9, 3, 0, -9, -3, -4, 9, 3, -4, 9);
    const two = {
      points: line,
      first: Uint32Array.of(0, 2, 4),
      radius: Float32Array.of(0.1, 0.1),
      region: new Uint8Array(2),
    };
    const { alpha, depth } = render(two);
    const row = (y: number): number => Math.max(...alpha.data.subarray(y * SIZE, (y + 1) * SIZE));
    expect(Math.max(row(46), row(47), row(48), row(49))).toBe(0);
    expect(Math.max(row(64), row(65), row(66))).toBeGreaterThan(0.3);
    expect(Math.max(...depth.data)).toBeCloseTo(9, 4);
  });

  it('is lit from where the light is', () => {
    const left = render(strands, {}, lamp([-0.8, 0, 0.6], 0.9, 0.2));
    expect(meanGreen(left, 0, 40)).toBeGreaterThan(meanGreen(left, 56) + 0.1);
    const right = render(strands, {}, lamp([0.8, 0, 0.6], 0.9, 0.2));
    expect(meanGreen(right, 56)).toBeGreaterThan(meanGreen(right, 0, 40) + 0.1);
  });

  it('is as dark as its colour: black on bright skin, blond near its albedo', () => {
    const black = meanGreen(render(strands, { albedo: [0.012, 0.01, 0.009] }));
    const blond = meanGreen(render(strands, { albedo: [0.4, 0.28, 0.15] }));
    // sRGB of 0.5 % to 6 % and of 8 % to 35 % of the light, in [-1, 1].
    expect(black).toBeGreaterThan(-0.9);
    expect(black).toBeLessThan(-0.45);
    expect(blond).toBeGreaterThan(-0.35);
    expect(blond).toBeLessThan(0.26);
  });

  it('continues hair where there is none, instead of black', () => {
    const { colour, alpha } = render(strands, { albedo: [0.4, 0.28, 0.15], specular: 0, glint: 0 });
    const empty = [...alpha.data.keys()].filter((i) => alpha.data[i] === 0);
    expect(empty.length).toBeGreaterThan(1000);
    for (const i of empty) expect(colour.data[i]!).toBeGreaterThan(-0.75);
  });

  it('draws the same hair with half as many strands twice as thick', () => {
    const half = cap(3000, 2);
    const thick = render({ ...half, radius: half.radius.map((r) => 2 * r) });
    const fine = render(cap(6000, 2));
    const mean = ({ alpha }: HairLayer): number => alpha.data.reduce((sum, value) => sum + value, 0);
    expect(mean(thick) / mean(fine)).toBeCloseTo(1, 1);
    expect(meanGreen(thick)).toBeCloseTo(meanGreen(fine), 1);
  });
});
