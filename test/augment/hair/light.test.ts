import { beforeAll, describe, expect, it } from 'vitest';
import { irradiance, sphere } from '../../../src/augment/hair/harmonics.js';
import { estimateLight } from '../../../src/augment/hair/light.js';
import { photoRegions } from '../../../src/augment/hair/regions.js';
import { ALBEDO, lit, masks, type Scene, scene } from './synthetic.js';

/** Azimuth and elevation, degrees. */
const LAMPS = [
  [0, 0],
  [45, 0],
  [-45, 0],
  [0, 45],
  [0, -30],
  [60, 30],
  [-60, 30],
  [30, 60],
] as const;

describe('estimateLight', () => {
  let head: Scene;
  beforeAll(async () => {
    head = await scene(160);
  });

  it.each(LAMPS)('finds a lamp at azimuth %i, elevation %i within 10 degrees', (azimuth, elevation) => {
    const [a, e] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
    const direction = [Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e)];
    const image = lit(head, direction, 0.3);
    const regions = photoRegions({ image, points: head.points, ...masks(head) })!;
    const light = estimateLight(image, regions, head.fitted, head.raster);
    const cosine = light.direction.reduce((sum, value, c) => sum + value * direction[c]!, 0);
    expect((Math.acos(Math.min(1, cosine)) * 180) / Math.PI).toBeLessThan(10);
    // Brightness is shared between light and skin by convention; the tint is the skin's.
    expect(light.albedo[0] / light.albedo[1]).toBeCloseTo(ALBEDO[0] / ALBEDO[1], 1);
    expect(light.albedo[2] / light.albedo[1]).toBeCloseTo(ALBEDO[2] / ALBEDO[1], 1);
  });
  it('leaves ambient light on every side of the key', () => {
    const image = lit(head, [0.7, 0.5, 0.5], 0.05);
    const regions = photoRegions({ image, points: head.points, ...masks(head) })!;
    const light = estimateLight(image, regions, head.fitted, head.raster);
    const normals = sphere(200);
    for (let i = 0; i < normals.length; i += 3) {
      const [x, y, z] = [normals[i]!, normals[i + 1]!, normals[i + 2]!];
      const cosine = x * light.direction[0] + y * light.direction[1] + z * light.direction[2];
      expect(irradiance(light, x, y, z, 0) - light.key[0] * Math.max(0, cosine)).toBeGreaterThan(0);
    }
  });
  it('does not follow a tenth of the skin that is no skin', () => {
    const image = lit(head, [0.6, 0, 0.8], 0.3);
    const regions = photoRegions({ image, points: head.points, ...masks(head) })!;
    const clean = estimateLight(image, regions, head.fitted, head.raster);
    const spoilt = { ...image, data: image.data.map((value, i) => ((i % head.size) % 10 === 0 ? -0.9 : value)) };
    const robust = estimateLight(spoilt, regions, head.fitted, head.raster);
    const cosine = clean.direction.reduce((sum, value, c) => sum + value * robust.direction[c]!, 0);
    expect(cosine).toBeGreaterThan(Math.cos((4 * Math.PI) / 180));
  });
  it('keeps the key in front of a head that is lit from behind, and above under flat light', () => {
    const read = (direction: readonly [number, number, number], ambient: number): readonly number[] => {
      const image = lit(head, direction, ambient);
      const regions = photoRegions({ image, points: head.points, ...masks(head) })!;
      return estimateLight(image, regions, head.fitted, head.raster).direction;
    };
    expect(read([0.6, 0.3, -0.74], 0.6)[2]).toBeGreaterThan(0.2);
    const flat = read([0, 0, 1], 60);
    expect(flat[1]).toBeGreaterThan(0.2);
    expect(flat[2]).toBeGreaterThan(0.5);
  });
  it('is frontal without skin', () => {
    const image = lit(head, [1, 0, 0], 0.3);
    const skin = { data: new Float32Array(head.size ** 2), width: head.size, height: head.size };
    expect(estimateLight(image, { skin }, head.fitted, head.raster).direction[2]).toBeGreaterThan(0.8);
  });
});
