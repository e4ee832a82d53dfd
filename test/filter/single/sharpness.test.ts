import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { measureSingle, sharpnessOf } from '../../../src/filter/single/index.js';
import { shrink } from '../../../src/filter/single/shrink.js';
import type { Picture } from '../../../src/item.js';
import { hasShared, shared } from '../../fixtures/shared.js';
import golden from '../../fixtures/single.json' with { type: 'json' };
import { hashed, scene, shoot } from './scene.js';

/** Φ(x), Abramowitz & Stegun 26.2.17. */
function normal(x: number): number {
  if (x < 0) return 1 - normal(-x);
  const t = 1 / (1 + 0.2316419 * x);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * poly;
}

/** An upright edge between two levels, blurred by σ px. */
const edge = (sigma: number, low = 20, high = 220, grain = 0) =>
  shoot(128, 128, (x, y) => low + (high - low) * normal((x - 64) / sigma) + (hashed(x, y, 2 * grain + 1) - grain));

describe('sharpness', () => {
  it('of a step blurred by σ is √((σ² + 4.83) / (σ² + 0.83)), whatever the contrast', () => {
    for (const sigma of [0.7, 1, 1.5, 2, 3]) {
      const expected = Math.sqrt((sigma ** 2 + 4.5 + 1 / 3) / (sigma ** 2 + 0.5 + 1 / 3));
      expect(Math.abs(measureSingle(edge(sigma)).sharpness! / expected - 1)).toBeLessThan(0.04);
      expect(Math.abs(measureSingle(edge(sigma, 80, 150)).sharpness! / expected - 1)).toBeLessThan(0.04);
    }
  });

  it('takes noise for no detail', () => {
    const clean = measureSingle(edge(3)).sharpness!;
    expect(Math.abs(measureSingle(edge(3, 20, 220, 8)).sharpness! - clean)).toBeLessThan(0.15);
    expect(measureSingle(shoot(128, 128, (x, y) => 120 + hashed(x, y, 17))).sharpness).toBe(1);
  });

  it('of a box is that of the crop, and agrees with scipy', () => {
    expect(sharpnessOf(scene(), { x: 16.2, y: 7.9, width: 95.9, height: 80 })).toBeCloseTo(golden.crop, 5);
    const whole = sharpnessOf(scene(), { x: -50, y: -50, width: 1000, height: 1000 });
    expect(whole).toBe(measureSingle(scene()).sharpness);
    expect(sharpnessOf(scene(), { x: 110, y: 20, width: 60, height: 60 })).toBeUndefined();
    expect(sharpnessOf(scene(), { x: 500, y: 20, width: 60, height: 60 })).toBeUndefined();
  });

  it('does not depend on what was measured before', () => {
    const first = measureSingle(scene()).sharpness;
    measureSingle(shoot(300, 200, (x, y) => hashed(x, y, 256)));
    expect(measureSingle(scene()).sharpness).toBe(first);
  });
});

describe('shrink', () => {
  it('takes means by area', () => {
    const data = Uint8Array.of(10, 40, 100, 0, 30, 60);
    // Columns 3 → 2: (10 + 40/2) / 1.5 and (40/2 + 100) / 1.5; rows 2 → 1: their mean with the second row's 10 and 50.
    expect(shrink({ data, width: 3, height: 2 }, 2)).toEqual({ data: Uint8Array.of(15, 65), width: 2, height: 1 });
    const same = { data, width: 3, height: 2 };
    expect(shrink(same, 3)).toBe(same);
  });

  it('keeps a flat level at any factor', () => {
    const flat = { data: new Uint8Array(777 * 601).fill(201), width: 777, height: 601 };
    const small = shrink(flat, 512);
    expect([small.width, small.height]).toEqual([512, 396]);
    expect(new Set(small.data)).toEqual(new Set([201]));
  });
});

const PORTRAITS = 'real/portraits';
describe.skipIf(!hasShared(PORTRAITS))('on photographs (needs ../shared/real/portraits)', () => {
  const at = async (file: string, sigma: number, side = 512): Promise<Picture> => {
    const small = await sharp(readFileSync(file)).resize(side, side, { fit: 'inside' }).png().toBuffer();
    const image = sigma > 0 ? sharp(small).blur(sigma) : sharp(small);
    const { data, info } = await image.toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  };

  it('falls with every step of blur, separates sharp from 1.5 px, and tells little between sizes', async () => {
    const sharpOnes: number[] = [];
    const soft: number[] = [];
    for (const name of readdirSync(shared(PORTRAITS))) {
      const file = shared(`${PORTRAITS}/${name}`);
      const values: number[] = [];
      for (const sigma of [0, 0.7, 1.5, 3]) values.push(measureSingle(await at(file, sigma)).sharpness!);
      for (let i = 1; i < values.length; i++) expect(values[i], `${name} ${i}`).toBeLessThan(values[i - 1]!);
      sharpOnes.push(values[0]!);
      soft.push(values[2]!);
      if ((await sharp(file).metadata()).width >= 800)
        expect(Math.abs(measureSingle(await at(file, 0, 800)).sharpness! / values[0]! - 1)).toBeLessThan(0.12);
    }
    expect(Math.min(...sharpOnes)).toBeGreaterThan(Math.max(...soft));
  });
});
