import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { STYLES } from '../../src/augment/hair/grow/index.js';
import { type DistanceField, distanceField } from '../../src/augment/hair/head/distance.js';
import { loadHead } from '../../src/augment/hair/head/load.js';
import type { HeadModel, Strands } from '../../src/augment/hair/types.js';
import { chooseTemplates, openTemplates } from '../../src/growing/templates.js';
import { tempFolder } from '../dataset/synthetic.js';
import { hasShared, shared } from '../fixtures/shared.js';

let head: HeadModel;
let field: DistanceField;
beforeAll(async () => {
  head = await loadHead();
  field = distanceField(head);
});

const names = async (...specs: string[]): Promise<string[]> => (await chooseTemplates(specs)).map(({ name }) => name);
const open = async (...specs: string[]) => openTemplates(await chooseTemplates(specs), head, field);

/** What every drawing relies on. */
function expectSound({ points, first, radius, region }: Strands, name: string): void {
  const count = first.length - 1;
  expect(count, name).toBeGreaterThan(0);
  expect([radius.length, region.length, first[0], first[count]], name).toEqual([count, count, 0, points.length / 3]);
  expect(
    first.every((at, s) => s === 0 || at - first[s - 1]! >= 2),
    name,
  ).toBe(true);
  expect(points.every(Number.isFinite), name).toBe(true);
  expect(
    radius.every((cm) => cm > 0 && cm < 5),
    name,
  ).toBe(true);
}

test('groups part the styles among them', async () => {
  const groups = await Promise.all(['hair', 'beards', 'brows'].map((group) => names(group)));
  expect(groups.flat().sort()).toEqual(STYLES.map(({ name }) => name).sort());
  expect(await names('ALL')).toEqual(STYLES.map(({ name }) => name));
  expect(groups[0]!.length).toBeGreaterThanOrEqual(24);
  expect(groups[1]).toContain('moustache');
  expect(await names('bob', 'beards', 'bob')).toEqual(['bob', ...groups[1]!]);
});

test('every style is sound hair at any length, first of it and all of it', async () => {
  for (const template of await open('all')) {
    for (const growth of [0.02, 0.5]) {
      expectSound(template.grow(growth, { strands: 150, seed: 1 }), `${template.name} at ${growth}`);
    }
  }
}, 60_000);

test('a beard grows on the beard only, and hair not', async () => {
  const [beard, hair] = await open('full-beard-short', 'crew-cut');
  expect([beard!.regions, hair!.regions]).toEqual([['beard'], ['scalp']]);
  expect(new Set(beard!.grow(1, { strands: 300, seed: 2 }).region)).toEqual(new Set([1]));
});

test('hair is a function of length, number and seed', async () => {
  const [pixie] = await open('pixie');
  const grown = pixie!.grow(0.6, { strands: 200, seed: 9 });
  expect(pixie!.grow(0.6, { strands: 200, seed: 9 })).toEqual(grown);
  expect(pixie!.grow(0.6, { strands: 200, seed: 10 }).points).not.toEqual(grown.points);
});

test('there is a remedy for a style that is not there', async () => {
  await expect(names('pixi')).rejects.toMatchObject({ code: 'E_USAGE', hint: expect.stringContaining('pixie?') });
  await expect(names(await tempFolder())).rejects.toMatchObject({ code: 'E_DATASET' });
});

const PONYTAIL = 'real/hair3d/tressfx-ponytail';
test.skipIf(!hasShared(PONYTAIL))(
  'a part of a real hairstyle is dense, and as long as it is asked to be (needs ../shared/real/hair3d)',
  async () => {
    const [part] = await open(join(shared(PONYTAIL), 'front_top.tfx'));
    expect(part!.regions).toEqual(['scalp']);
    const [short, whole] = [0.3, 1].map((growth) => part!.grow(growth, { strands: 2000, seed: 0 }));
    expectSound(short!, 'short');
    expectSound(whole!, 'whole');
    expect(whole!.first.length - 1).toBeGreaterThan(1000);
    expect(lengthOf(short!) / lengthOf(whole!)).toBeCloseTo(0.3, 1);
  },
  60_000,
);

/** Of all strands together, cm. */
function lengthOf({ points, first }: Strands): number {
  let sum = 0;
  for (let s = 0; s + 1 < first.length; s++) {
    for (let i = first[s]! + 1; i < first[s + 1]!; i++) {
      sum += Math.hypot(...[0, 1, 2].map((axis) => points[i * 3 + axis]! - points[i * 3 - 3 + axis]!));
    }
  }
  return sum;
}
