import { beforeAll, describe, expect, it } from 'vitest';
import { parsedRegions, photoRegions } from '../../../src/augment/hair/regions.js';
import { lit, masks, type Scene, scene } from './synthetic.js';

describe('photoRegions', () => {
  let head: Scene;
  beforeAll(async () => {
    head = await scene(128);
  });
  const at = ({ points, size }: Scene, landmark: number): number =>
    Math.floor(points[2 * landmark + 1]!) * size + Math.floor(points[2 * landmark]!);

  it('finds skin on cheeks and forehead, none on eyes, lips, brows, hair or backdrop', () => {
    const image = lit(head, [0, 0, 1], 0.3);
    const regions = photoRegions({ image, points: head.points, ...masks(head) })!;
    for (const skin of [50, 280, 151]) expect(regions.skin.data[at(head, skin)]).toBeGreaterThan(0.5);
    for (const other of [159, 386, 13, 105]) expect(regions.skin.data[at(head, other)]).toBe(0);
    for (let i = 0; i < regions.hair.data.length; i++) {
      if (regions.hair.data[i]! > 0.5 || head.raster.triangle[i]! < 0) expect(regions.skin.data[i]).toBe(0);
    }
  });
  it('takes the person above the jaw and off the face for hair where no model tells', () => {
    const image = lit(head, [0, 0, 1], 0.3);
    const { person } = masks(head);
    const regions = photoRegions({ image, points: head.points, person })!;
    const crown = Math.round(head.size * 0.24) * head.size + head.size / 2;
    const chest = Math.round(head.size * 0.97) * head.size + head.size / 2;
    expect(regions.hair.data[crown]).toBeGreaterThan(0.9);
    expect(regions.hair.data[chest]).toBeLessThan(0.1);
    expect(regions.hair.data[at(head, 1)]).toBeLessThan(0.1);
  });
  it('is undefined without any mask', () => {
    expect(photoRegions({ image: lit(head, [0, 0, 1], 0.3), points: head.points })).toBeUndefined();
  });
});

describe('parsedRegions', () => {
  it('turns the stairs of labels drawn larger into a smooth edge in the same place', () => {
    // A diagonal edge on 16 x 16 labels, each drawn on 4 x 4 pixels.
    const size = 64;
    const data = Uint8Array.from({ length: size * size }, (_, i) =>
      Math.floor((i % size) / 4) > Math.floor(i / size / 4) ? 1 : 0,
    );
    const { hair } = parsedRegions({ data, width: size, height: size }, ['background', 'hair']);
    let furthest = 0;
    for (let y = 16; y < 48; y++) {
      const row = hair.data.subarray(y * size, (y + 1) * size);
      const crossing = row.findIndex((value) => value > 0.5);
      // The labels' own edge runs at x = y + 2 on average, in stairs of ± 2.
      furthest = Math.max(furthest, Math.abs(crossing - (y + 2)));
      expect(row[y - 8]).toBe(0);
      expect(row[y + 12]).toBe(1);
    }
    expect(furthest).toBeLessThanOrEqual(1.5);
  });
  it('reads the classes that there are', () => {
    const rows = ['....', '.hh.', '.ss.', '.nc.'];
    const classes = ['background', 'skin', 'nose', 'hair', 'cloth'];
    const data = Uint8Array.from(rows.join(''), (letter) => '.snhc'.indexOf(letter));
    const { hair, person } = parsedRegions({ data, width: 4, height: 4 }, classes);
    expect([...hair.data]).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...person.data]).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0]);
    const none = parsedRegions({ data, width: 4, height: 4 }, ['background', 'skin', 'nose', 'beard', 'cloth']);
    expect(Math.max(...none.hair.data)).toBe(0);
  });
});
