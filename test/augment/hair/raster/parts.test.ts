import { describe, expect, it } from 'vitest';
import { SUM } from '../../../../src/augment/hair/raster/composite.js';
import { develop } from '../../../../src/augment/hair/raster/develop.js';
import { encode } from '../../../../src/augment/hair/raster/encode.js';
import { makeOccluder } from '../../../../src/augment/hair/raster/occluder.js';
import { nearestFirst } from '../../../../src/augment/hair/raster/order.js';
import { buildSegments, scatter, VERTEX } from '../../../../src/augment/hair/raster/segments.js';
import { soften } from '../../../../src/augment/hair/raster/soften.js';
import { strandTones } from '../../../../src/augment/hair/raster/tone.js';
import { encodedOf } from '../../../../src/augment/hair/srgb.js';
import { ball, cap, seen, wallAt } from './scene.js';

describe('encode', () => {
  it('follows the formula', () => {
    for (let v = -0.1; v < 1.2; v += 0.00137) expect(Math.abs(encode(v) - encodedOf(v))).toBeLessThan(4e-6);
    expect(encode(Number.NaN)).toBe(-1);
  });
});

describe('soften', () => {
  it('is the mean over neighbours inside', () => {
    const values = Float32Array.of(0, 1, 1, 0, 8, 1, 1, 1, 1);
    soften(values, Int32Array.of(0, 0, 0, 0, -1, 0, 0, 0, 0), 3, 3, 1);
    expect([...values].map((v) => Math.round(v * 1e4) / 1e4)).toEqual([0.3333, 0.6, 1, 0.6, 8, 1, 0.6667, 0.8, 1]);
  });
});

describe('makeOccluder', () => {
  it('falls off just inside an outline and nowhere else', () => {
    const [width, height] = [8, 4];
    const depth = Float32Array.from({ length: width * height }, (_, i) => (i % width < 4 ? 5 : -3));
    const empty = { normal: new Float32Array(0), triangle: new Int32Array(0), barycentric: new Float32Array(0) };
    const { near, far, cover } = makeOccluder({ width, height, depth, ...empty });
    expect([...cover.subarray(8, 16)]).toEqual([1, 1, 1, 0.5, 1, 1, 1, 1]);
    expect([...near.subarray(8, 16)]).toEqual([5, 5, 5, 5, -3, -3, -3, -3]);
    expect([...far.subarray(8, 16)]).toEqual([5, 5, 5, -3, -3, -3, -3, -3]);
  });
});

describe('buildSegments', () => {
  const { camera } = seen(ball(), 480);

  it('leaves out points that are close in the picture, but not the last', () => {
    const points = new Float32Array(3 * 101);
    // 20 px/cm: 5 cm in 100 steps of 1 px, then steps of 0.2 px.
    for (let i = 0; i <= 100; i++) points[3 * i] = i < 50 ? i * 0.05 : 2.45 + (i - 49) * 0.01;
    const strands = { points, first: Uint32Array.of(0, 101), radius: Float32Array.of(0.05), region: new Uint8Array(1) };
    const { vertices, vertex, count } = buildSegments(strands, camera, wallAt(480, 480));
    expect(vertices).toBe(50 + Math.floor(51 / 4) + 1);
    expect(count).toBe(vertices - 1);
    expect(vertex[(vertices - 1) * VERTEX.size]!).toBeCloseTo(240 + 20 * (2.45 + 0.51), 3);
  });

  it('tapers to the tip and keeps the width of all strands when it draws only part of them', () => {
    const widthOf = (radius: number, count: number): number => {
      const strands = { ...cap(count), radius: new Float32Array(count).fill(radius) };
      const { vertex, vertices } = buildSegments(strands, camera, wallAt(480, 480));
      let sum = 0;
      for (let v = 0; v < vertices; v++) sum += vertex[v * VERTEX.size + VERTEX.width]!;
      return sum / radius;
    };
    expect(widthOf(0.002, 4000) / widthOf(0.02, 4000)).toBeCloseTo(1, 1);
    const { vertex } = buildSegments(cap(1), camera, wallAt(480, 480));
    const widths = Array.from({ length: 12 }, (_, v) => vertex[v * VERTEX.size + VERTEX.width]!);
    expect(widths[11]! / widths[5]!).toBeLessThan(0.2);
    expect(widths[0]! / widths[3]!).toBeLessThan(0.7);
  });

  it('leaves out strands behind the head and beside the picture', () => {
    const strands = cap(200);
    expect(buildSegments(strands, camera, wallAt(480, 480, 20)).count).toBe(0);
    expect(buildSegments(strands, { ...camera, x: 2000 }, wallAt(480, 480)).count).toBe(0);
  });

  it('scatters any part of the strands evenly', () => {
    for (const share of [0.1, 0.37, 0.8]) {
      let count = 0;
      for (let s = 0; s < 10_000; s++) if (scatter(s) < share) count++;
      expect(Math.abs(count / 10_000 - share)).toBeLessThan(0.002);
    }
  });
});

