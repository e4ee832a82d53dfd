/** How each consumer finds and cuts its files, re-implemented from its source so that exports are read as they will be. */
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { extract } from 'tar-stream';

/** Decoded image: HWC RGB. */
export interface Pixels {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export async function pixelsOf(input: string | Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(input).raw().toBuffer({ resolveWithObject: true });
  return { bytes: new Uint8Array(data), width: info.width, height: info.height };
}

/** `make_dataset` of data/image_folder.py: walks sub-folders, keeps known extensions, sorts whole paths. */
export async function makeDatasetOf(folder: string, extensions: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && extensions.some((extension) => entry.name.endsWith(extension)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** pix2pix: `.webp` is not among them. */
export const PIX2PIX_EXTENSIONS = [
  '.jpg',
  '.JPG',
  '.jpeg',
  '.JPEG',
  '.png',
  '.PNG',
  '.ppm',
  '.PPM',
  '.bmp',
  '.BMP',
  '.tif',
  '.TIF',
  '.tiff',
  '.TIFF',
];

/** aligned_dataset.py: `w2 = int(w / 2)`, A is `crop((0, 0, w2, h))`, B is `crop((w2, 0, w, h))`. */
export async function loadPix2pix(root: string, phase: string): Promise<{ a: Pixels; b: Pixels }[]> {
  const paths = await makeDatasetOf(join(root, phase), PIX2PIX_EXTENSIONS);
  return Promise.all(
    paths.map(async (path) => {
      const { width, height } = await pixelsOf(path);
      const half = Math.trunc(width / 2);
      const crop = async (left: number, w: number) =>
        pixelsOf(await sharp(path).extract({ left, top: 0, width: w, height }).png().toBuffer());
      return { a: await crop(0, half), b: await crop(half, width - half) };
    }),
  );
}

/** pix2pixHD's aligned_dataset.py: A and B are paired by their places in two sorted lists. */
export async function loadPix2pixHd(root: string, phase: string): Promise<[string, string][]> {
  const [a, b] = await Promise.all(
    ['A', 'B'].map((side) => makeDatasetOf(join(root, `${phase}_${side}`), PIX2PIX_EXTENSIONS)),
  );
  return a!.map((path, i) => [path, b![i]!]);
}

/** edit_dataset.py: `seeds[floor(s0 * n):floor(s1 * n)]`, `<name>/prompt.json`, `<seed>_0.jpg`, `<seed>_1.jpg`. */
export async function loadInstructPix2pix(
  root: string,
  split: 'train' | 'val' | 'test',
  splits: readonly [number, number, number],
) {
  if (splits[0] + splits[1] + splits[2] !== 1) throw new Error('assert sum(splits) == 1');
  const bounds = { train: [0, splits[0]], val: [splits[0], splits[0] + splits[1]], test: [splits[0] + splits[1], 1] }[
    split
  ];
  const seeds = JSON.parse(await readFile(join(root, 'seeds.json'), 'utf8')) as [string, number[]][];
  const [from, to] = bounds.map((bound) => Math.floor(bound * seeds.length));
  return Promise.all(
    seeds.slice(from, to).map(async ([name, [seed]]) => ({
      name,
      edit: JSON.parse(await readFile(join(root, name, 'prompt.json'), 'utf8')).edit as string,
      before: await pixelsOf(join(root, name, `${seed}_0.jpg`)),
      after: await pixelsOf(join(root, name, `${seed}_1.jpg`)),
    })),
  );
}

/** tariterators.py: key and column are cut at the first dot of the base name; a new key begins a new sample. */
export async function loadWebDataset(tars: readonly string[]) {
  const samples: Record<string, Buffer | string>[] = [];
  const headers: { name: string; mtime: number }[] = [];
  for (const tar of tars) {
    const reader = createReadStream(tar).pipe(extract());
    for await (const entry of reader) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      const [, key, column] = /^((?:.*\/|)[^.]+)[.]([^/]*)$/.exec(entry.header.name)!;
      headers.push({ name: entry.header.name, mtime: entry.header.mtime!.getTime() });
      if (samples.at(-1)?.__key__ !== key) samples.push({ __key__: key! });
      const sample = samples.at(-1)!;
      if (sample[column!.toLowerCase()]) throw new Error(`duplicate ${entry.header.name}`);
      sample[column!.toLowerCase()] = Buffer.concat(chunks);
    }
  }
  return { samples, headers };
}
