/** A made-up curation to report on: records from a small generator of our own, pictures drawn by the caller or plain. */
import sharp from 'sharp';
import { type CurationReportOptions, type MetricInfo, pictureOf } from '../../src/filter/curation-report/index.js';
import { yieldTable } from '../../src/filter/yield.js';
import type { Duplicate, ImageRef, Item, ItemRecord, MeasuredImage, Role, Trouble } from '../../src/item.js';
import type { Band } from '../../src/pair.js';
import { stream } from './report-fixture.js';

/** Gates of the made-up curation, in gate order. */
export const BANDS: Record<string, Band> = {
  faces: { min: 1, max: 1 },
  face_px: { min: 64 },
  yaw: { min: -30, max: 30 },
  sharpness: { min: 12 },
  clipped_bright: { max: 0.1 },
};

const info = (
  name: string,
  unit: string,
  direction: MetricInfo['direction'],
  range: MetricInfo['range'],
  describe: string,
): MetricInfo => ({ name, unit, direction, range, describe });

export const METRICS: MetricInfo[] = [
  info('min_side', 'px', 'higher', [1, Infinity], 'Shorter side of the image.'),
  info('sharpness', '', 'higher', [0, Infinity], 'Deviation of the Laplacian of the luma at 512 px.'),
  info('brightness', '', 'none', [0, 255], 'Mean luma.'),
  info('clipped_bright', 'share', 'lower', [0, 1], 'Share of pixels at the upper end of the range.'),
  info('blockiness', '', 'lower', [0, Infinity], 'Steps at the borders of 8 x 8 blocks against steps elsewhere.'),
  info('faces', 'count', 'none', [0, Infinity], 'Faces that were found.'),
  info('face_px', 'px', 'higher', [0, Infinity], 'Distance between the irises.'),
  info('yaw', 'degrees', 'none', [-90, 90], 'Turn of the head to the side.'),
  info('eyes_open', 'share', 'higher', [0, 1], 'How far the eyes are open.'),
  info('identity', 'cosine', 'higher', [-1, 1], 'Likeness of the two faces.'),
];

/** Picture of a role of item `index` in a file format. */
export type Draw = (index: number, role: string) => Promise<Buffer>;

/** A gradient whose colour tells the item. */
const plainPicture: Draw = (index, role) => {
  const [width, height] = [40, 48];
  const data = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    data[3 * i] = (index * 53) % 256;
    data[3 * i + 1] = Math.round((255 * (i % width)) / width);
    data[3 * i + 2] = role === 'after' ? 220 : Math.round((255 * Math.floor(i / width)) / height);
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
};

/** What a fixture is made from. */
export interface CurationFixture {
  readonly count: number;
  readonly kind?: Item['kind'];
  readonly draw?: Draw;
}

/** Items that repeat the one `steps` before them, by what they are of a dozen. */
const REPEATS: Readonly<Record<number, { steps: number; how: Duplicate['how'] }>> = {
  4: { steps: 1, how: 'exact' },
  5: { steps: 2, how: 'near' },
  9: { steps: 2, how: 'identity' },
};

/** Returns what a job would hand to `writeCurationReport`; writes nothing. */
export async function makeCuration(
  root: string,
  { count, kind = 'single', draw = plainPicture }: CurationFixture,
): Promise<CurationReportOptions & { list: ItemRecord[] }> {
  const list = Array.from({ length: count }, (_, index) => recordAt(index, kind));
  const repeats = list.flatMap((r) => r.duplicate ?? []);
  const by = (how: Duplicate['how']): number => repeats.filter((d) => d.how === how).length;
  const troubles: Record<string, number> = {};
  for (const { trouble } of list) if (trouble) troubles[trouble.reason] = (troubles[trouble.reason] ?? 0) + 1;
  return {
    root,
    list,
    input: { path: '/data/faces/portraits v2', format: 'folder', describe: 'portraits in one folder a split' },
    options: {
      profile: 'portraits',
      seed: 0,
      gates: BANDS,
      duplicates: { near: 10, identity: 0.6 },
      models: { faces: { name: 'face_landmarker', sha256: 'a'.repeat(64) } },
    },
    metrics: METRICS,
    bands: BANDS,
    records: () => list,
    yieldRows: await yieldTable(list as never, Object.keys(BANDS)),
    troubles,
    duplicates: {
      exact: by('exact'),
      near: by('near'),
      identity: by('identity'),
      leaks: repeats.filter((d) => d.leak).length,
      clusters: new Set(list.flatMap((r) => r.cluster ?? [])).size,
    },
    keeperRule: 'Of a cluster the item in the training split stays, then the largest, then the sharpest.',
    balance: [
      { bin: 'yaw \u221230 to \u221210 degrees', before: 9, after: 9 },
      { bin: 'yaw \u221210 to 10 degrees', before: 24, after: 12 },
      { bin: 'yaw 10 to 30 degrees', before: 11, after: 10 },
    ],
    proposals: [
      { metric: 'sharpness', band: { min: 14.2 }, why: 'valley', tried: 58, lost: 9, alone: 7 },
      { metric: 'blockiness', band: { max: 1.31 }, why: 'tail', tried: 58, lost: 1, alone: 0 },
    ],
    notices: [`Attributes were not scored on ${count} of ${count} items: out of the pack's domain.`],
    picture: async (record, role) => pictureOf(await draw(record.index, role)),
  };
}

