import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatNpy } from '../../src/checkpoint/npy.js';
import { addDirections, checkWritable, type NewDirection } from '../../src/pack/add-directions.js';
import { directionOf } from '../../src/pack/directions.js';
import { openPack, type Pack, readNormal, verifyPack } from '../../src/pack/load.js';
import { projectPackDirection } from '../../src/pack/project.js';
import { maxDifference } from '../latent/golden.js';
import { tinyPack } from './tiny.js';

const draft = (name: string, normal: number[], more: Partial<NewDirection> = {}): NewDirection => ({
  name,
  normal: Float32Array.from(normal),
  intercept: 0,
  layers: [0, 6],
  range: [-3, 3],
  conditionedOn: [],
  licence: 'CC0-1.0',
  source: 'test',
  ...more,
});

const reopened = (pack: Pack): Promise<Pack> => openPack(pack.folder);

describe('addDirections', () => {
  it('writes directions that nobody scored, in W and with a row a layer, and their cosines', async () => {
    const pack = await tinyPack();
    const rows = new Array(30).fill(0);
    // Layers 1 and 2 along the first and the second axis: of mean square 1 on those.
    rows[5] = 1;
    rows[11] = 1;
    await addDirections(pack, [
      draft('a:b', [1, 0, 0, 0, 0], { rangeFrom: 'spread', effects: { age: 0.25 } }),
      draft('rows', rows, { layers: [1, 3] }),
    ]);
    const again = await reopened(pack);
    await verifyPack(again);
    const [first, second] = again.manifest.directions;
    expect(first).toMatchObject({ name: 'a:b', space: 'w', rangeFrom: 'spread', effects: { age: 0.25 } });
    expect(first!.file.path).toBe('directions/a-b.npy');
    expect(first).not.toHaveProperty('attribute');
    expect(second).toMatchObject({ name: 'rows', space: 'w+', layers: [1, 3] });
    // The vector as six rows is √6 long, the rows √2, and they share one: 1 / √12.
    expect(first!.correlations.rows).toBeCloseTo(1 / Math.sqrt(12), 5);
    expect([...(await readNormal(again, second!))]).toEqual(rows);
  });

  it('replaces the direction of the same name and keeps the others', async () => {
    const pack = await tinyPack();
    await addDirections(pack, [draft('a', [1, 0, 0, 0, 0]), draft('b', [0, 1, 0, 0, 0])]);
    await addDirections(await reopened(pack), [draft('a', [0, 0, 1, 0, 0])]);
    const again = await reopened(pack);
    await verifyPack(again);
    expect(again.manifest.directions.map((d) => d.name)).toEqual(['b', 'a']);
    expect([...(await readNormal(again, again.manifest.directions[1]!))]).toEqual([0, 0, 1, 0, 0]);
  });

  it.each(['../out', 'a/b', '', '.hidden', 'a b', '-x'])('refuses the name %j', async (name) => {
    await expect(addDirections(await tinyPack(), [draft(name, [1, 0, 0, 0, 0])])).rejects.toThrow(/name but received/);
  });

  it('refuses a name whose file is that of another direction', async () => {
    const pack = await tinyPack();
    await addDirections(pack, [draft('hair:long', [1, 0, 0, 0, 0])]);
    const clash = addDirections(await reopened(pack), [draft('hair-long', [0, 1, 0, 0, 0])]);
    await expect(clash).rejects.toThrow(/name of its own/);
  });

  it('tells of a pack that cannot be written to, with the remedy', async ({ skip }) => {
    skip(process.getuid?.() === 0, 'root may write anywhere');
    const pack = await tinyPack();
    chmodSync(pack.folder, 0o500);
    const refused = { code: 'E_DISK', hint: expect.stringContaining('--pack ./my-tiny') };
    await expect(checkWritable(pack)).rejects.toMatchObject(refused);
    await expect(addDirections(pack, [draft('a', [1, 0, 0, 0, 0])])).rejects.toMatchObject(refused);
  });

  it('leaves an old manifest readable: a direction with attribute and accuracy, and no more', async () => {
    const pack = await tinyPack();
    await addDirections(pack, [
      draft('age', [1, 0, 0, 0, 0], { attribute: 'age', accuracy: { validation: 0.9, remaining: 0.6 } }),
    ]);
    const file = path.join(pack.folder, 'pack.json');
    const text = readFileSync(file, 'utf8');
    expect(Object.keys(JSON.parse(text).directions[0])).toEqual(
      'name attribute file space intercept layers range accuracy conditionedOn correlations generator'.split(' '),
    );
    writeFileSync(file, text);
    expect((await reopened(pack)).manifest.directions[0]!.accuracy).toEqual({ validation: 0.9, remaining: 0.6 });
  });
});

