import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PairRecord } from '../../src/dataset/record.js';
import { growGates } from '../../src/filter/hair/index.js';
import { grownSubject, writeReport } from '../../src/filter/report/index.js';
import { yieldTable } from '../../src/filter/yield.js';
import { growRecipeSchema } from '../../src/grow-recipe.js';
import { elementsOf, section } from './page.js';
import { MANIFEST } from './report-fixture.js';

const RECIPE = growRecipeSchema.parse({ templates: ['bob', 'buzz'], portraits: 'faces', count: 3, sequence: 3 });
const FACE_FILES = [
  { role: 'landmarker', name: 'face_landmarker.task', licence: 'Apache-2.0', sha256: '7'.repeat(64) },
];
const ROLES = ['before', 'step-1', 'after', 'mask', 'hair', 'edges', 'orientation'];

let root: string;
let page: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'diptych-grown-report-'));
  const records = [recordAt(0, {}), recordAt(1, { floaters: 0.25 }), troubled(2)];
  const picture = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#a86' } })
    .png()
    .toBuffer();
  for (const { path } of Object.values(records[0]!.files!)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), picture);
  }
  const gates = growGates(RECIPE.gates);
  await writeReport({
    root,
    subject: grownSubject(RECIPE, { faceFiles: FACE_FILES }),
    records,
    yieldRows: await yieldTable(records, ['faces', ...gates.map((gate) => gate.name)]),
    previews: [],
    bands: Object.fromEntries(gates.map((gate) => [gate.metric, gate.band])),
  });
  page = await readFile(join(root, 'report.html'), 'utf8');
});
afterAll(() => rm(root, { recursive: true }));

function recordAt(index: number, worse: Record<string, number>): PairRecord {
  const [gate] = Object.keys(worse);
  const id = String(index).padStart(9, '0');
  const files = ROLES.map((role) => [role, { path: `train/${role}/${id}.png`, sha256: '0'.repeat(64) }] as const);
  return {
    index,
    id,
    seed: 40 + index,
    verdict: gate ? 'dropped' : 'kept',
    ...(gate ? { gate } : { split: 'train' as const, files: Object.fromEntries(files) }),
    failures: gate ? [{ gate, value: worse[gate]!, threshold: 0.01 }] : [],
    edit: { direction: 'hair', attribute: 'hair', evaluations: 1, reached: true },
    states: ['before', 'step-1', 'after'].map((label, i) => ({ label, strength: i / 2, attributes: {} })),
    scores: { orientation_error: 6.5, outside_change: 0, floaters: 0, hair_coverage: 0.9, ...worse },
    hair: { portrait: 'ada<b>.jpg', template: 'bob', colour: 'dark brown', strands: 50000 },
    phash: '0123456789abcdef',
  };
}

function troubled(index: number): PairRecord {
  const { scores: _, ...record } = recordAt(index, { faces: 2 });
  return { ...record, scores: {}, hair: { ...record.hair!, trouble: 'ada<b>.jpg: 2 faces' } };
}

it('says at the top what was grown, and how well', () => {
  elementsOf(page);
  const head = page.match(/<header[\s\S]*?<\/header>/)![0];
  expect(head).toContain('<h1>hair</h1>');
  expect(head).toContain('Grows <b>bob, buzz</b> on <b>faces</b> in 3 images');
  expect(head).toContain('length 0 \u2192 0.7 to 1 \u00b7 50,000 strands');
  expect(head).toContain('<b>1</b><span>of 3 candidates');
  expect(head).toContain('2 short of the 3 asked for');
  expect(head).toMatch(/<dt>Orientation<\/dt><dd><b>6.50<\/b>/);
  expect(head).toMatch(/<dt>Outside<\/dt>/);
});

it('shows the images, the maps and what each pair is made of', () => {
  const pairs = section(page, 'pairs');
  expect(pairs.match(/class="(base|over)"/g)).toHaveLength(3);
  expect(pairs).toContain('<span>step-1</span>');
  for (const map of ['mask', 'hair', 'edges', 'orientation'])
    expect(pairs).toMatch(new RegExp(`<img src="data:image/webp;base64,[^"]+" alt=""><span>${map}</span>`));
  expect(pairs).toContain('<dt>style</dt><dd>bob</dd>');
  expect(pairs).toContain('<dt>colour</dt><dd>dark brown</dd>');
  expect(pairs).toContain('<dt>length</dt><dd>0 \u2192 1');
  expect(pairs).not.toContain('<dt>trouble</dt>');
});

it('tells of gates and scores in the metrics’ own words', () => {
  const row = section(page, 'gates').match(/<tr><th scope="row">floaters[\s\S]*?<\/tr>/)![0];
  expect(row).toContain('at most 0.01 share');
  expect(section(page, 'scores')).toContain('Share of the hair that is joined neither to the head nor to hair on it.');
});

it('lists every candidate, with its trouble, and no columns of an attribute', () => {
  const records = section(page, 'records');
  const heads = [...records.matchAll(/<button type="button">([^<]*)<\/button>/g)].map((m) => m[1]);
  expect(heads.slice(0, 11)).toEqual([
    'Id',
    'Verdict',
    'Gate',
    'Split',
    'Seed',
    'style',
    'colour',
    'portrait',
    'trouble',
    'Length',
    'removal.removed (share)',
  ]);
  const cells = records.match(/<tbody>\s*(<tr[\s\S]*?<\/tr>)/)![1]!.match(/<t[hd][ >]/g)!;
  expect(cells).toHaveLength(heads.length);
  expect(records).toContain('<td>ada&lt;b&gt;.jpg: 2 faces</td>');
});

it('ends with the recipe and the models', () => {
  expect(section(page, 'recipe')).toContain('same portraits and styles');
  expect(section(page, 'recipe')).toContain('&quot;job&quot;: &quot;grow&quot;');
  expect(section(page, 'models')).toContain('face_landmarker.task');
  expect(section(page, 'models')).toContain('7'.repeat(64));
  const sampled = grownSubject(RECIPE, { faceFiles: [], pack: MANIFEST });
  expect(sampled.models.files.map(([role]) => role)).toEqual(['mapping', 'synthesis', 'attributes', 'identity']);
});
