import { beforeAll, describe, expect, it } from 'vitest';
import { type DistanceField, distanceField, sampleDistance } from '../../../../src/augment/hair/head/distance.js';
import { loadHead } from '../../../../src/augment/hair/head/load.js';
import { attachStrands } from '../../../../src/augment/hair/template/attach.js';
import { joinTemplates } from '../../../../src/augment/hair/template/manifest.js';
import { openTemplate } from '../../../../src/augment/hair/template/open.js';
import { placeOnHead } from '../../../../src/augment/hair/template/place.js';
import { feetOnScalp, scalpTarget } from '../../../../src/augment/hair/template/scalp-target.js';
import { alignPairs, applySimilarity } from '../../../../src/augment/hair/template/similarity.js';
import { rootsOf, turn } from '../../../../src/augment/hair/template/upright.js';
import type { HeadModel, Strands } from '../../../../src/augment/hair/types.js';
import { hasShared, shared } from '../../../fixtures/shared.js';
import { linesOf, strandsOf } from './hair.js';

let head: HeadModel;
let field: DistanceField;
let bob: Strands;
beforeAll(async () => {
  head = await loadHead();
  field = distanceField(head, { step: 1 });
  bob = bobOn(head);
}, 30_000);

/** A short bob: from every vertex of the scalp 2 cm outwards, then 8 cm down. */
function bobOn({ positions, normals, weights }: HeadModel): Strands {
  const lines: number[][] = [];
  for (let v = 0; v < weights.scalp.length; v++) {
    if (weights.scalp[v]! < 0.6) continue;
    const [x, y, z] = [0, 1, 2].map((k) => positions[v * 3 + k]!) as [number, number, number];
    const [nx, ny, nz] = [0, 1, 2].map((k) => normals[v * 3 + k]!) as [number, number, number];
    lines.push([
      x,
      y,
      z,
      x + 2 * nx,
      y + 2 * ny,
      z + 2 * nz,
      x + 3 * nx,
      y + ny - 4,
      z + 3 * nz,
      x + 3 * nx,
      y - 8,
      z + 3 * nz,
    ]);
  }
  return strandsOf(lines);
}

/** The bob in a space of its own, with the given axes and size. */
function foreign(up: '+y' | '+z', forward: '+z' | '-z' | '-y' | '+y', size: number): Strands {
  const r = turn({ up, forward }).rotation;
  const rotation = Float64Array.of(r[0]!, r[3]!, r[6]!, r[1]!, r[4]!, r[7]!, r[2]!, r[5]!, r[8]!);
  return {
    ...bob,
    points: applySimilarity({ rotation, scale: size, translation: [3 * size, -7 * size, 20 * size] }, bob.points),
  };
}

describe('alignPairs', () => {
  it('finds a turn about x, a size and a shift', () => {
    const from = Float32Array.of(1, 2, 3, -4, 5, 6, 7, -8, 9, 2, 2, -2);
    const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
    const rotation = Float64Array.of(1, 0, 0, 0, c, -s, 0, s, c);
    const to = applySimilarity({ rotation, scale: 2.5, translation: [1, -2, 3] }, from);
    const found = alignPairs({ from, to, weight: new Float32Array(4).fill(1) }, 1);
    expect(found.scale).toBeCloseTo(2.5, 5);
    for (let k = 0; k < 9; k++) expect(found.rotation[k]).toBeCloseTo(rotation[k]!, 5);
    expect(found.translation[1]).toBeCloseTo(-2, 4);
    expect(Math.atan2(alignPairs({ from, to, weight: new Float32Array(4).fill(1) }, 0.1).rotation[7]!, 1)).toBeLessThan(
      0.101,
    );
  });
});

describe('feetOnScalp', () => {
  it('goes straight down to the scalp', () => {
    const scalp = scalpTarget(head);
    const { feet, distance } = feetOnScalp(scalp, Float32Array.of(0, 20, -1));
    const top = Math.max(...head.positions.filter((_, i) => i % 3 === 1));
    expect(feet[1]).toBeGreaterThan(top - 0.5);
    expect(distance[0]).toBeCloseTo(20 - feet[1]!, 0);
  });
});

