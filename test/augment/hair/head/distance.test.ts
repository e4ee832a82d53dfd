import { describe, expect, it } from 'vitest';
import { distanceField, sampleDistance, sampleGradient } from '../../../../src/augment/hair/head/distance.js';
import { loadHead } from '../../../../src/augment/hair/head/load.js';

/** A sphere of longitudes and latitudes; `open` leaves out the cap below z = -0.8 r. */
function sphere(radius: number, open = false) {
  const [rings, around] = [48, 96];
  const positions: number[] = [];
  const triangles: number[] = [];
  const last = open ? Math.round((rings * Math.acos(-0.8)) / Math.PI) : rings;
  for (let i = 0; i <= last; i++)
    for (let j = 0; j < around; j++) {
      const [a, b] = [(Math.PI * i) / rings, (2 * Math.PI * j) / around];
      positions.push(radius * Math.sin(a) * Math.cos(b), radius * Math.sin(a) * Math.sin(b), radius * Math.cos(a));
    }
  for (let i = 0; i < last; i++)
    for (let j = 0; j < around; j++) {
      const [p, q] = [i * around + j, i * around + ((j + 1) % around)];
      triangles.push(p, p + around, q, q, p + around, q + around);
    }
  return { positions: Float32Array.from(positions), triangles: Uint32Array.from(triangles) };
}

const at = (field: ReturnType<typeof distanceField>, p: readonly number[]) =>
  sampleDistance(field, p[0]!, p[1]!, p[2]!);

describe('distanceField', () => {
  const field = distanceField(sphere(5));

  it('is the distance to a sphere, negative inside, clamped to its range', () => {
    for (const p of [
      [0.3, -0.2, 7],
      [4, 3, 4],
      [-5.5, 0.1, 0.2],
      [1, -4.2, 1],
      [2.1, 2.2, -2.3],
    ])
      expect(at(field, p)).toBeCloseTo(Math.hypot(...p) - 5, 1);
    expect(at(field, [0, 0, 0])).toBe(-3);
    expect(at(field, [0.1, 0, 30])).toBeCloseTo(3, 3);
  });

  it('has at most 0.06 cm of error in the band that collisions use', () => {
    let worst = 0;
    for (let i = 0; i < 2000; i++) {
      const radius = 4.5 + 2 * ((i * 0.618) % 1);
      const [z, turn] = [2 * ((i * 0.755) % 1) - 1, 6.2832 * ((i * 0.57) % 1)];
      const flat = Math.sqrt(1 - z * z);
      const p = [radius * flat * Math.cos(turn), radius * flat * Math.sin(turn), radius * z];
      worst = Math.max(worst, Math.abs(at(field, p) - (radius - 5)));
    }
    expect(worst).toBeLessThan(0.06);
  });

  it('has a gradient of unit length that points away', () => {
    const out = new Float64Array(3);
    expect(sampleGradient(field, 3.6, 4.8, 0.1, out)).toBeCloseTo(at(field, [3.6, 4.8, 0.1]), 12);
    expect(Math.hypot(...out)).toBeCloseTo(1, 1);
    expect(out[0]).toBeCloseTo(0.6, 1);
    expect(out[1]).toBeCloseTo(0.8, 1);
  });

  it('has the gradient of its own samples', () => {
    const out = new Float64Array(3);
    const [x, y, z, h] = [2.61, -3.17, 3.93, 1e-4];
    sampleGradient(field, x, y, z, out);
    expect(out[0]).toBeCloseTo((at(field, [x + h, y, z]) - at(field, [x - h, y, z])) / (2 * h), 3);
    expect(out[1]).toBeCloseTo((at(field, [x, y + h, z]) - at(field, [x, y - h, z])) / (2 * h), 3);
    expect(out[2]).toBeCloseTo((at(field, [x, y, z + h]) - at(field, [x, y, z - h])) / (2 * h), 3);
  });

  it('closes an open mesh with a lid', () => {
    const cut = distanceField(sphere(5, true));
    expect(at(cut, [0.1, 0.1, 0])).toBe(-3);
    expect(at(cut, [0.1, 0.1, -3])).toBeLessThan(-0.8);
    expect(at(cut, [0.1, 0.1, -4.8])).toBeGreaterThan(0.5);
    expect(at(cut, [0.1, 0.1, -6])).toBeGreaterThan(1.5);
  });

  it('follows step and range', () => {
    const coarse = distanceField(sphere(5), { step: 1, range: 2 });
    expect(coarse.step).toBe(1);
    expect(coarse.size).toEqual([16, 16, 16]);
    expect(at(coarse, [0, 0, 0])).toBe(-2);
  });
});

describe('distanceField of the generic head', async () => {
  const head = await loadHead();
  const field = distanceField(head);

  it.each([
    ['the skull', [0, 0, 0], -3],
    ['the neck', [0, -14, 2], -1.4],
    ['the chest', [0, -25, -2], -3],
    ['a shoulder', [17, -27, -3], -3],
    ['above the head', [0, 10.1, -1], 2],
    ['before the neck', [0, -18, 10], 3],
    ['behind the neck', [0, -12, -11], 3],
    ['beside an ear', [11, -4, -1], 2.5],
  ] as const)('knows %s', (_, p, expected) => {
    expect(Math.abs(at(field, p) - expected)).toBeLessThan(0.6);
  });

  it('is 0 on the scalp and grows along its normals', () => {
    let [mean, count] = [0, 0];
    for (let v = 0; v < head.label.length; v++) {
      if (head.weights.scalp[v]! < 1 || head.labels[head.label[v]!] === 'ear') continue;
      const p = [0, 1, 2].map((k) => head.positions[3 * v + k]!);
      const n = [0, 1, 2].map((k) => head.normals[3 * v + k]!);
      mean += Math.abs(at(field, p));
      count++;
      expect(
        at(
          field,
          p.map((each, k) => each + n[k]!),
        ),
      ).toBeGreaterThan(0.8);
      expect(
        at(
          field,
          p.map((each, k) => each - n[k]!),
        ),
      ).toBeLessThan(-0.7);
    }
    expect(mean / count).toBeLessThan(0.05);
  });
});
