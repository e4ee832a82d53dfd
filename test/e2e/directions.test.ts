import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPack } from '../../src/pack/load.js';
import { fixture, TINY, tinyPack } from '../pack/tiny.js';
import { hashesOf, newFolder, start } from './command.js';

/** A pack without scorers: what cannot be seen is not measured, and said not to be. */
let pack: string;
beforeAll(async () => {
  pack = (await tinyPack()).folder;
});

const direction = (...args: string[]) => start(['direction', ...args, '--pack', pack, '--workers', '1']);

describe('directions from elsewhere', () => {
  it('are found in the weights alone, and ranged by the spread of w', async () => {
    const ended = await direction('sefa', '--layers', '1-3', '--top', '2');
    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stderr).toMatch(/sefa-1-3-1 was not looked at/);
    expect(ended.stdout).toMatch(/^sefa-1-3-1 .*layers 1–4; range -[\d.]+\.\.[\d.]+ \(not measured\)/m);
    const { manifest } = await openPack(pack);
    expect(manifest.directions.map((d) => d.name)).toEqual(['sefa-1-3-1', 'sefa-1-3-2']);
    const [lo, hi] = manifest.directions[0]!.range;
    expect(lo).toBeCloseTo(-hi, 5);
    expect(hi).toBeGreaterThan(0);
  });

  it('are imported with a row a layer, and conditioned', async () => {
    const imported = await direction('import', fixture('rows.pt'), '--name', 'smile', '--licence', 'MIT');
    expect(imported).toMatchObject({ status: 0, stdout: expect.stringMatching(/layers 1–4, a row each/) });
    // The root of the mean squared length of the three rows that are not zero, by numpy.
    expect(imported.stdout).toMatch(/a move by 1 in the file's own terms is --strength 11\.08 here/);
    const again = await direction('import', fixture('rows.pt'), '--name', 'smile');
    expect(again).toMatchObject({ status: 2, stderr: expect.stringMatching(/new name .* --overwrite/) });
    const projected = await start(['direction', 'project', 'smile', '--given', 'sefa-1-3-1', '--pack', pack]);
    expect(projected).toMatchObject({ status: 0, stdout: expect.stringMatching(/given sefa-1-3-1/) });
  });

  it('make pairs by a forced move, the same for any number of workers, and say which gates are off', async () => {
    const run = async (name: string, workers: string) => {
      const out = newFolder();
      const how = ['--direction', name, '--strength', '4', '--pack', pack, '--out', out, '--workers', workers];
      const gates = ['seam', 'sharpness_ratio', 'duplicate'].flatMap((gate) => ['--gate', `${gate}=off`]);
      return { out, ended: await start(['generate', '-n', '3', ...how, ...gates]) };
    };
    const [one, two] = [await run('smile', '1'), await run('smile', '2')];
    expect(one.ended).toMatchObject({ status: 0, stderr: expect.stringMatching(/gates of target and drift are off/) });
    expect(hashesOf(one.out)).toEqual(hashesOf(two.out));
    for (const [name, { out }] of [['smile', one] as const, ['sefa-1-3-1', await run('sefa-1-3-1', '1')] as const]) {
      const [record] = readFileSync(path.join(out, 'records.jsonl'), 'utf8').split('\n');
      const { edit, states, files } = JSON.parse(record!);
      expect(edit).toEqual({ direction: name, evaluations: 2, reached: true });
      expect(states.map((state: { strength: number }) => state.strength)).toEqual([0, 4]);
      expect(files.before.sha256).not.toBe(files.after.sha256);
    }
  });

  it('refuse a search, for which there is no score', async () => {
    const ended = await start(['generate', '--direction', 'smile', '--pack', pack, '--out', newFolder()]);
    expect(ended).toMatchObject({ status: 2, stderr: expect.stringMatching(/^diptych: .*--strength 3\n$/) });
  });

  it('are written as files from a checkpoint that is no pack', async () => {
    const out = newFolder();
    const ended = await start(['direction', 'sefa', TINY, '--layers', '0-1', '--top', '2', '--as', 'x', '--out', out]);
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringMatching(/x-1\.npy {2}Component 1 of layers 0-1/) });
    expect(Object.keys(hashesOf(out))).toEqual(['x-1.npy', 'x-2.npy']);
    const imported = await direction('import', path.join(out, 'x-1.npy'), '--name', 'from-file', '--layers', '0-1');
    expect(imported.status).toBe(0);
  });
});
