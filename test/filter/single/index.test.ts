import { describe, expect, it } from 'vitest';
import { phash } from '../../../src/filter/phash.js';
import {
  FACE_SHARPNESS,
  measureSingle,
  pictureHash,
  pixelHash,
  SINGLE_METRICS,
} from '../../../src/filter/single/index.js';
import { fromBytes } from '../../../src/image/codec.js';
import golden from '../../fixtures/single.json' with { type: 'json' };
import { hashed, scene, shoot } from './scene.js';

describe('measureSingle', () => {
  it('agrees with Pillow, numpy and scipy', () => {
    const scores = measureSingle(scene());
    expect(scores.aspect).toBe(1.25);
    expect(scores.min_side).toBe(96);
    for (const name of ['contrast', 'clipped_dark', 'clipped_bright', 'entropy', 'blockiness', 'sharpness'] as const) {
      expect(scores[name], name).toBeCloseTo(golden[name], 5);
    }
    // Percentiles are of whole levels here, and the median is interpolated within a level.
    expect(Math.abs(scores.brightness! - golden.brightness)).toBeLessThan(1);
    expect(Math.abs(scores.noise! - golden.noise)).toBeLessThan(0.13);
  });

  it('declares every metric that it measures, in its range, and no other', () => {
    const scores = measureSingle(scene());
    expect(Object.keys(scores)).toEqual(SINGLE_METRICS.map(({ name }) => name));
    for (const { name, range, describe: line, unit } of SINGLE_METRICS) {
      expect(scores[name]).toBeGreaterThanOrEqual(range[0]);
      expect(scores[name]).toBeLessThanOrEqual(range[1]);
      expect(line).toMatch(/^[A-Z].*\.$/);
      expect(unit).not.toBe('');
    }
    expect(FACE_SHARPNESS.name).toBe('face_sharpness');
  });

  it('measures a blank picture and leaves out what it cannot measure', () => {
    const grey = measureSingle(shoot(32, 32, () => 128));
    expect(grey).toEqual({
      ...{ aspect: 1, min_side: 32, sharpness: 1, brightness: 128, contrast: 0, clipped_dark: 0, clipped_bright: 0 },
      ...{ entropy: 0, blockiness: 1, noise: expect.closeTo(0.25 / 0.67449 / 6, 4) },
    });
    const white = measureSingle(shoot(32, 32, () => 255));
    expect(white.clipped_bright).toBe(1);
    expect('noise' in white).toBe(false);
    const tiny = measureSingle(shoot(8, 8, (x) => x * 30));
    expect(Object.keys(tiny)).not.toContain('sharpness');
    expect(Object.keys(tiny)).not.toContain('blockiness');
  });

  it('has two bits of entropy on four levels and half of black and white clipped', () => {
    const four = measureSingle(shoot(16, 16, (x) => [0, 100, 150, 255][x % 4]!));
    expect(four.entropy).toBe(2);
    expect([four.clipped_dark, four.clipped_bright]).toEqual([0.25, 0.25]);
    expect(four.brightness).toBe(127.5);
    expect(measureSingle(shoot(16, 16, (x) => (x % 2) * 255)).contrast).toBe(127.5);
  });
});

describe('noise', () => {
  it.each([64, 300])('is the deviation of what was added, at %i px', (side) => {
    // Sum of twelve uniform variables of deviation s: nearly normal, of deviation s·√12.
    const noisy = (s: number) =>
      shoot(side, side, (x, y) => {
        let sum = 0;
        for (let k = 0; k < 12; k++) sum += hashed(x * 12 + k, y, 4096) / 4095 - 0.5;
        return 60 + (x + y) / 4 + s * sum;
      });
    for (const s of [4, 10]) expect(Math.abs(measureSingle(noisy(s)).noise! / s - 1)).toBeLessThan(0.06);
  });
});

describe('pictureHash', () => {
  it.each([
    [64, 64],
    [33, 50],
    [500, 320],
    [12, 9],
  ])('has the phash of the float planes at %i × %i', (width, height) => {
    const picture = shoot(width, height, (x, y, c) => hashed(x >> 2, y >> 2, 200) + c * 20);
    const flat = shoot(width, height, (_x, _y, c) => 40 + c * 31);
    for (const { data } of [picture, flat]) {
      expect(pictureHash({ data, width, height }).phash).toBe(phash(fromBytes(data, width, height)));
    }
  });

  it('tells shapes and pixels apart', () => {
    const data = new Uint8Array(24);
    // printf '4x2' followed by 24 zero bytes | sha256sum
    expect(pixelHash({ data, width: 4, height: 2 })).toBe(
      '18eae0324e2c929ccf2a4332d40f346677ff1ac3a43b7020a4d194a6170df687',
    );
    expect(pixelHash({ data, width: 2, height: 4 })).not.toBe(pixelHash({ data, width: 4, height: 2 }));
    expect(pictureHash({ data, width: 4, height: 2 }).pixels).toBe(pixelHash({ data, width: 4, height: 2 }));
  });
});
