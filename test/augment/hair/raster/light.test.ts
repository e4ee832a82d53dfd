import { describe, expect, it } from 'vitest';
import { irradiance } from '../../../../src/augment/hair/harmonics.js';
import { ambientOf } from '../../../../src/augment/hair/raster/ambient.js';
import { renderHead } from '../../../../src/augment/hair/raster/head.js';
import { makeLattice } from '../../../../src/augment/hair/raster/lattice.js';
import { shadeSkin } from '../../../../src/augment/hair/raster/skin-shade.js';
import { lightThrough, locate, makeCell, sample, sumTowards } from '../../../../src/augment/hair/raster/transmit.js';
import { ball, cap, lamp, RADIUS, seen } from './scene.js';

describe('ambientOf', () => {
  it('takes the key out of the harmonics', () => {
    const light = lamp([0.48, 0.64, 0.6], 0.9, 0.3);
    const sh = ambientOf(light);
    for (const [x, y, z] of [
      [0, 0, 1],
      [0.6, -0.8, 0],
      [-0.48, 0.6, 0.64],
    ] as const) {
      expect(irradiance({ sh }, x, y, z, 1)).toBeCloseTo(0.3, 5);
    }
    expect(irradiance(light, 0.48, 0.64, 0.6, 0)).toBeCloseTo(0.3 + 0.9 * (1 / 4 + 1 / 2 + 10 / 32), 5);
  });
});

describe('sumTowards', () => {
  const line = Float32Array.of(1, 2, 4, 8);

  it('adds what lies on the way, and half of the own cell', () => {
    expect([...sumTowards(line, [1, 1, 4], 2, 1, 0)]).toEqual([14.5, 13, 10, 4]);
    expect([...sumTowards(line, [4, 1, 1], 0, -1, 0)]).toEqual([0.5, 2, 5, 11]);
    expect([...sumTowards(line, [1, 4, 1], 1, 1, 0.2)].map((v) => Math.round(v * 1e5) / 1e5)).toEqual([
      14.5, 13, 10, 4,
    ]);
  });

  it('spreads shadows sideways without losing any', () => {
    const density = new Float32Array(5 * 5 * 4);
    density[3 * 25 + 12] = 1;
    const depth = sumTowards(density, [5, 5, 4], 2, 1, 0.1);
    const layer = (k: number): number => depth.subarray(k * 25, (k + 1) * 25).reduce((sum, value) => sum + value, 0);
    expect([layer(0), layer(1), layer(2), layer(3)].map((v) => Math.round(v * 1e5) / 1e5)).toEqual([1, 1, 1, 0.5]);
    expect(depth[2 * 25 + 12]!).toBeCloseTo(0.64, 5);
    expect(depth[2 * 25 + 11]!).toBeCloseTo(0.08, 5);
  });
});

describe('makeLattice', () => {
  const head = ball();
  const fitted = seen(head, 64);
  const strands = cap(2000);

  it('holds the area of all strands', () => {
    const { hair, step } = makeLattice(strands, fitted, head.triangles, [0.6, 0, 0.8]);
    let length = 0;
    for (let q = 0; q < strands.points.length - 3; q += 3) {
      if ((q / 3) % 12 === 11) continue;
      length += Math.hypot(...[0, 1, 2].map((k) => strands.points[q + 3 + k]! - strands.points[q + k]!));
    }
    const area = hair.reduce((sum, value) => sum + value, 0) * step * step;
    expect(area / (length * 2 * 0.04 * (Math.PI / 4))).toBeCloseTo(1, 3);
  });

  it('sends light on from the head to hair beside it, and none to hair in the open', () => {
    const black = { ...lamp([0, 1, 0], 1, 0.2), albedo: [0, 0, 0] as const };
    const lattice = makeLattice(strands, fitted, head.triangles, black.direction);
    const [dark, lit] = [black, { ...black, albedo: [0.4, 0.4, 0.4] as const }].map((light) =>
      lightThrough(lattice, light),
    );
    const cell = makeCell();
    const more = (x: number, y: number): number => {
      locate(cell, dark!.coarse, dark!.frame, x, y, 0);
      return sample(lit!.ambient, cell, 3, 0) - sample(dark!.ambient, cell, 3, 0);
    };
    // At most the half of all sides that the head takes, each with what it sends on of the mean light.
    const mean = 0.2 + 1 / 4;
    expect(more(RADIUS, 0)).toBeGreaterThan(0.1 * 0.4 * mean);
    expect(more(RADIUS, 0)).toBeLessThan(0.4 * mean);
    expect(more(0, 2 * RADIUS)).toBeLessThan(0.01 * mean);
  });

  it('looks into the light: more hair between a point and the light the deeper it lies', () => {
    const light = lamp([0, 1, 0], 1, 0.2);
    const through = lightThrough(makeLattice(strands, fitted, head.triangles, light.direction), light);
    const cell = makeCell();
    const at = (y: number, volume: Float32Array): number => {
      locate(cell, through.fine, through.frame, 6, y, 0.2);
      return sample(volume, cell);
    };
    expect(at(11, through.hair)).toBeLessThan(0.05);
    expect(at(5.5, through.hair)).toBeGreaterThan(0.6);
    // Below the skin the head itself stands in the light, not for the hair alone.
    expect(at(0, through.all)).toBeGreaterThan(at(0, through.hair) + 20);
  });
});

describe('shadeSkin', () => {
  const head = ball();
  const fitted = seen(head, 64);
  const raster = renderHead(fitted, head, 64, 64);
  const light = lamp([0, 0.8, 0.6], 0.8, 0.4);
  const shadeOf = (count: number): Float32Array =>
    shadeSkin(
      raster,
      fitted.camera,
      lightThrough(makeLattice(cap(count), fitted, head.triangles, light.direction), light),
      light,
    );

  it('is 1 without hair', () => {
    const none = {
      points: new Float32Array(0),
      first: Uint32Array.of(0),
      radius: new Float32Array(0),
      region: new Uint8Array(0),
    };
    const through = lightThrough(makeLattice(none, fitted, head.triangles, light.direction), light);
    expect(new Set(shadeSkin(raster, fitted.camera, through, light))).toEqual(new Set([1]));
  });

  it('is dark under hair, light below it, 1 beside the head, and never beyond 0 and 1', () => {
    const shade = shadeOf(9000);
    const up = Math.round(32 - (RADIUS * 0.85 * 64) / 24);
    const down = Math.round(32 + (RADIUS * 0.8 * 64) / 24);
    expect(shade[up * 64 + 32]!).toBeLessThan(0.35);
    expect(shade[down * 64 + 32]!).toBeGreaterThan(0.8);
    expect(shade[0]).toBe(1);
    for (const value of shade) expect(value >= 0 && value <= 1).toBe(true);
  });

  it('has no steps', () => {
    const shade = shadeOf(3000);
    for (let y = 12; y < 52; y++) expect(Math.abs(shade[y * 64 + 32]! - shade[(y - 1) * 64 + 32]!)).toBeLessThan(0.2);
  });
});
