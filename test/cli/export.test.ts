import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { exportCommand } from '../../src/cli/export.js';
import { judged, makeDataset, tempFolder } from '../dataset/synthetic.js';

afterEach(() => vi.restoreAllMocks());

async function run(...args: string[]): Promise<string> {
  let output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await exportCommand().exitOverride().parseAsync(args, { from: 'user' });
  return output;
}

async function dataset(): Promise<string> {
  const root = await tempFolder();
  await makeDataset(root, [judged(0), judged(1)]);
  return root;
}

test('exports, and says on stdout what to tell the trainer', async () => {
  const [root, out] = [await dataset(), join(await tempFolder(), 'out')];
  const output = await run(root, '--format', 'pix2pix', '--out', out);
  expect(output).toContain(out);
  expect(output).toContain('--direction AtoB');
  expect(existsSync(join(out, '.diptych-export.json'))).toBe(true);
});

test('with --json every line is an event and the last one the summary', async () => {
  const [root, out] = [await dataset(), join(await tempFolder(), 'out')];
  const output = await run(root, '-f', 'webdataset', '-o', out, '--json');
  const events = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.at(-1)).toMatchObject({ event: 'summary', summary: { format: 'webdataset', out } });
  expect(await run(root, '-f', 'webdataset', '-o', out, '--overwrite', '--quiet')).toBe('');
});

test('refuses an unknown format and a dataset that is none', async () => {
  await expect(run('x', '--format', 'zip', '--out', 'y')).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  const folder = await tempFolder();
  await expect(run(folder, '-f', 'parquet', '-o', join(folder, '..', 'never'))).rejects.toMatchObject({
    code: 'E_DATASET',
  });
});
