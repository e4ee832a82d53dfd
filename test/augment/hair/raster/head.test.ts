import { describe, expect, it } from 'vitest';
import { loadHead } from '../../../../src/augment/hair/head/load.js';
import { paintLabels, paintVertices, renderHead } from '../../../../src/augment/hair/raster/head.js';
import { ball, RADIUS, seen } from './scene.js';

const SIZE = 96;

describe('renderHead', () => {
  const head = ball();
  const raster = renderHead(seen(head, SIZE), head, SIZE, SIZE);

  it('draws a ball as the disc that the camera sees, without holes', () => {
    const pixels = raster.triangle.reduce((sum, t) => sum + (t >= 0 ? 1 : 0), 0);
    // Seen from 100 cm the outline has the radius R d / √(d² - R²); the ball of triangles is a little smaller.
    const radius = ((RADIUS * 100) / Math.sqrt(100 ** 2 - RADIUS ** 2)) * (SIZE / 24);
    expect(pixels / (Math.PI * radius ** 2)).toBeGreaterThan(0.985);
    expect(pixels / (Math.PI * radius ** 2)).toBeLessThan(1.002);
    for (let y = 0; y < SIZE; y++) {
      const row = [...raster.triangle.subarray(y * SIZE, (y + 1) * SIZE)].map((t) => t >= 0);
      const changes = row.filter((inside, x) => x > 0 && inside !== row[x - 1]).length;
      expect(changes).toBeLessThanOrEqual(2);
    }
  });

  it('has depth and normal of the ball, and nothing beside it', () => {
    const n = SIZE * SIZE;
    for (const [x, y] of [
      [48, 48],
      [40, 60],
      [60, 35],
    ] as const) {
      const i = y * SIZE + x;
      const normal = [0, 1, 2].map((c) => raster.normal[c * n + i]!);
      expect(Math.hypot(...normal)).toBeCloseTo(1, 5);
      expect(raster.depth[i]! / RADIUS).toBeCloseTo(normal[2]!, 1);
      const perPx = (100 - raster.depth[i]!) / (100 * (SIZE / 24));
      expect(normal[0]! * RADIUS).toBeCloseTo((x + 0.5 - 48) * perPx, 0);
      expect(normal[1]! * RADIUS).toBeCloseTo((48 - y - 0.5) * perPx, 0);
    }
    expect(raster.depth[48 * SIZE + 48]!).toBeCloseTo(RADIUS, 1);
    expect([raster.depth[0], raster.normal[0], raster.triangle[0]]).toEqual([-Infinity, 0, -1]);
  });

  it('paints what vertices carry', () => {
    const heights = Float32Array.from({ length: head.label.length }, (_, v) => head.positions[3 * v + 1]!);
    const painted = paintVertices(raster, head, heights, -99);
    expect(painted.data[0]).toBe(-99);
    const i = 30 * SIZE + 48;
    expect(painted.data[i]!).toBeCloseTo(((48 - 30.5) * (100 - raster.depth[i]!)) / (100 * (SIZE / 24)), 1);
    const labels = paintLabels(raster, head);
    expect([labels[0], labels[30 * SIZE + 48], labels[70 * SIZE + 48]]).toEqual([0, 1, 2]);
  });
});

describe('the generic head', () => {
  it('has its eyes shut: sockets are not deeper than the lids, and look forward', async () => {
    const head = await loadHead();
    const [size, perCm] = [256, 256 / 24];
    const raster = renderHead(seen(head, size), head, size, size);
    for (const eye of [0, 1]) {
      const [x, y] = [head.five[3 * eye]!, head.five[3 * eye + 1]!];
      const k = (perCm * 100) / (100 - 8.5);
      const i = Math.floor(size / 2 - k * y) * size + Math.floor(size / 2 + k * x);
      expect(raster.depth[i]!).toBeGreaterThan(8);
      expect(raster.depth[i]!).toBeLessThan(9.3);
      expect(raster.normal[2 * size * size + i]!).toBeGreaterThan(0.5);
      expect(head.labels[paintLabels(raster, head)[i]!]).toBe('skin');
    }
  });
});
