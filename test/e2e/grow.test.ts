import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hashesOf, newFolder, start } from './command.js';
import { openGrowRecipe, withoutFaceModels } from './grown.js';

/** Three pairs on sampled heads, made by one worker without a break: what every other way must give, byte for byte. */
let recipe = '';
let made = '';
let reference: Record<string, string> = {};

beforeAll(async () => {
  withoutFaceModels();
  recipe = openGrowRecipe({ count: 3, size: 128, templates: ['bob', 'crew-cut', 'full-beard-short'], remove: false });
  made = newFolder();
  const ended = await start(['grow', '-r', recipe, '-o', made, '--workers', '1', '-q']);
  expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
  reference = hashesOf(made);
}, 300_000);

const eventsOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const recordsOf = (folder: string) => eventsOf(readFileSync(path.join(folder, 'records.jsonl'), 'utf8'));

describe('a run of grow', () => {
  it('leaves images with their maps, records, metadata, card, report and the done mark', () => {
    const kinds = ['before', 'after', 'mask', 'hair', 'edges', 'orientation', 'labels'];
    const roots = ['README.md', 'journal.jsonl', 'recipe.json', 'records.jsonl', 'report.html', 'stats.json'];
    const images = [0, 1, 2].flatMap((i) => kinds.map((kind) => `train/${kind}/000/00000000${i}.png`));
    expect(Object.keys(reference)).toEqual([...roots, ...images, 'train/metadata.jsonl'].sort());
    for (const { states, hair, scores } of recordsOf(made)) {
      expect(states.map(({ label }: { label: string }) => label)).toEqual(['before', 'after']);
      expect(hair.strands).toBeGreaterThan(50);
      expect(scores.outside_change).toBe(0);
    }
  });

  it('describes itself as the Hub reads it', () => {
    const card = readFileSync(path.join(made, 'README.md'), 'utf8');
    const header = parse(card.split('---\n')[1]!);
    expect(header).toMatchObject({ task_categories: ['image-to-image'], size_categories: ['n<1K'] });
    expect(header.configs).toEqual([{ config_name: 'default', data_files: [{ split: 'train', path: 'train/**' }] }]);
    const rows = eventsOf(readFileSync(path.join(made, 'train', 'metadata.jsonl'), 'utf8'));
    expect(rows).toHaveLength(3);
    const records = recordsOf(made);
    for (const row of rows) {
      const { hair, states } = records.find(({ id }) => id === row.id);
      expect(row).toMatchObject({ style: hair.template, colour: hair.colour, length: states.at(-1).strength });
      for (const map of ['hair', 'edges', 'orientation', 'labels'])
        expect(row[`${map}_file_name`]).toBe(row.mask_file_name.replace('mask', map));
      for (const [column, file] of Object.entries(row)) {
        if (column.endsWith('_file_name')) expect(existsSync(path.join(made, 'train', file as string))).toBe(true);
      }
    }
  });

  it('has a report that asks for nothing outside itself', () => {
    const report = readFileSync(path.join(made, 'report.html'), 'utf8');
    expect(report).toContain('full-beard-short');
    expect(report).not.toMatch(/(?:src|href)=["']?(?:https?:)?\/\//);
    for (const [, target] of report.matchAll(/<(?:img|script|link)[^>]*?(?:src|href)="([^"]*)"/g)) {
      expect(target).toMatch(/^data:/);
    }
  });

  it('gives the same bytes with two workers, after kill -9, a torn last line, and fewer pairs at first', async () => {
    const out = newFolder();
    const killed = await start(
      ['grow', '-r', recipe, '-n', '2', '-o', out, '--workers', '2', '--json'],
      (stdout, child) => {
        if (stdout.includes('"event":"pair"')) child.kill('SIGKILL');
      },
    );
    expect(killed.status).toBeNull();
    expect(existsSync(path.join(out, 'stats.json'))).toBe(false);
    appendFileSync(path.join(out, 'journal.jsonl'), '{"index":1,"id":"0000');
    const resumed = await start(['grow', '-r', recipe, '-o', out, '--workers', '2', '--json']);
    expect(resumed.status).toBe(0);
    expect(resumed.stdout).toMatch(/"event":"resume"/);
    expect(resumed.stdout).toMatch(/unfinished last line/);
    expect(eventsOf(resumed.stdout).at(-1)).toMatchObject({ event: 'summary', summary: { kept: 3, wanted: 3 } });
    expect(hashesOf(out)).toEqual(reference);
  }, 300_000);

  it('ends after the pair in hand on Ctrl-C with status 130, and goes on from there, with the same recipe only', async () => {
    const out = newFolder();
    const interrupted = await start(['grow', '-r', recipe, '-o', out, '--workers', '1', '--json'], (stdout, child) => {
      if (stdout.includes('"event":"pair"') && !child.killed) child.kill('SIGINT');
    });
    expect(interrupted.status).toBe(130);
    expect(readFileSync(path.join(out, 'journal.jsonl'), 'utf8').trimEnd().split('\n').length).toBeLessThan(4);
    const other = await start(['grow', '-r', recipe, '--seed', '5', '-o', out]);
    expect(other.status).toBe(4);
    expect(other.stderr).toMatch(/journal\.jsonl.*--overwrite/);
    expect(await start(['grow', '-r', recipe, '-o', out, '--workers', '2', '-q'])).toMatchObject({ status: 0 });
    expect(hashesOf(out)).toEqual(reference);
    const fewer = await start(['grow', '-r', recipe, '-n', '1', '-o', out]);
    expect(fewer.status).toBe(4);
    expect(fewer.stderr).toMatch(/at most 1 kept pairs/);
  }, 300_000);

  it('is cut in shards that share no candidate and together are the whole', async () => {
    const [one, two] = [newFolder(), newFolder()];
    const shards = [
      ['1/2', one],
      ['2/2', two],
    ] as const;
    for (const [shard, out] of shards) {
      await start(['grow', '-r', recipe, '--shard', shard, '-o', out, '-q']);
    }
    expect(recordsOf(one).map(({ index }) => index)).toEqual([0, 2]);
    expect(recordsOf(two).map(({ index }) => index)).toEqual([1]);
    const together = [...recordsOf(one), ...recordsOf(two)].sort((a, b) => a.index - b.index);
    expect(together).toEqual(recordsOf(made));
    const images = ([...shards.map(([, out]) => hashesOf(out)), reference] as const).map((hashes) =>
      Object.entries(hashes).filter(([file]) => file.endsWith('.png')),
    );
    expect([...images[0]!, ...images[1]!].sort()).toEqual(images[2]!.sort());
    expect(readFileSync(path.join(one, 'recipe.json'))).toEqual(readFileSync(path.join(made, 'recipe.json')));
    const wrong = await start(['grow', '-r', recipe, '--shard', '2/2', '-o', one]);
    expect(wrong.status).toBe(4);
    expect(wrong.stderr).toMatch(/journal\.jsonl:2/);
    // The recipe in a shard is that of the whole; --overwrite takes the shard away first.
    const whole = path.join(newFolder(), 'recipe.json');
    cpSync(path.join(one, 'recipe.json'), whole);
    await start(['grow', '-r', whole, '-o', one, '--overwrite', '-q']);
    expect(hashesOf(one)).toEqual(reference);
  }, 300_000);
});

describe('--sequence', () => {
  it('writes growth stacks whose hair only grows', async () => {
    const out = newFolder();
    const args = ['-n', '1', '-t', 'lob', '--sequence', '4', '--growth', '1', '--no-maps', '--format', 'webp'];
    expect(await start(['grow', '-r', recipe, ...args, '-o', out, '-q'])).toMatchObject({ status: 0 });
    const [record] = recordsOf(out);
    expect(record.states.map(({ label, strength }: { label: string; strength: number }) => [label, strength])).toEqual([
      ['before', 0],
      ['growth-33', 0.333333],
      ['growth-67', 0.666667],
      ['after', 1],
    ]);
    expect(existsSync(path.join(out, 'train/between/growth-33/000/000000000.webp'))).toBe(true);
    expect(existsSync(path.join(out, 'train/hair'))).toBe(false);
    const row = JSON.parse(readFileSync(path.join(out, 'train/metadata.jsonl'), 'utf8'));
    expect(row.states_file_names).toHaveLength(4);
  });
});

describe('--dry-run', () => {
  it('prints the plan with models and yield, and writes nothing', async () => {
    const out = path.join(newFolder(), 'never');
    const { status, stdout } = await start(['grow', '-r', recipe, '-o', out, '--dry-run', '-q']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/templates +3: bob, crew-cut, full-beard-short/);
    expect(stdout).toMatch(/yield +100 % of 8 pairs/);
    expect(stdout).toMatch(/Nothing was written/);
    expect(existsSync(out)).toBe(false);
  });
});

describe('what is done with grown pairs', () => {
  it.each([
    ['pix2pix', 'train/000/000000000.png'],
    ['pix2pixhd', 'train_A/000/000000000.png'],
    ['instruct-pix2pix', 'seeds.json'],
    ['webdataset', 'train-00000.tar'],
    ['parquet', 'README.md'],
  ])('they are exported as %s', async (format, file) => {
    const out = path.join(newFolder(), 'out');
    expect(await start(['export', made, '-f', format, '-o', out, '-q'])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(existsSync(path.join(out, file))).toBe(true);
  });

  it('they are curated', async () => {
    const out = path.join(newFolder(), 'out');
    const args = ['--no-faces', '--pack', 'none', '--profile', 'none', '--duplicates', 'off', '--quiet'];
    expect(await start(['curate', made, '-o', out, ...args])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(recordsOf(out).filter(({ verdict }) => verdict === 'kept')).toHaveLength(3);
  });

  it('a recipe that is damaged is told of', async () => {
    const copy = newFolder();
    cpSync(made, copy, { recursive: true });
    const file = path.join(copy, 'recipe.json');
    const text = readFileSync(file, 'utf8').replace('"strands": 300', '"strands": "many"');
    writeFileSync(file, text);
    const ended = await start(['export', copy, '-f', 'pix2pix', '-o', path.join(newFolder(), 'out')]);
    expect(ended.status).toBe(4);
    expect(ended.stderr).toMatch(/recipe\.json/);
  });
});
