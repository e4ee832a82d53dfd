import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashesOf, newFolder, openRecipe, start } from './command.js';

/** Six pairs made by one worker without a break: what every other way of running must give, byte for byte. */
let recipe = '';
let reference: Record<string, string> = {};

beforeAll(async () => {
  recipe = await openRecipe(6);
  const out = newFolder();
  const ended = await start(['generate', '-r', recipe, '-o', out, '--workers', '1', '-q']);
  expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
  reference = hashesOf(out);
});

describe('a run', () => {
  it('leaves images, records, metadata, card, report and the done mark', () => {
    const files = Object.keys(reference);
    expect(files).toEqual(
      expect.arrayContaining([
        'README.md',
        'journal.jsonl',
        'recipe.json',
        'records.jsonl',
        'report.html',
        'stats.json',
      ]),
    );
    expect(files.filter((file) => /[\\/]after[\\/]000[\\/]\d{9}\.png$/.test(file))).toHaveLength(6);
    expect(files.some((file) => file.includes('.tmp'))).toBe(false);
  });

  it('gives the same bytes with two workers', async () => {
    const out = newFolder();
    await start(['generate', '-r', recipe, '-o', out, '--workers', '2', '-q']);
    expect(hashesOf(out)).toEqual(reference);
  });

  it('gives the same bytes after kill -9 in the middle, and after a torn last line', async () => {
    const out = newFolder();
    const killed = await start(['generate', '-r', recipe, '-o', out, '--json'], (stdout, child) => {
      if ((stdout.match(/"event":"pair"/g)?.length ?? 0) >= 2) child.kill('SIGKILL');
    });
    expect(killed.status).toBeNull();
    expect(existsSync(path.join(out, 'stats.json'))).toBe(false);
    appendFileSync(path.join(out, 'journal.jsonl'), '{"index":3,"id":"0000');
    const resumed = await start(['generate', '-r', recipe, '-o', out, '--json']);
    expect(resumed.status).toBe(0);
    expect(resumed.stdout).toMatch(/"event":"resume"/);
    expect(resumed.stdout).toMatch(/unfinished last line/);
    expect(hashesOf(out)).toEqual(reference);
  });

  it('ends after the pair in hand on Ctrl-C with status 130, and goes on from there', async () => {
    const out = newFolder();
    const interrupted = await start(['generate', '-r', recipe, '-o', out, '--json'], (stdout, child) => {
      if (stdout.includes('"event":"pair"') && !child.killed) child.kill('SIGINT');
    });
    expect(interrupted.status).toBe(130);
    const lines = readFileSync(path.join(out, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeLessThan(7);
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
    await start(['generate', '-r', recipe, '-o', out, '-q']);
    expect(hashesOf(out)).toEqual(reference);
  });

  it('does nothing more to a finished dataset', async () => {
    const out = newFolder();
    await start(['generate', '-r', recipe, '-o', out, '-q']);
    const again = await start(['generate', '-r', recipe, '-o', out, '--json']);
    expect(again.status).toBe(0);
    expect(again.stdout).not.toMatch(/"event":"pair"/);
    expect(hashesOf(out)).toEqual(reference);
  });

  it('goes on when it is asked for more pairs, and refuses fewer', async () => {
    const out = newFolder();
    await start(['generate', '-r', recipe, '-n', '2', '-o', out, '-q']);
    const more = await start(['generate', '-r', recipe, '-o', out, '-q']);
    expect(more.status).toBe(0);
    expect(hashesOf(out)).toEqual(reference);
    const fewer = await start(['generate', '-r', recipe, '-n', '3', '-o', out, '-q']);
    expect(fewer.status).toBe(4);
    expect(fewer.stderr).toMatch(/at most 3 kept pairs/);
  });

  it('is reproduced by the recipe that it wrote', async () => {
    const first = newFolder();
    await start(['generate', '-r', recipe, '-o', first, '-q']);
    const again = newFolder();
    await start(['generate', '-r', path.join(first, 'recipe.json'), '-o', again, '-q']);
    expect(hashesOf(again)).toEqual(reference);
  });

  it('prints JSON lines only on stdout, the summary last', async () => {
    const { stdout } = await start(['generate', '-r', recipe, '-o', newFolder(), '--json']);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.at(-1)).toMatchObject({ event: 'summary', summary: { kept: 6, wanted: 6, interrupted: false } });
    expect(events.filter((event) => event.event === 'pair')).toHaveLength(6);
  });

  it('draws seeded noise that both members share, and another face for another seed', async () => {
    const noisy = newFolder();
    const ended = await start(['generate', '-r', await openRecipe(1), '-o', noisy, '--noise', 'seeded', '-q']);
    expect(ended.status).toBe(0);
    const before = Object.keys(reference).find((file) => file.includes('before'))!;
    expect(hashesOf(noisy)[before]).not.toBe(reference[before]);
  });

  it('tries exactly the seeds it is given', async () => {
    const out = newFolder();
    await start(['generate', '-r', await openRecipe(3), '-o', out, '--seeds', '85,600-601', '-q']);
    const records = readFileSync(path.join(out, 'records.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records.map((record) => record.seed)).toEqual([85, 600, 601]);
  });
});

describe('--dry-run', () => {
  it('prints the plan with models and hashes, and writes nothing', async () => {
    const out = path.join(newFolder(), 'never');
    const { status, stdout } = await start(['generate', '-r', recipe, '-o', out, '--dry-run', '-q']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/synthesis\.onnx +[0-9a-f]{64}/);
    expect(stdout).toMatch(/Nothing was written/);
    expect(existsSync(out)).toBe(false);
  });
});
