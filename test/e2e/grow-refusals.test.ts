import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newFolder, start } from './command.js';
import { withoutFaceModels } from './grown.js';

const root = newFolder();
const at = (name: string): string => path.join(root, name);

/** A USC-HairSalon file: number of strands, then of each its number of points and the points. */
function usc(counts: readonly number[], coordinates: readonly number[] = []): Buffer {
  const bytes = Buffer.alloc(4 * (counts.length + coordinates.length));
  for (const [i, count] of counts.entries()) bytes.writeUInt32LE(count, i * 4);
  for (const [i, value] of coordinates.entries()) bytes.writeFloatLE(value, (counts.length + i) * 4);
  return bytes;
}

beforeAll(() => {
  withoutFaceModels();
  writeFileSync(at('none.data'), usc([0]));
  writeFileSync(at('nan.data'), usc([1, 2], [0, Number.NaN, 2, 3, 4, 5]));
  writeFileSync(at('many.data'), usc([1, 100_000_000], [0, 1, 2]));
  for (const folder of ['out', 'empty', 'photos']) mkdirSync(at(folder));
  writeFileSync(at('out/template.json'), '{"files":["../many.data"]}');
  writeFileSync(at('photos/a.png'), 'no picture');
});

/** One line that names the culprit, a status of its own, and no folder left behind. */
async function expectRefusal(args: readonly string[], status: number, culprit: RegExp): Promise<void> {
  const out = at('never');
  const ended = await start(['grow', '-n', '2', '--workers', '1', '-q', '-o', out, ...args]);
  expect(ended.stderr).toMatch(culprit);
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(ended.stderr).toMatch(/^diptych: Expected /);
  expect(ended.status).toBe(status);
  expect(existsSync(out)).toBe(false);
}

describe('bad input of grow ends with one line and a status of its own, before anything is written', () => {
  it.each([
    [['-t', 'bobb'], 2, /--templates but received bobb\. Did you mean bob\?/],
    [['--colours', 'blnd'], 2, /--colours but received blnd\. Did you mean blond\?/],
    [['--gate', 'floater=off'], 2, /floater.*Did you mean floaters\?/],
    [['--before', '0.9'], 2, /0\.9 to 0\.7.*--before/],
    [['--shard', '3/3'], 2, /--shard but received 3 for 2/],
    [['--provider', 'coreml'], 2, /coreml/],
    [['-t', at('none.data')], 4, /strands for .*none\.data but received none/],
    [['-t', at('nan.data')], 4, /nan\.data but received NaN at point 0/],
    [['-t', at('many.data')], 4, /many\.data/],
    [['-t', at('out')], 4, /template\.json but received "\.\.\/many\.data", a path out of it/],
    [['-t', at('empty')], 4, /template files for .*empty/],
    [['-i', at('nowhere')], 4, /--portraits but received .*nowhere/],
    [['-i', at('empty')], 4, /images for .*empty/],
    [['-i', at('photos')], 3, /landmarker.*diptych models pull mediapipe/],
    [['--face-model', at('nowhere')], 3, /--face-model but received .*nowhere/],
  ])('%j', async (args, status, culprit) => {
    await expectRefusal(args as string[], status as number, culprit as RegExp);
  });

  it('portraits that lie elsewhere than the recipe says', async () => {
    const file = at('moved.json');
    writeFileSync(file, JSON.stringify({ portraits: 'photos-of-then', portraitsSha256: '0'.repeat(64) }));
    await expectRefusal(['-r', file], 4, /photos-of-then.*say with --portraits where they are now/);
  });

  it('a pack that the recipe was not made with', async () => {
    const file = at('other.json');
    writeFileSync(file, JSON.stringify({ portraits: 'heads', portraitsSha256: '0'.repeat(64) }));
    await expectRefusal(['-r', file], 2, /portraits with sha256 000000000000…/);
  });
});