describe('placeOnHead', () => {
  it.each([
    ['+y', '-z', 0.01],
    ['+z', '-y', 10],
  ] as const)('finds axes (up %s, forward %s) and size (%d)', (up, forward, size) => {
    const placed = placeOnHead(foreign(up, forward, size), head, { field });
    expect([placed.up, placed.forward]).toEqual([up, forward]);
    expect(placed.similarity.scale * size).toBeGreaterThan(0.95);
    expect(placed.similarity.scale * size).toBeLessThan(1.05);
    expect(placed.rootDistance).toBeLessThan(0.25);
    expect(placed.dropped).toBe(0);
    // On average: some of the bob falls through neck and shoulders, and comes out of them.
    const off = bob.points.reduce((sum, each, i) => sum + Math.abs(placed.strands.points[i]! - each), 0);
    expect(off / bob.points.length).toBeLessThan(0.25);
  });

  it('takes hints that are complete as they are', () => {
    const { strands, similarity } = placeOnHead(bob, head, {
      up: '+y',
      forward: '+z',
      scale: 1,
      translate: [0, 0, 0],
      field,
    });
    expect([...similarity.rotation]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(strands.points[1]).toBeCloseTo(bob.points[1]!, 0);
  });

  it('refuses hints that put no root on the scalp, and hair that comes out too long', () => {
    const away = { up: '+y', forward: '+z', scale: 1, translate: [0, 500, 0], field, name: 'x' } as const;
    expect(() => placeOnHead(bob, head, away)).toThrow(/roots on the scalp for x but received none/);
    const lines = linesOf(bob).map((line) => [...line.slice(0, -2), line.at(-2)! - 300, line.at(-1)!]);
    expect(() => placeOnHead(strandsOf(lines), head, { field, name: 'x' })).toThrow(/hair up to 150 cm for x/);
  });

  it.skipIf(!hasShared('real/hair3d'))(
    'puts a real pony tail in four files on the head (skipped: no ../shared/real/hair3d)',
    async () => {
      const files = ['front_top', 'side', 'back', 'tail'];
      const parts = await Promise.all(
        files.map((file) => openTemplate(shared(`real/hair3d/tressfx-ponytail/${file}.tfx`))),
      );
      const template = joinTemplates(parts, { files }, 'pony');
      const placed = placeOnHead(template.strands, head, { field });
      // The model faces along -z; its tail of 255 strands hangs on the hair that is tied behind.
      expect([placed.up, placed.forward]).toEqual(['+y', '-z']);
      expect(placed.rootDistance).toBeLessThan(0.6);
      expect(placed.hung).toBeGreaterThan(250);
      expect(placed.dropped).toBe(0);
      const { points, first } = placed.strands;
      const roots = rootsOf(placed.strands);
      const { distance } = feetOnScalp(scalpTarget(head), roots);
      expect(Math.max(...distance)).toBeLessThan(0.3);
      let [inside, lowest, behind] = [0, 0, 0];
      for (let i = 0; i < points.length; i += 3) {
        if (sampleDistance(field, points[i]!, points[i + 1]!, points[i + 2]!) < -0.3) inside++;
        if (points[i + 1]! < lowest) [lowest, behind] = [points[i + 1]!, points[i + 2]!];
      }
      expect(inside / (points.length / 3)).toBeLessThan(0.002);
      // The tip of the tail: down the back, behind the skull.
      expect(behind).toBeLessThan(-12);
      // Strands have no jumps where a tail was hung on.
      let longest = 0;
      for (let s = 0; s + 1 < first.length; s++)
        for (let p = first[s]!; p + 1 < first[s + 1]!; p++)
          longest = Math.max(longest, Math.hypot(...[0, 1, 2].map((k) => points[p * 3 + 3 + k]! - points[p * 3 + k]!)));
      expect(longest).toBeLessThan(4);
    },
    20_000,
  );
});

describe('attachStrands', () => {
  it('leads a strand that hangs on another back to the scalp, and leaves out what floats', () => {
    const carrier = [0, 0, 0, 0, 0, -2, 0, 0, -4, 0, 0, -6];
    const tail = [0.5, 0, -6, 0.5, -10, -7];
    const floating = [30, 0, 0, 30, 5, 0];
    const { strands, hung, dropped } = attachStrands(strandsOf([carrier, tail, floating]), Float32Array.of(0, 6, 25));
    expect([hung, dropped]).toEqual([1, 1]);
    // The carrier's points, drawn over to the tail by the square of the way: 0, 1/9, 4/9 of half a cm.
    expect(linesOf(strands)).toEqual([carrier, [0, 0, 0, 0.0556, 0, -2, 0.2222, 0, -4, ...tail]]);
  });

  it('returns hair that is all on the scalp as it is', () => {
    const strands = strandsOf([[0, 0, 0, 1, 1, 1]]);
    expect(attachStrands(strands, Float32Array.of(0.5)).strands).toBe(strands);
  });
});