describe('readNormal', () => {
  it('refuses files that are no direction of the manifest', async () => {
    const pack = await tinyPack();
    await addDirections(pack, [draft('a', [1, 0, 0, 0, 0])]);
    const again = await reopened(pack);
    const [listed] = again.manifest.directions;
    for (const values of [
      [2, 0, 0, 0, 0],
      [Number.NaN, 0, 0, 0, 0],
      [1, 0, 0],
    ]) {
      const bytes = formatNpy({ data: Float32Array.from(values), shape: [1, values.length] });
      writeFileSync(path.join(again.folder, listed!.file.path), bytes);
      await expect(readNormal(again, listed!)).rejects.toMatchObject({ code: 'E_PACK' });
    }
  });
});

describe('projectPackDirection', () => {
  async function packOf(...drafts: NewDirection[]): Promise<Pack> {
    const pack = await tinyPack();
    await addDirections(pack, drafts);
    return reopened(pack);
  }

  it('holds still what it is conditioned on, and does not claim what was measured before', async () => {
    const pack = await packOf(
      draft('a', [0.6, 0.8, 0, 0, 0], { attribute: 'age', accuracy: { validation: 0.9, remaining: 0.8 } }),
      draft('b', [1, 0, 0, 0, 0]),
    );
    const written = await projectPackDirection(pack, 'a', ['b'], 'a-only');
    expect(written).toMatchObject({ name: 'a-only', attribute: 'age', conditionedOn: ['b'] });
    expect(written.accuracy).toBeUndefined();
    expect(written.correlations).toMatchObject({ a: 0.8, b: 0 });
    const { normal } = await directionOf(await reopened(pack), { direction: 'a-only', given: [] });
    expect(maxDifference(normal, [0, 1, 0, 0, 0])).toBeLessThan(1e-6);
  });

  it('projects vectors out of rows on the layers that are moved', async () => {
    const rows = new Array(30).fill(0);
    // Layer 1 along (1, 0, …), layer 2 along (0, 1, …); held still: (1, 0, …) on both.
    rows[5] = 1;
    rows[11] = 1;
    const pack = await packOf(draft('rows', rows, { layers: [1, 3] }), draft('b', [1, 0, 0, 0, 0]));
    const { normal } = await directionOf(pack, { direction: 'rows', given: ['b'] });
    // n − (n·c/c·c) c with c = (1 on layers 1 and 2) takes half of it from each: (½, 0) and (−½, 1), then unit again.
    const scale = 1 / Math.sqrt((0.25 + 0.25 + 1) / 2);
    const expected = new Array(30).fill(0);
    expected[5] = 0.5 * scale;
    expected[10] = -0.5 * scale;
    expected[11] = scale;
    expect(maxDifference(normal, expected)).toBeLessThan(1e-6);
  });

  it('refuses in one line unknown names, collinear conditions, and conditions that leave nothing', async () => {
    const pack = await packOf(
      draft('yaw', [1, 0, 0, 0, 0]),
      draft('wide', [0, 1, 0, 0, 0]),
      draft('same', [0, -1, 0, 0, 0]),
    );
    const project = (name: string, given: string[]) => projectPackDirection(pack, name, given, 'out');
    await expect(project('yow', ['wide'])).rejects.toMatchObject({ hint: expect.stringContaining('yaw') });
    await expect(project('yaw', ['wode'])).rejects.toMatchObject({ hint: expect.stringContaining('wide') });
    await expect(project('yaw', ['wide', 'same'])).rejects.toThrow(/independent conditions/);
    await expect(project('yaw', ['yaw'])).rejects.toThrow(/apart from its conditions/);
  });
});
