import { describe, expect, it } from 'vitest';
import { FUSE_HAIR_DEFAULTS, fuseHair, type HairToFuse, readSensor } from '../../../src/augment/hair/fuse/index.js';
import { lightMismatch } from '../../../src/augment/hair/fuse/measure.js';
import { encodedOf, linearOf } from '../../../src/augment/hair/srgb.js';
import { gaussian } from '../../../src/image/filter.js';
import type { Plane, RgbPlanes } from '../../../src/pair.js';
import { streamOf } from '../../../src/random.js';
import { maxDifference, paint } from '../../image/planes.js';

const size = 96;
const n = size * size;
const plane = (at: (x: number, y: number) => number): Plane => ({
  data: Float32Array.from({ length: n }, (_, i) => at(i % size, Math.floor(i / size))),
  width: size,
  height: size,
});
const noise = streamOf(1, 0, 'test');
const before = paint(size, size, (c, x) => [0.5, 0.2, 0][c]! + x / 400 + (noise() - 0.5) * 0.02);
const light = { sh: new Float32Array(27).fill(0.6, 0, 3), albedo: [0.63, 0.3, 0.19] as const };
/** Hair over the upper part, a soft hairline of ten pixels, and its shadow beneath. */
const layer = {
  colour: paint(size, size, (c, x) => [-0.4, -0.55, -0.7][c]! + 0.1 * Math.sin(2 * x)),
  alpha: plane((x, y) => (x < 20 || x > 76 ? 0 : Math.min(1, Math.max(0, (45 - y) / 10)))),
  shade: plane((x, y) => (x < 20 || x > 76 || y > 60 ? 1 : 0.7)),
};
const regions = { skin: plane((_, y) => (y > 20 ? 1 : 0)), person: plane(() => 1) };
const hair = (own: Partial<HairToFuse> = {}): HairToFuse => ({
  before,
  layer,
  light,
  regions,
  random: streamOf(3, 0, 'grain'),
  ...own,
});
const PLAIN = { radius: 10, bands: 1, harmonise: 0, feather: 0, sensor: 0, texture: 0 };

const meanOf = (image: RgbPlanes, at: (x: number, y: number) => boolean): number[] =>
  [0, 1, 2].map((c) => {
    const values = image.data.subarray(c * n, (c + 1) * n).filter((_, i) => at(i % size, Math.floor(i / size)));
    return values.reduce((a, b) => a + b) / values.length;
  });

