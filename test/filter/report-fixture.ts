/** A made-up run to report on: records from a small generator of our own, pictures drawn by the caller or plain. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import type { Preview } from '../../src/dataset/previews.js';
import type { PairRecord } from '../../src/dataset/record.js';
import { editedSubject, type ReportOptions } from '../../src/filter/report/index.js';
import { yieldTable } from '../../src/filter/yield.js';
import type { PackFile, PackManifest } from '../../src/pack/manifest.js';
import { type Band, pairId } from '../../src/pair.js';
import { recipeSchema } from '../../src/recipe.js';

/** Gates of the made-up run, in gate order. */
export const BANDS: Record<string, Band> = {
  target_reached: { min: 1 },
  identity: { min: 0.5 },
  'drift.smile': { max: 0.15 },
  yaw_change: { max: 5 },
  outside_change: { max: 6 },
  sharpness_ratio: { min: 0.6, max: 1.6 },
  duplicate: { min: 3 },
};

/** Picture of a role (a state's label, `mask` or `preview`) of pair `index`. */
export type Draw = (index: number, role: string) => Promise<Buffer>;

const plainPicture: Draw = (index, role) => {
  const n = (index * 53 + role.length * 31) % 256;
  const background = role === 'mask' ? { r: 255, g: 255, b: 255 } : { r: n, g: 128, b: 255 - n };
  return sharp({ create: { width: 24, height: 24, channels: 3, background } })
    .png({ compressionLevel: 1 })
    .toBuffer();
};

/** Writes pictures of a run of `count` candidates into `root` and returns what a job would hand to `writeReport`. */
export async function makeRun(
  root: string,
  { count, labels = ['before', 'after'], draw = plainPicture }: { count: number; labels?: string[]; draw?: Draw },
): Promise<ReportOptions & { records: PairRecord[] }> {
  const records: PairRecord[] = [];
  const previews: Preview[] = [];
  for (let index = 0; index < count; index++) {
    const record = recordAt(index, labels);
    records.push(record);
    for (const [role, { path }] of Object.entries(record.files ?? {})) await put(root, path, await draw(index, role));
    const failure = record.failures[0];
    if (!failure || previews.filter((p) => p.gate === failure.gate).length >= 14) continue;
    const path = `dropped/${failure.gate}/${record.id}.png`;
    await put(root, path, await draw(index, 'preview'));
    previews.push({ gate: failure.gate, id: record.id, path, failure });
  }
  return {
    root,
    subject: editedSubject(RECIPE, MANIFEST),
    records,
    previews,
    yieldRows: await yieldTable(records, Object.keys(BANDS)),
    bands: BANDS,
  };
}

function recordAt(index: number, labels: string[]): PairRecord {
  const draw = stream(index + 1);
  const near = (centre: number, width: number): number => centre + width * (draw() + draw() + draw() - 1.5);
  const sixDigits = (x: number): number => Number(x.toPrecision(6));
  const scores = {
    target_reached: 1,
    identity: sixDigits(Math.min(1, near(0.63, 0.28))),
    'drift.smile': sixDigits(Math.abs(near(0.08, 0.09))),
    'drift.glasses': sixDigits(Math.abs(near(0.02, 0.03))),
    yaw_change: sixDigits(Math.abs(near(0, 3))),
    outside_change: sixDigits(Math.abs(near(1.5, 1.2))),
    sharpness_ratio: sixDigits(near(1.02, 0.16) * (index % 97 === 96 ? 40 : 1)),
    duplicate: Math.round(near(17, 14)),
  };
  const failures = Object.entries(scores).flatMap(([gate, value]) => {
    const { min = -Infinity, max = Infinity } = BANDS[gate] ?? {};
    return value < min ? [{ gate, value, threshold: min }] : value > max ? [{ gate, value, threshold: max }] : [];
  });
  const id = pairId(index);
  const kept = failures.length === 0;
  const file = (role: string) => ({ path: `images/${id}.${role}.png`, sha256: '0'.repeat(64) });
  return {
    index,
    id,
    seed: (index * 2654435761) % 2 ** 32,
    verdict: kept ? 'kept' : 'dropped',
    ...(kept ? { split: 'train' as const } : { gate: failures[0]!.gate }),
    failures,
    edit: { direction: 'age', attribute: 'age', evaluations: 7, reached: true },
    states: labels.map((label, i) => ({
      label,
      strength: sixDigits(near(-2 + (4.5 * i) / (labels.length - 1), 0.5)),
      attributes: { age: sixDigits(near(22 + (43 * i) / (labels.length - 1), 4)) },
    })),
    scores,
    phash: '0123456789abcdef',
    ...(kept ? { files: Object.fromEntries([...labels, 'mask'].map((role) => [role, file(role)])) } : {}),
  };
}

/** Numbers in [0, 1) by mulberry32, so that the fixture is the same everywhere. */
export function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function put(root: string, path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), bytes);
}

export const RECIPE = recipeSchema.parse({
  name: 'age',
  prompt: 'make the person look about sixty',
  count: 60,
  seed: 7,
  edit: { direction: 'age', attribute: 'age', before: { max: 30 }, after: { min: 55 }, given: ['smile'] },
});

const packFile = (path: string, digit: string): PackFile => ({
  path,
  sha256: digit.repeat(64),
  bytes: 1000,
  licence: 'CC0-1.0',
  source: 'trained on renders of MakeHuman heads',
});

const direction = (name: string, digit: string): PackManifest['directions'][number] => ({
  name,
  attribute: name,
  file: packFile(`directions/${name}.npy`, digit),
  space: 'w',
  intercept: 0,
  layers: [0, 12],
  range: [-6, 6],
  accuracy: { validation: 0.97, remaining: 0.91 },
  conditionedOn: [],
  correlations: {},
  generator: 'b'.repeat(64),
});

export const MANIFEST: PackManifest = {
  schema: 1,
  name: 'heads',
  version: '1.0.0',
  description: 'Synthetic heads at 128 px.',
  licence: 'CC0-1.0',
  generator: {
    mapping: packFile('mapping.onnx', 'a'),
    synthesis: packFile('synthesis.onnx', 'b'),
    resolution: 128,
    zDim: 512,
    wDim: 256,
    numWs: 12,
    noise: [],
  },
  scorers: {
    attributes: {
      file: packFile('attributes.onnx', 'c'),
      size: 128,
      attributes: [
        { name: 'age', output: 'age', column: 0, unit: 'years', span: 60 },
        { name: 'smile', output: 'smile', column: 0, unit: 'probability', span: 1 },
        { name: 'glasses', output: 'glasses', column: 0, unit: 'probability', span: 1 },
      ],
    },
    identity: { file: packFile('identity.onnx', 'd'), size: 112, dim: 128 },
  },
  directions: [direction('age', 'e'), direction('smile', 'f'), direction('pose', '9')],
};