const TROUBLE: readonly Trouble[] = [
  { reason: 'not_an_image', detail: 'Expected an image for train/notes.png but received text' },
  { reason: 'truncated', detail: 'Expected 81,120 bytes for val/x.jpg but received 4,096' },
];

function recordAt(index: number, kind: Item['kind']): ItemRecord {
  const draw = stream(index + 1);
  const near = (centre: number, width: number): number =>
    Number((centre + width * (draw() + draw() + draw() - 1.5)).toPrecision(6));
  const scores: Record<string, number> = {
    min_side: Math.round(near(900, 500)),
    sharpness: Math.abs(near(22, 14)),
    brightness: near(128, 60),
    clipped_bright: Math.abs(near(0.02, 0.06)),
    blockiness: near(1.1, 0.12),
    faces: index % 17 === 8 ? 2 : index % 23 === 11 ? 0 : 1,
    face_px: near(130, 75),
    yaw: near(0, 28),
    eyes_open: Math.min(1, Math.max(0, near(0.8, 0.25))),
    ...(kind === 'pair' && { identity: Math.min(1, near(0.7, 0.2)) }),
  };
  const split = index % 5 === 4 ? 'val' : 'train';
  const key = keyAt(index, split);
  const base = { index, key, kind, split, images: imagesOf(key, kind, scores) };
  if (index % 14 === 13) {
    const trouble = TROUBLE[(index / 14) & 1]!;
    return { ...base, images: [], scores: {}, verdict: 'dropped', gate: 'trouble', failures: [], trouble };
  }
  const failures = Object.entries(BANDS).flatMap(([gate, { min = -Infinity, max = Infinity }]) => {
    const value = scores[gate]!;
    return value < min ? [{ gate, value, threshold: min }] : value > max ? [{ gate, value, threshold: max }] : [];
  });
  const turn = index % 12;
  const repeat = REPEATS[turn];
  const cluster =
    turn >= 3 && turn <= 5
      ? 2 * Math.floor(index / 12)
      : turn === 7 || turn === 9
        ? 2 * Math.floor(index / 12) + 1
        : undefined;
  const of = repeat && index - repeat.steps;
  const leak = of !== undefined && (of % 5 === 4) !== (index % 5 === 4);
  const duplicate: Duplicate | undefined = repeat && {
    how: repeat.how,
    of: keyAt(of!, of! % 5 === 4 ? 'val' : 'train'),
    distance: { exact: 0, near: 4, identity: 0.71 }[repeat.how],
    leak,
  };
  const gate = failures[0]?.gate ?? (duplicate && 'duplicate');
  return {
    ...base,
    scores,
    verdict: gate ? 'dropped' : 'kept',
    failures,
    ...(gate && { gate }),
    ...(duplicate && { duplicate }),
    ...(cluster !== undefined && { cluster }),
  };
}

function keyAt(index: number, split: string): string {
  return `${split}/person-${String(index % 19).padStart(2, '0')}/IMG_${4000 + index}`;
}

function imagesOf(key: string, kind: Item['kind'], scores: Record<string, number>): MeasuredImage[] {
  const roles: Role[] = kind === 'pair' ? ['before', 'after'] : ['image'];
  return roles.map((role): MeasuredImage => {
    const ref: ImageRef = { role, path: `${key}.${role}.jpg` };
    return {
      ...ref,
      width: 1024,
      height: 1024,
      format: 'jpeg',
      bytes: 1,
      sha256: '0'.repeat(64),
      notes: [],
      pixels: '0'.repeat(64),
      phash: '0'.repeat(16),
      thumb: `${'A'.repeat(134)}==`,
      scores,
    };
  });
}