describe('nearestFirst', () => {
  it('sorts by the depth of the middle', () => {
    const { camera } = seen(ball(), 480);
    const segments = buildSegments(cap(300), camera, wallAt(480, 480));
    const order = nearestFirst(segments);
    const depth = (v: number): number => segments.vertex[v * 8 + 2]! + segments.vertex[v * 8 + 10]!;
    for (let k = 1; k < order.length; k++) expect(depth(order[k]!)).toBeLessThan(depth(order[k - 1]!) + 1e-3);
    expect(new Set(order).size).toBe(segments.count);
  });
});

describe('strandTones', () => {
  const colour = {
    albedo: [0.06, 0.035, 0.02] as const,
    variation: 0,
    rootDarkening: 0,
    tipLightening: 0,
    specular: 1,
    glint: 1,
    grey: 0,
  };

  it('is the albedo without variation, and spreads its logarithm with it', () => {
    const strands = cap(5000);
    const { albedo } = strandTones(strands, colour, 1);
    expect(albedo[0]).toBeCloseTo(0.06, 6);
    expect(Math.max(...albedo)).toBeCloseTo(0.06, 6);
    const varied = strandTones(strands, { ...colour, variation: 0.2 }, 1).albedo;
    const logs = Array.from({ length: 5000 }, (_, s) => Math.log(varied[3 * s + 1]! / 0.035));
    const mean = logs.reduce((sum, v) => sum + v, 0) / 5000;
    const deviation = Math.sqrt(logs.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 5000);
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(deviation).toBeGreaterThan(0.16);
    expect(deviation).toBeLessThan(0.24);
  });

  it('takes the pigment from part of the strands', () => {
    const { albedo } = strandTones(cap(5000), { ...colour, grey: 0.3 }, 1);
    let grey = 0;
    for (let s = 0; s < 5000; s++) if (albedo[3 * s]! > 0.4) grey++;
    expect(Math.abs(grey / 5000 - 0.3)).toBeLessThan(0.02);
  });
});

describe('develop', () => {
  it('divides by alpha, continues colours, and keeps them under thin hair', () => {
    const [width, height] = [13, 9];
    const sums = new Float32Array(width * height * SUM.size);
    for (let i = 0; i < width * height; i++) {
      sums.set([0, 0, 0, 1, 0, 0, -Infinity], i * SUM.size);
    }
    // One pixel half covered, one hardly, both with the linear colour 0.5, 0.25, 0.1.
    for (const [i, alpha] of [
      [14, 0.49],
      [80, 0.01],
    ] as const) {
      sums.set([0.5 * alpha, 0.25 * alpha, 0.1 * alpha, 1 - alpha, alpha, 0, 2], i * SUM.size);
    }
    const layer = develop(sums, new Float32Array(width * height).fill(1), width, height);
    expect(layer.alpha.data[14]).toBeCloseTo(0.5, 6);
    const expected = [0.5, 0.25, 0.1].map(encodedOf);
    for (let i = 0; i < width * height; i++) {
      for (let c = 0; c < 3; c++) expect(layer.colour.data[c * width * height + i]!).toBeCloseTo(expected[c]!, 3);
    }
    expect([layer.depth.data[14], layer.depth.data[0]]).toEqual([2, -Infinity]);
  });
});
