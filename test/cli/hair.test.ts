import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { HAIR_COLOURS } from '../../src/augment/hair/colours.js';
import { STYLES } from '../../src/augment/hair/grow/index.js';
import { distanceField } from '../../src/augment/hair/head/distance.js';
import { loadHead } from '../../src/augment/hair/head/load.js';
import { openTemplate } from '../../src/augment/hair/template/index.js';
import { hairCommand } from '../../src/cli/hair.js';
import { chooseTemplates, openTemplates } from '../../src/growing/templates.js';
import { tempFolder } from '../dataset/synthetic.js';

afterEach(() => vi.restoreAllMocks());

async function run(...args: string[]): Promise<string> {
  let output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += text;
    return true;
  });
  const command = hairCommand();
  for (const each of [command, ...command.commands]) each.exitOverride().configureOutput({ writeErr: () => {} });
  await command.parseAsync(args, { from: 'user' });
  vi.restoreAllMocks();
  return output;
}

test('list names every style with what it grows on, and every colour', async () => {
  const text = await run('list');
  for (const { name } of STYLES) expect(text).toMatch(new RegExp(`^${name} +(scalp|beard|brows)`, 'm'));
  for (const colour of HAIR_COLOURS) expect(text).toContain(colour);
  const { styles, colours } = JSON.parse(await run('list', '--json'));
  expect(styles.map(({ name }: { name: string }) => name)).toEqual(STYLES.map(({ name }) => name));
  expect(styles.filter(({ regions }: { regions: string[] }) => regions.includes('scalp')).length).toBeGreaterThan(23);
  expect(colours).toEqual([...HAIR_COLOURS]);
});

test('an exported style is a template that grows as the style did', async () => {
  const file = join(await tempFolder(), 'hair.glb');
  expect(await run('export', 'long-straight', '--out', file, '--strands', '300', '--seed', '5')).toMatch(
    /hair\.glb: \d+ strands/,
  );
  expect((await readFile(file)).subarray(0, 4).toString()).toBe('glTF');
  expect(await openTemplate(file)).toMatchObject({ name: 'long-straight', space: 'head' });

  const head = await loadHead();
  const field = distanceField(head);
  const [style, read] = await openTemplates(await chooseTemplates(['long-straight', file]), head, field);
  expect(read!.regions).toEqual(['scalp']);
  const [grown, again] = [style!, read!].map((each) => each.grow(1, { strands: 300, seed: 5 }));
  expect(Math.abs(again!.first.length - grown!.first.length)).toBeLessThanOrEqual(3);
  expect(boxOf(again!.points).map(Math.round)).toEqual(boxOf(grown!.points).map(Math.round));
  const half = read!.grow(0.5, { strands: 300, seed: 5 });
  expect(boxOf(half.points)[1]!).toBeGreaterThan(boxOf(again!.points)[1]! + 2);
});

test.each([
  [['bobb'], { code: 'E_USAGE', message: expect.stringContaining('bobb'), hint: expect.stringContaining('bob?') }],
  [['beards'], { code: 'E_USAGE', message: expect.stringMatching(/one template .* beards, which is \d/) }],
  [['bob', '--growth', '0'], { code: 'E_USAGE', message: expect.stringContaining('none at 0') }],
  [['bob', '--growth', '2'], { code: 'commander.invalidArgument' }],
])('export %j is refused and writes nothing', async (args, error) => {
  const file = join(await tempFolder(), 'never.glb');
  await expect(run('export', ...args, '-o', file)).rejects.toMatchObject(error);
  await expect(stat(file)).rejects.toThrow('ENOENT');
});

test('a file of another format is not written under a wrong name', async () => {
  await expect(run('export', 'bob', '-o', 'bob.obj')).rejects.toMatchObject({ code: 'commander.invalidArgument' });
});

/** Least and greatest x, y, z. */
function boxOf(points: Float32Array): number[] {
  const box = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i++) {
    box[i % 3] = Math.min(box[i % 3]!, points[i]!);
    box[3 + (i % 3)] = Math.max(box[3 + (i % 3)]!, points[i]!);
  }
  return box;
}
