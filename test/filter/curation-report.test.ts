import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CurationReportOptions, writeCurationReport } from '../../src/filter/curation-report/index.js';
import type { ItemRecord } from '../../src/item.js';
import { BANDS, makeCuration } from './curation-report-fixture.js';
import { elementsOf, section } from './page.js';

let root: string;
let run: CurationReportOptions & { list: ItemRecord[] };
let page: string;

async function report(options: CurationReportOptions): Promise<string> {
  await writeCurationReport(options);
  return readFile(join(options.root, 'report.html'), 'utf8');
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'diptych-curation-report-'));
  run = await makeCuration(root, { count: 120 });
  page = await report(run);
}, 120_000);
afterAll(() => rm(root, { recursive: true }));

/** Indices of the items that a part of the page draws. */
function drawnIn(text: string): number[] {
  return [...text.matchAll(/<use href="#p(\d+)-0"/g)].map((m) => Number(m[1]));
}

describe('the page', () => {
  it('is well-formed, has its sections in order and a link to each', () => {
    const names = elementsOf(page);
    expect(names.filter((n) => n === 'script')).toHaveLength(1);
    const ids = [...page.matchAll(/<(?:header|section)[^>]* id="([a-z]+)"/g)].map((m) => m[1]);
    const linked = [...page.matchAll(/<a href="#([a-z]+)"/g)].map((m) => m[1]);
    expect(ids).toEqual(['top', ...linked, 'options']);
    expect(linked.join(' ')).toBe('gates scores edges proposals duplicates balance extremes items troubles regate');
    const all = [...page.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('holds everything itself, with a policy that allows no other', () => {
    const addresses = [...page.matchAll(/\s(?:src|href)="([^"]*)"/g)].map((m) => m[1]!);
    expect(addresses.filter((a) => !a.startsWith('data:') && !a.startsWith('#'))).toEqual([]);
    expect(page).not.toMatch(/https?:|@import|url\(/);
    for (const tag of ['script', 'style']) {
      const body = page.match(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`))![1]!;
      expect(page).toContain(`${tag}-src 'sha256-${createHash('sha256').update(body).digest('base64')}'`);
    }
    expect(page).not.toMatch(/<[^>]*\s(?:style|on[a-z]+)=/);
  });

  it('embeds each picture once, and every one that it draws', () => {
    const embedded = [...page.matchAll(/<image id="(p\d+-\d)"/g)].map((m) => m[1]);
    const drawn = new Set([...page.matchAll(/<use href="#(p\d+-\d)"/g)].map((m) => m[1]));
    expect(new Set(embedded).size).toBe(embedded.length);
    expect([...drawn].sort()).toEqual([...embedded].sort());
    expect(embedded.length).toBeGreaterThan(60);
  });

  it('has the same bytes from a stream, reads it twice at most, and asks for one picture at a time', async () => {
    let passes = 0;
    let asked = 0;
    async function* stream() {
      passes += 1;
      yield* run.list;
    }
    const picture: CurationReportOptions['picture'] = async (record, role) => {
      asked += 1;
      expect(asked).toBe(1);
      const uri = await run.picture(record, role);
      asked -= 1;
      return uri;
    };
    expect(await report({ ...run, records: stream, picture })).toBe(page);
    expect(passes).toBe(2);
    expect((await readdir(root)).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it('leaves the old report in place when the records break off', async () => {
    function* broken() {
      yield run.list[0]!;
      throw new Error('torn');
    }
    await expect(writeCurationReport({ ...run, records: broken })).rejects.toThrow('torn');
    expect(await readFile(join(root, 'report.html'), 'utf8')).toBe(page);
    expect((await readdir(root)).filter((name) => name.includes('.tmp'))).toEqual([]);
  });
});

describe('the sections', () => {
  it('sum the dataset up, and say first what was not measured', () => {
    const kept = run.list.filter((r) => r.verdict === 'kept').length;
    const troubled = run.list.filter((r) => r.trouble).length;
    const head = page.match(/<header[\s\S]*?<\/header>/)![0];
    expect(head).toContain('<h1>portraits v2</h1>');
    expect(head).toContain(`<b>${kept}</b><span>of 120 items`);
    expect(head).toContain(`<b>${120 - kept - troubled}</b><span>by gates`);
    expect(head).toContain(`<b>${troubled}</b><span>could not be measured`);
    expect(head).toContain(`${run.duplicates.leaks} leaks between splits`);
    expect(head).toContain('Attributes were not scored on 120 of 120 items: out of the pack&#39;s domain.');
    expect(head).toContain('Measured on no item: identity.');
  });

  it('say which gates protect nothing', async () => {
    const text = await report({ ...run, bands: { ...BANDS, identity: { min: 0.5 } } });
    expect(text).toContain('because no item has their metric: <b>identity</b>');
    expect(section(text, 'edges')).not.toContain('identity');
  });

  it('count every measured item in the histogram of each metric', () => {
    const figures = section(page, 'scores').split('<figure').slice(1);
    expect(figures.map((f) => f.match(/<h3>(\w+)</)![1])).toEqual([
      ...['faces', 'face_px', 'yaw', 'sharpness', 'clipped_bright'],
      ...['min_side', 'brightness', 'blockiness', 'eyes_open'],
    ]);
    const measured = run.list.filter((r) => !r.trouble);
    for (const figure of figures) {
      const metric = figure.match(/<h3>(\w+)</)![1]!;
      const bars = [...figure.matchAll(/<g><title>\S+ to \S+: (\d+) kept, (\d+) dropped<\/title>/g)];
      const sum = (column: number): number => bars.reduce((n, bar) => n + Number(bar[column]), 0);
      const beyond = [...figure.matchAll(/(?:Left|Right) of the axis: (\d+)/g)].reduce((n, m) => n + Number(m[1]), 0);
      expect([metric, sum(1) + sum(2) + beyond]).toEqual([metric, measured.length]);
      const { min, max } = BANDS[metric] ?? {};
      expect([metric, figure.match(/class="threshold"/g)?.length ?? 0]).toEqual([
        metric,
        [min, max].filter((x) => x !== undefined).length,
      ]);
    }
  });

  it('draw the twelve nearest on each side of each threshold', () => {
    const panels = section(page, 'edges').split('<h3').slice(1);
    expect(panels.map((p) => p.match(/>([^<]*) </)![1])).toEqual([
      'faces = 1',
      'face_px \u2265 64',
      'yaw \u2265 \u221230',
      'yaw \u2264 30',
      'sharpness \u2265 12',
    ]);
    // Of a gate that nobody fails there is nothing to see.
    expect(section(page, 'edges')).toMatch(/Nothing lies beyond a threshold of <b>clipped_bright<\/b>/);
    const values = run.list.filter((r) => !r.trouble).map((r) => ({ index: r.index, value: r.scores.sharpness! }));
    const nearest = (side: (v: number) => boolean): number[] =>
      values
        .filter(({ value }) => side(value))
        .sort((a, b) => Math.abs(a.value - 12) - Math.abs(b.value - 12))
        .slice(0, 12)
        .map(({ index }) => index);
    const [passing, failing] = panels[4]!.split('class="side failing"') as [string, string];
    expect(drawnIn(passing)).toEqual(nearest((v) => v >= 12));
    expect(drawnIn(failing)).toEqual(nearest((v) => v < 12));
    expect(nearest((v) => v < 12).length).toBeGreaterThan(6);
    // What fails at the other end of a band lies on no side of this one.
    const low = drawnIn(panels[2]!.split('class="side failing"')[1]!);
    const high = drawnIn(panels[3]!.split('class="side failing"')[1]!);
    expect(low).toEqual(
      run.list
        .filter((r) => r.scores.yaw! < -30)
        .sort((a, b) => b.scores.yaw! - a.scores.yaw!)
        .map((r) => r.index),
    );
    expect(high).toEqual(
      run.list
        .filter((r) => r.scores.yaw! > 30)
        .sort((a, b) => a.scores.yaw! - b.scores.yaw!)
        .map((r) => r.index),
    );
    expect(low.length + high.length).toBeGreaterThan(0);
  });

  it('show clusters: leaks first, the keeper first and marked, how near the others are', () => {
    const cards = section(page, 'duplicates').split('<article').slice(1);
    const leaks = cards.map((card) => card.includes('</small> <span class="badge">leak'));
    expect(leaks).toEqual([...leaks].sort((a, b) => Number(b) - Number(a)));
    expect(leaks.filter(Boolean).length).toBeGreaterThan(1);
    const first = cards.find((card) => card.includes('Cluster 0 '))!;
    expect(drawnIn(first)).toEqual([3, 4, 5]);
    expect([...first.matchAll(/<span class="said"><b[^>]*>([^<]+)</g)].map((m) => m[1])).toEqual([
      'keeper',
      'same pixels',
      '4 of 64 bits',
    ]);
    expect(cards.join('')).toContain('<b>cosine 0.710</b>');
    expect(section(page, 'duplicates')).toContain(run.keeperRule);
  });

  it('show the worst and the best by every metric, worst first by its direction', () => {
    const panels = section(page, 'extremes').split('class="extreme"').slice(1);
    expect(panels).toHaveLength(9);
    const sorted = (metric: string, sign: number): number[] =>
      run.list
        .filter((r) => !r.trouble)
        .sort((a, b) => sign * (a.scores[metric]! - b.scores[metric]!) || a.index - b.index)
        .slice(0, 8)
        .map((r) => r.index);
    for (const [metric, sign, title] of [
      ['sharpness', 1, 'Worst: lowest'],
      ['blockiness', -1, 'Worst: highest'],
      ['brightness', 1, 'Lowest'],
    ] as const) {
      const panel = panels.find((p) => p.includes(`<h3 class="gate">${metric}<`))!;
      const [, one, other] = panel.split('<h4>') as [string, string, string];
      expect(one).toMatch(new RegExp(`^${title}<`));
      expect([metric, drawnIn(one)]).toEqual([metric, sorted(metric, sign)]);
      expect([metric, drawnIn(other)]).toEqual([metric, sorted(metric, -sign)]);
    }
  });

  it('list items, troubles, proposals, balance, options, and a command to decide again', () => {
    expect(section(page, 'items').match(/<tr data-verdict/g)).toHaveLength(120);
    expect(section(page, 'items')).toMatch(/<mark title="threshold 12">/);
    const troubled = run.list.filter((r) => r.trouble);
    expect(section(page, 'troubles').match(/<td class="detail">/g)).toHaveLength(troubled.length);
    expect(section(page, 'troubles')).toContain('Expected an image for train/notes.png but received text');
    expect(section(page, 'proposals')).toContain('<code>--gate sharpness=14.2..</code>');
    expect(section(page, 'proposals')).toContain('at least 12');
    expect(section(page, 'proposals')).toContain('<span>9 \u00b7 15.5\u00a0%</span>');
    expect(section(page, 'balance')).toContain('12</td><td class="share" data-label="Share">');
    const json = section(page, 'options').match(/<code>([\s\S]*)<\/code>/)![1]!;
    expect(JSON.parse(json.replaceAll('&quot;', '"'))).toEqual(run.options);
    expect(section(page, 'regate')).toContain('diptych curate &#39;/data/faces/portraits v2&#39; \\\n  --out ');
  });

  it('draw pairs side by side', async () => {
    const pairs = await makeCuration(root, { count: 30, kind: 'pair' });
    const text = await report(pairs);
    expect(text).toContain('viewBox="0 0 203 100" role="img" aria-label="before and after of train/');
    const [, index] = text.match(/<use href="#p(\d+)-0" x="0"\/><use href="#p\1-1" x="103"\/>/)!;
    expect(text).toContain(`<image id="p${index}-0"`);
    expect(text).toContain(`<image id="p${index}-1"`);
    expect(text).toContain('<b>30 pairs</b>');
  });
});

describe('hostile, broken and large datasets', () => {
  const evil = `"><img src=x onerror=alert(1)></script><script>alert(2)</script>'\u0000\u202egpj.exe`;

  it('cannot inject, nor turn the direction of writing', async () => {
    const list: ItemRecord[] = run.list.slice(0, 20).map((r) => ({
      ...r,
      key: `${evil}${r.index}`,
      split: evil,
      ...(r.gate !== undefined && { gate: evil }),
      ...(r.trouble && { trouble: { ...r.trouble, detail: evil } }),
      ...(r.duplicate && { duplicate: { ...r.duplicate, of: evil } }),
      scores: { ...r.scores, [evil]: r.index, constructor: 1, ...(JSON.parse('{"__proto__": 2}') as object) },
      failures: [{ gate: evil, value: 0, threshold: 1 }],
    }));
    const text = await report({
      ...run,
      records: () => list,
      input: { path: `/x/${evil}`, format: evil, describe: evil },
      options: { [evil]: evil },
      bands: { ...BANDS, [evil]: { min: 5 } },
      metrics: [...run.metrics, { ...run.metrics[0]!, name: evil, unit: evil, describe: evil }],
      yieldRows: [{ gate: evil, tried: 1, dropped: 1, wouldDrop: 1, share: 1, flag: evil }],
      troubles: { [evil]: 3 },
      keeperRule: evil,
      balance: [{ bin: evil, before: 1, after: 1 }],
      proposals: [{ metric: evil, band: { min: 1 }, why: 'tail', tried: 9, lost: 1, alone: 1 }],
      notices: [evil],
      picture: async (record) => (record.index % 2 === 0 ? `data:image/svg+xml,${evil}` : evil),
    });
    const names = elementsOf(text);
    expect(names.filter((n) => n === 'script')).toHaveLength(1);
    expect(names.filter((n) => n === 'img' || n === 'image')).toEqual([]);
    expect(text).not.toContain('<img src=x');
    expect(text).not.toContain('\u0000');
    expect(text.split('&lt;img src=x').length).toBeGreaterThan(50);
    for (const id of ['items', 'troubles', 'edges', 'duplicates'])
      expect([id, section(text, id).match(/<code[^>]*>[^<]*\u202e/)]).toEqual([id, null]);
    expect(section(text, 'items')).toContain('\\u{202e}gpj.exe');
    expect(section(text, 'extremes')).toContain('constructor');
    expect(text).toContain('class="lost"');
  });

  it('stay small with long names, and name what has no picture', async () => {
    const long = `${'\u202e<"&'.repeat(1000)}`;
    const noise = `data:image/webp;base64,${'A'.repeat(30_000)}`;
    function* records(): Generator<ItemRecord> {
      for (let i = 0; i < 6000; i++) {
        const base = run.list[i % 120]!;
        const scores = Object.fromEntries(
          Array.from({ length: 90 }, (_, m) => [`metric_${m}`, ((i * (m + 7)) % 6007) / 7]),
        );
        const trouble = base.trouble && { ...base.trouble, detail: long };
        yield {
          ...base,
          index: i,
          kind: 'pair',
          key: `${long}${i}`,
          scores: trouble ? {} : { ...base.scores, ...scores },
          ...(trouble && { trouble }),
        };
      }
    }
    await writeCurationReport({ ...run, records, picture: async () => noise });
    expect((await stat(join(root, 'report.html'))).size).toBeLessThan(40 << 20);
    const text = await readFile(join(root, 'report.html'), 'utf8');
    expect(text.match(/<(?:image|text) id="p/g)).toHaveLength(800);
    expect(text.match(/<text id="p/g)!.length).toBe(800 - Math.floor((12 << 20) / noise.length));
    expect(section(text, 'items')).toContain('These are 2,000 of 6,000, evenly spread');
    expect(section(text, 'extremes')).toContain('Pictures of 400 items are embedded');
    expect(text).toMatch(/more without a picture:/);
    expect(section(text, 'scores').match(/<figure/g)).toHaveLength(63);
    expect(section(text, 'troubles').match(/<td class="detail">/g)).toHaveLength(200);
  });

  it('still make a page of nothing, and of pictures that throw', async () => {
    const none = { exact: 0, near: 0, identity: 0, leaks: 0, clusters: 0 };
    const empty = { yieldRows: [], troubles: {}, balance: [], proposals: [], notices: [], bands: {}, metrics: [] };
    const text = await report({ ...run, ...empty, duplicates: none, records: () => [] });
    elementsOf(text);
    for (const words of ['No gate was active', 'No item was measured', 'No item repeats another', 'nothing was read'])
      expect(text).toContain(words);
    for (const id of ['proposals', 'balance', 'troubles']) expect([id, section(text, id)]).toEqual([id, '']);
    const lost = await report({ ...run, picture: () => Promise.reject(new Error('gone')) });
    elementsOf(lost);
    expect(lost).not.toContain('<image');
    expect(lost).toContain('no picture</text>');
  });
});
