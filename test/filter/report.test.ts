import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PairRecord } from '../../src/dataset/record.js';
import { editedSubject, type ReportOptions, writeReport } from '../../src/filter/report/index.js';
import { elementsOf, section } from './page.js';
import { BANDS, MANIFEST, makeRun, RECIPE } from './report-fixture.js';

let root: string;
let run: ReportOptions & { records: PairRecord[] };
let page: string;

async function report(options: ReportOptions): Promise<string> {
  await writeReport(options);
  return readFile(join(options.root, 'report.html'), 'utf8');
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'diptych-report-'));
  run = await makeRun(root, { count: 120 });
  page = await report(run);
}, 120_000);
afterAll(() => rm(root, { recursive: true }));

describe('the page', () => {
  it('is well-formed and has its sections in order', () => {
    const names = elementsOf(page);
    expect(names.filter((n) => n === 'script')).toHaveLength(1);
    const ids = [...page.matchAll(/<(?:header|section)[^>]* id="([a-z]+)"/g)].map((m) => m[1]);
    expect(ids).toEqual(['top', 'gates', 'pairs', 'scores', 'misses', 'records', 'recipe', 'models']);
    const all = [...page.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('holds everything itself: no address but data, and a policy that allows no other', () => {
    const addresses = [...page.matchAll(/\s(?:src|href)="([^"]*)"/g)].map((m) => m[1]!);
    expect(addresses.filter((a) => !a.startsWith('data:') && !a.startsWith('#'))).toEqual([]);
    expect(page).not.toMatch(/https?:|@import|url\(/);
    for (const tag of ['script', 'style']) {
      const body = page.match(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`))![1]!;
      expect(page).toContain(`${tag}-src 'sha256-${createHash('sha256').update(body).digest('base64')}'`);
    }
    expect(page).not.toMatch(/<[^>]*\s(?:style|on[a-z]+)=/);
  });

  it('has the same bytes again, and from a stream', async () => {
    async function* stream() {
      yield* run.records;
    }
    expect(await report({ ...run, records: stream() })).toBe(page);
    expect((await readdir(root)).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it('leaves the old report in place when the records break off', async () => {
    function* broken() {
      yield run.records[0]!;
      throw new Error('torn');
    }
    await expect(writeReport({ ...run, records: broken() })).rejects.toThrow('torn');
    expect(await readFile(join(root, 'report.html'), 'utf8')).toBe(page);
    expect((await readdir(root)).filter((name) => name.includes('.tmp'))).toEqual([]);
  });
});

describe('the sections', () => {
  it('sum the run up', () => {
    const kept = run.records.filter((r) => r.verdict === 'kept');
    const dropped = run.records.filter((r) => r.verdict === 'dropped');
    const mean = (of: PairRecord[], f: (r: PairRecord) => number): string =>
      (of.reduce((sum, r) => sum + f(r), 0) / of.length).toPrecision(3);
    const drift = (r: PairRecord): number => Math.max(r.scores['drift.smile']!, r.scores['drift.glasses']!);
    const head = page.match(/<header[\s\S]*?<\/header>/)![0];
    expect(head).toContain('<h1>age</h1>');
    expect(head).toContain(`<b>${kept.length}</b><span>of 120 candidates`);
    expect(head).toContain(`<b>${((100 * kept.length) / 120).toFixed(1)}\u00a0%</b>`);
    expect(head).toContain(`<b>${mean(kept, (r) => r.scores.identity!)}</b><span><i class="dot kept">`);
    expect(head).toContain(`<b>${mean(dropped, (r) => r.scores.identity!)}</b><span><i class="dot dropped">`);
    expect(head).toContain(`<b>${mean(kept, drift)}</b>`);
    expect(head).toContain(`<b>${mean(dropped, drift)}</b>`);
  });

  it('flag gates that drop most, nothing, or were never applied', async () => {
    const row = (gate: string, tried: number, wouldDrop: number) => ({
      gate,
      tried,
      dropped: wouldDrop,
      wouldDrop,
      share: tried && wouldDrop / tried,
    });
    const yieldRows = [row('identity', 100, 51), row('seam', 100, 50), row('yaw_change', 100, 0), row('spots', 0, 0)];
    const gates = section(await report({ ...run, records: [], previews: [], yieldRows }), 'gates');
    const flags = [...gates.matchAll(/<th scope="row">([a-z_]+)(?: <span class="badge">([a-z ]+)<\/span>)?<\/th>/g)];
    expect(flags.map(([, gate, flag]) => [gate, flag])).toEqual([
      ['identity', 'drops most'],
      ['seam', undefined],
      ['yaw_change', 'drops nothing'],
      ['spots', 'not applied'],
    ]);
    expect([...gates.matchAll(/<p class="note">.*?<b>(.*?)<\/b>\. (\w+)/g)].map((m) => [m[1], m[2]])).toEqual([
      ['identity', 'More'],
      ['yaw_change', 'No'],
      ['spots', 'The'],
    ]);
  });

  it('show kept pairs with slider, mask, id, seed and scores', () => {
    const kept = run.records.filter((r) => r.verdict === 'kept');
    const cards = section(page, 'pairs').split('<article').slice(1);
    expect(cards).toHaveLength(48);
    expect(section(page, 'pairs')).toContain(`48 of ${kept.length} kept pairs`);
    const first = kept[0]!;
    const card = cards[0]!;
    for (const text of [first.id, `<code>${first.seed}</code>`, 'class="mask"', 'type="range"', 'identity', 'strength'])
      expect(card).toContain(text);
    expect(card.match(/<img class="(?:base|over)"/g)).toHaveLength(2);
    expect(card).not.toContain('class="strip"');
  });

  it('embed pictures of the dataset at 256 px at most', async () => {
    const big = await makeRun(join(root, 'big'), {
      count: 3,
      draw: () =>
        sharp({ create: { width: 600, height: 300, channels: 3, background: '#c04020' } })
          .png()
          .toBuffer(),
    });
    const text = await report(big);
    const [, base64] = text.match(/class="base" src="data:image\/webp;base64,([^"]+)"/)!;
    const { data, info } = await sharp(Buffer.from(base64!, 'base64')).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([256, 128]);
    for (const [i, value] of [0xc0, 0x40, 0x20].entries()) expect(Math.abs(data[i]! - value)).toBeLessThan(6);
  });

  it('make the mask opaque where it is white', async () => {
    const half = Buffer.from('<svg width="64" height="32"><rect width="32" height="32" fill="#fff"/></svg>');
    const black = sharp({ create: { width: 64, height: 32, channels: 3, background: '#000' } });
    const mask = await black
      .composite([{ input: half }])
      .png()
      .toBuffer();
    const text = await report(await makeRun(join(root, 'mask'), { count: 3, draw: async () => mask }));
    const [, base64] = text.match(/class="mask" src="data:image\/webp;base64,([^"]+)"/)!;
    const { data, info } = await sharp(Buffer.from(base64!, 'base64')).raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(4);
    expect(data[(16 * 64 + 10) * 4 + 3]).toBeGreaterThan(245);
    expect(data[(16 * 64 + 54) * 4 + 3]).toBeLessThan(10);
  });

  it('show every state of a stack', async () => {
    const stack = await makeRun(join(root, 'stack'), { count: 4, labels: ['before', 'age-35', 'age-50', 'after'] });
    const card = section(await report(stack), 'pairs').split('<article')[1]!;
    expect(card.match(/class="over"/g)).toHaveLength(3);
    expect(card.match(/class="over"[^>]* hidden/g)).toHaveLength(2);
    const strip = card.match(/<div class="strip"[\s\S]*?<\/div><button[\s\S]*?<\/div>/)![0];
    expect([...strip.matchAll(/<span>([^<]+)<\/span>/g)].map((m) => m[1])).toEqual([
      'before',
      'age-35',
      'age-50',
      'after',
    ]);
    expect([...strip.matchAll(/aria-pressed="(\w+)"/g)].map((m) => m[1])).toEqual(['false', 'false', 'true']);
  });

  it('count every measured candidate in the histogram of each gated metric', () => {
    const figures = section(page, 'scores').split('<figure').slice(1);
    expect(figures).toHaveLength(Object.keys(BANDS).length);
    for (const [i, metric] of Object.keys(BANDS).entries()) {
      const figure = figures[i]!;
      expect(figure).toContain(`<h3>${metric}</h3>`);
      const bars = [...figure.matchAll(/<g><title>(\S+) to (\S+): (\d+) kept, (\d+) dropped<\/title>/g)];
      const sum = (column: number): number => bars.reduce((n, bar) => n + Number(bar[column]), 0);
      const beyond = Number(figure.match(/<figcaption>.*Right of the axis: (\d+)/)?.[1] ?? 0);
      const kept = run.records.filter((r) => r.verdict === 'kept').length;
      expect([metric, sum(3), sum(3) + sum(4) + beyond]).toEqual([metric, kept, 120]);
      for (const [, from, to, k, d] of bars) {
        const [lo, hi] = [from!, to!].map((text) => Number(text.replace('\u2212', '-'))) as [number, number];
        const inside = run.records.filter((r) => r.scores[metric]! >= lo && r.scores[metric]! < hi);
        expect([metric, lo, inside.length]).toEqual([metric, lo, Number(k) + Number(d)]);
      }
      const { min = -Infinity, max = Infinity } = BANDS[metric]!;
      const outside = run.records.filter((r) => r.scores[metric]! < min || r.scores[metric]! > max).length;
      expect(figure).toContain(`refuses ${outside}.`);
      expect(figure).toMatch(/role="img" aria-labelledby="chart-\d+-t chart-\d+-d"/);
    }
    expect(section(page, 'scores')).toContain('yaw_change (degrees)');
  });

  it('list the nearest misses of each gate, the nearest first, twelve at most', () => {
    const misses = section(page, 'misses');
    const identity = misses.split('<h3').find((part) => part.includes('>identity '))!;
    const shown = [...identity.matchAll(/<figcaption><code>(\d+)<\/code>/g)].map((m) => m[1]);
    const nearest = run.previews
      .filter((p) => p.gate === 'identity')
      .sort((a, b) => b.failure.value - a.failure.value)
      .map((p) => p.id);
    expect(nearest.length).toBeGreaterThan(12);
    expect(shown).toEqual(nearest.slice(0, 12));
  });

  it('list the first 2,000 records and say so', async () => {
    expect(section(page, 'records').match(/<tr data-verdict/g)).toHaveLength(120);
    expect(section(page, 'records')).not.toContain('These are the first');
    const many = Array.from({ length: 2003 }, (_, i) => run.records[i % 120]!);
    const records = section(await report({ ...run, records: many, galleryLimit: 0 }), 'records');
    expect(records.match(/<tr data-verdict/g)).toHaveLength(2000);
    expect(records).toContain('These are the first 2,000 of 2,003');
  });

  it('end with the recipe and the models that touched the pairs', () => {
    const json = section(page, 'recipe')
      .match(/<code>([\s\S]*)<\/code>/)![1]!
      .replaceAll('&quot;', '"');
    expect(JSON.parse(json)).toEqual(RECIPE);
    const models = section(page, 'models');
    for (const digit of 'abcdef') expect(models).toContain(digit.repeat(64));
    expect(models).toContain('CC0-1.0');
    // Neither moved along nor projected out.
    expect(models).not.toContain('pose');
  });
});

describe('hostile and broken datasets', () => {
  const evil = `"><img src=x onerror=alert(1)></script><script>alert(2)</script>'\u0000`;

  it('cannot inject', async () => {
    const first = run.records.find((r) => r.verdict === 'kept')!;
    const record: PairRecord = {
      ...first,
      id: evil,
      gate: evil,
      edit: { ...first.edit, attribute: evil, direction: evil },
      states: first.states.map((s, i) => ({ ...s, label: i ? evil : 'before', attributes: { [evil]: 1 } })),
      scores: { ...first.scores, [evil]: 0.5, [`drift.${evil}`]: 0.9 },
      failures: [{ gate: evil, value: 0, threshold: 1 }],
      files: { ...first.files, [evil]: first.files!.after! },
    };
    const text = await report({
      ...run,
      subject: editedSubject(
        {
          ...RECIPE,
          name: evil,
          prompt: evil,
          edit: { ...RECIPE.edit, attribute: evil, direction: evil },
        },
        { ...MANIFEST, name: evil, version: evil, description: evil, licence: evil },
      ),
      records: [record],
      bands: { ...BANDS, [evil]: { min: 0 } },
      yieldRows: [{ gate: evil, tried: 1, dropped: 1, wouldDrop: 1, share: 1, flag: evil }],
      previews: [{ gate: evil, id: evil, path: evil, failure: { gate: evil, value: 0, threshold: 1 } }],
    });
    const names = elementsOf(text);
    expect(names.filter((n) => n === 'script')).toHaveLength(1);
    expect(text).not.toContain('<img src=x');
    expect(text).not.toContain('\u0000');
    expect(text.split('&lt;img src=x').length).toBeGreaterThan(15);
  });

  it('embed nothing from outside the dataset, and nothing that is no image', async () => {
    const outside = join(root, '..', `${root.split('/').at(-1)}-outside.png`);
    const secret = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#f00' } })
      .png()
      .toBuffer();
    await writeFile(outside, secret);
    await writeFile(join(root, 'text.png'), 'no image');
    const first = run.records.find((r) => r.verdict === 'kept')!;
    const path = `../${outside.split('/').at(-1)}`;
    for (const bad of [path, outside, 'text.png', 'absent.png', '.']) {
      const files = { ...first.files, after: { path: bad, sha256: '' } };
      const text = await report({ ...run, records: [{ ...first, files }], previews: [] });
      expect(section(text, 'pairs')).toContain('Pictures missing or unreadable');
      expect(section(text, 'pairs')).not.toContain('class="over"');
    }
    await rm(outside);
  });

  it('still make a page of nothing', async () => {
    const text = await report({ ...run, records: [], yieldRows: [], previews: [], bands: {} });
    elementsOf(text);
    for (const words of [
      'No gate was active',
      'No kept pair',
      'No metric is gated',
      'No previews',
      'not measured in this run',
    ])
      expect(text).toContain(words);
  });
});