describe('fuseHair', () => {
  it('leaves everything outside hair, shadow and roots bit for bit', () => {
    const { after, mask } = fuseHair(hair());
    let outside = 0;
    for (let i = 0; i < 3 * n; i++) {
      if (mask.data[i % n] !== 0) continue;
      outside++;
      expect(after.data[i]).toBe(before.data[i]);
    }
    expect(outside).toBeGreaterThan(n);
    expect(mask.data[30 * size + 48]).toBe(1);
    expect(mask.data[90 * size + 48]).toBe(0);
  });

  it('without options on, is hair over skin in shadow, in linear light', () => {
    const { after, hairMask } = fuseHair(hair({ regions: { ...regions, skin: plane(() => 0) } }), PLAIN);
    const i = 40 * size + 50;
    expect(hairMask.data[i]).toBeCloseTo(0.5, 6);
    const expected = 0.5 * linearOf(layer.colour.data[i]!) + 0.5 * 0.7 * linearOf(before.data[i]!);
    expect(after.data[i]).toBeCloseTo(encodedOf(expected), 4);
  });

  it('makes shadows on skin warm', () => {
    const { after } = fuseHair(hair(), PLAIN);
    const i = 55 * size + 50;
    const ratio = (c: number): number => linearOf(after.data[c * n + i]!) / linearOf(before.data[c * n + i]!);
    expect(ratio(0)).toBeCloseTo(0.7 ** 0.88, 3);
    expect(ratio(0)).toBeGreaterThan(ratio(1));
    expect(ratio(1)).toBeGreaterThan(ratio(2));
  });

  it('lets no shadow fall on the background', () => {
    const alone = { ...regions, person: plane((_, y) => (y < 50 ? 1 : 0)) };
    const { mask } = fuseHair(hair({ regions: alone }), PLAIN);
    expect(mask.data[55 * size + 50]).toBe(0);
    expect(mask.data[48 * size + 50]).toBe(1);
  });

  it('is a function of its input and the random numbers', () => {
    expect(fuseHair(hair()).after.data).toEqual(fuseHair(hair()).after.data);
  });

  it('brings hair that is far too dark up to its target, and not beyond the bound', () => {
    const full = (x: number, y: number): boolean => x > 25 && x < 70 && y < 30;
    const plain = meanOf(fuseHair(hair(), PLAIN).after, full);
    const to = (target: readonly [number, number, number]) =>
      fuseHair(hair({ target, sensor: { blurPx: 0, grain: 0, black: 0 } }), { ...PLAIN, harmonise: 1 });
    const lighter = to([0.5, 0.4, 0.3]);
    const near = meanOf(lighter.after, full);
    const far = meanOf(to([0.9, 0.9, 0.9]).after, full);
    for (let c = 0; c < 3; c++) {
      expect(near[c]).toBeGreaterThan(plain[c]! + 0.1);
      expect(linearOf(far[c]!) / linearOf(plain[c]!)).toBeLessThan(2 ** 1.6);
    }
    expect(lighter.scores.hair_gain).toBeGreaterThan(0.5);
  });

  it('keeps the texture of the strands when it changes their colour', () => {
    const contrast = (image: RgbPlanes): number => image.data[10 * size + 48]! - image.data[10 * size + 49]!;
    const plain = fuseHair(hair(), PLAIN).after;
    const lighter = fuseHair(hair({ target: [0.5, 0.4, 0.3] }), { ...PLAIN, harmonise: 1 }).after;
    expect(Math.abs(contrast(plain))).toBeGreaterThan(0.05);
    expect(contrast(lighter)).toBeCloseTo(contrast(plain), 2);
  });

  it('brings texture that is too faint towards that of photographs, by at most 0.8 stops', () => {
    const faint = { ...layer, colour: paint(size, size, (c, x) => [-0.4, -0.55, -0.7][c]! + 0.002 * Math.sin(2 * x)) };
    const contrast = (texture: number): number => {
      const { after } = fuseHair(hair({ layer: faint }), { ...PLAIN, texture });
      return after.data[10 * size + 48]! - after.data[10 * size + 49]!;
    };
    expect(contrast(1) / contrast(0)).toBeCloseTo(2 ** 0.8, 1);
    expect(contrast(0.5) / contrast(0)).toBeCloseTo(2 ** 0.4, 1);
  });

  it('lets roots melt into skin, and not into the background', () => {
    const { after, mask } = fuseHair(hair({ layer: { ...layer, shade: plane(() => 1) } }), {
      ...PLAIN,
      feather: 64,
    });
    expect(mask.data[47 * size + 48]).toBe(1);
    expect(after.data[46 * size + 48]).toBeLessThan(before.data[46 * size + 48]! - 0.01);
    const air = hair({ regions: { ...regions, skin: plane(() => 0) }, layer: { ...layer, shade: plane(() => 1) } });
    expect(fuseHair(air, { ...PLAIN, feather: 64 }).mask.data[47 * size + 48]).toBe(0);
  });

  it('returns the portrait when there is no hair', () => {
    const none = { ...layer, alpha: plane(() => 0), shade: plane(() => 1) };
    const { after, mask, scores } = fuseHair(hair({ layer: none }));
    expect(after.data).toEqual(before.data);
    expect(mask.data.every((v) => v === 0)).toBe(true);
    expect(scores).toEqual({});
  });

  it('is as grainy and soft as the portrait', () => {
    const sensor = { blurPx: 2, grain: 0.02, black: 0 };
    const smooth = { ...layer, colour: paint(size, size, (c) => [-0.4, -0.55, -0.7][c]!) };
    const options = { ...PLAIN, sensor: 1 };
    const { after } = fuseHair(hair({ layer: smooth, sensor }), options);
    const inside = after.data.subarray(0, n).filter((_, i) => i % size > 25 && i % size < 70 && i < 30 * size);
    const mean = inside.reduce((a, b) => a + b) / inside.length;
    const deviation = Math.sqrt(inside.reduce((a, b) => a + (b - mean) ** 2, 0) / inside.length);
    expect(deviation).toBeGreaterThan(0.018);
    expect(deviation).toBeLessThan(0.025);
    expect(maxDifference(after.data, fuseHair(hair({ layer: smooth }), PLAIN).after.data)).toBeGreaterThan(0.02);
    expect(FUSE_HAIR_DEFAULTS.sensor).toBe(1);
  });
});

describe('readSensor', () => {
  const step = paint(size, size, (_, x) => (x < 48 ? -0.5 : 0.5));
  const blurred = (sigma: number): RgbPlanes => {
    const channel = gaussian({ data: step.data.subarray(0, n), width: size, height: size }, sigma).data;
    return { ...step, data: Float32Array.from([...channel, ...channel, ...channel]) };
  };

  it.each([1, 1.5, 2])('sees a step blurred by %d px', (sigma) => {
    expect(readSensor(blurred(sigma), undefined).blurPx).toBeCloseTo(sigma, 0);
    expect(Math.abs(readSensor(blurred(sigma), undefined).blurPx - sigma)).toBeLessThan(0.25);
  });

  it('sees grain', () => {
    const random = streamOf(5, 0, 'test');
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const channel = Float32Array.from({ length: n }, () => 0.1 + 0.012 * normal());
    const grey = { ...step, data: Float32Array.from([...channel, ...channel, ...channel]) };
    expect(readSensor(grey, undefined).grain).toBeGreaterThan(0.009);
    expect(readSensor(grey, undefined).grain).toBeLessThan(0.014);
    expect(readSensor(step, undefined).grain).toBe(0);
  });
});

describe('lightMismatch', () => {
  const ball = plane((x, y) => (Math.hypot(x - 48, y - 48) < 40 ? 1 : 0));
  /** Light from one side: 0.5 + 0.4 x. */
  const side = (sign: number): { sh: Float32Array } => {
    const sh = new Float32Array(27).fill(0.5, 0, 3);
    return { sh: sh.fill(0.4 * sign, 9, 12) };
  };
  const lit = paint(size, size, (_, x) => encodedOf(0.3 * (0.5 + (0.4 * (x - 48)) / 40)));

  it('is small for the light that it was lit with, large for the opposite', () => {
    expect(lightMismatch(lit, ball, side(1))).toBeLessThan(0.5);
    expect(lightMismatch(lit, ball, side(-1))).toBeGreaterThan(2);
    expect(
      lightMismatch(
        lit,
        plane(() => 0),
        side(1),
      ),
    ).toBeUndefined();
  });
});
