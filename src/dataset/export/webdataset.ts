/**
 * WebDataset: `<split>-00000.tar`, …, each pair as adjacent entries `KEY.input.png`, `KEY.output.png`, `KEY.mask.png`,
 * `KEY.json`, a single portrait as `KEY.png`, `KEY.json`. A column has one name in all samples, which Hugging Face
 * asks for: files of a column whose formats differ become PNG. Readers cut key from column at the first dot of the name (webdataset, tariterators.py), so keys have
 * none. Entries have no date and no owner: the same dataset gives the same tar.
 */
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { recardForExport } from '../card.js';
import { ROOT_FILES } from '../layout.js';
import { floatText, jsonObject } from '../rows.js';
import { SPLITS, type Split } from '../splits.js';
import { exportRows } from './folder.js';
import { type ExportDataset, type ExportRow, extensionOf, type ImageColumn, type ValueColumn } from './row.js';
import type { Exporter } from './summary.js';
import { asAccepted } from './transcode.js';

/** A shard is closed before it would exceed this; the Hub's advice is about 1 GB. */
export const SHARD_BYTES = 1e9;

/** Exports as tar shards. */
export const exportWebDataset: Exporter = (root, out, options = {}) =>
  exportRows({ name: 'webdataset', holdsPortraits: true }, root, out, options, async (folder, dataset) => {
    const writers = new Map<Split, ReturnType<typeof shardWriter>>();
    return {
      async add(row) {
        const { split } = row;
        const writer = writers.get(split) ?? shardWriter(folder, split, SHARD_BYTES);
        writers.set(split, writer);
        await writer.add(await entriesOf(row, dataset));
      },
      async finish() {
        for (const writer of writers.values()) await writer.close();
        const splits = SPLITS.filter((split) => writers.has(split));
        const card = await readFile(join(root, ROOT_FILES.card), 'utf8');
        await writeFile(
          join(folder, ROOT_FILES.card),
          recardForExport(card, splits, (split) => `${split}-*.tar`),
        );
        return [
          `Columns: ${[...dataset.images.map((name) => columnOf(name, '<ext>')), 'json'].join(', ')}`,
          ...dataset.notices,
        ];
      },
      async abort() {
        for (const writer of writers.values()) await writer.abort();
      },
    };
  });

/** One member of a tar. */
export interface TarEntry {
  readonly name: string;
  readonly data: Buffer;
}

/** Masks are PNG in every dataset of pairs; a portrait stands alone, so its column is its format. */
function columnOf(name: ImageColumn, extension: string): string {
  if (name === 'image') return extension;
  return `${name}.${name === 'mask' ? 'png' : extension}`;
}

/** The row's members. The JSON has the same fields in every row: readers infer columns from the first few. */
async function entriesOf(row: ExportRow, { images, mixed, columns }: ExportDataset): Promise<TarEntry[]> {
  const { key, values } = row;
  const entries: TarEntry[] = [];
  for (const name of images) {
    const file = row.images[name]!;
    const accepted = name === 'mask' || mixed.includes(name) ? 'png' : extensionOf(file.path);
    const { bytes, extension } = await asAccepted(file, [accepted], 'png');
    entries.push({ name: `${key}.${columnOf(name, extension)}`, data: bytes });
  }
  const complete = columns.filter((column) => column.complete);
  const members = complete.map((column) => [column.name, textOf(column, values[column.name]!)] as const);
  return [...entries, { name: `${key}.json`, data: Buffer.from(jsonObject(members)) }];
}

const textOf = ({ type }: ValueColumn, value: string | number): string =>
  type === 'float' ? floatText(Number(value)) : JSON.stringify(value);

/** Writes samples to `<prefix>-00000.tar`, `<prefix>-00001.tar`, … below `limit` bytes each, one sample at least. */
export function shardWriter(folder: string, prefix: string, limit: number) {
  let shard = 0;
  let size = 0;
  let current: { tar: ReturnType<typeof pack>; written: Promise<void> } | undefined;

  const openShard = () => {
    const tar = pack();
    const name = `${prefix}-${String(shard++).padStart(5, '0')}.tar`;
    const written = pipeline(tar, createWriteStream(join(folder, name)));
    // Awaited in close; until then a failure must not count as unhandled.
    written.catch(() => undefined);
    return { tar, written };
  };
  const close = async (): Promise<void> => {
    current?.tar.finalize();
    await current?.written;
    current = undefined;
    size = 0;
  };

  return {
    async add(entries: readonly TarEntry[]): Promise<void> {
      const bytes = entries.reduce((sum, { data }) => sum + 512 + Math.ceil(data.length / 512) * 512, 0);
      if (size > 0 && size + bytes > limit) await close();
      current ??= openShard();
      size += bytes;
      for (const entry of entries) await Promise.race([addEntry(current.tar, entry), failureOf(current.written)]);
    },
    close,
    async abort(): Promise<void> {
      current?.tar.destroy();
      await current?.written.catch(() => undefined);
    },
  };
}

function addEntry(tar: ReturnType<typeof pack>, { name, data }: TarEntry): Promise<void> {
  return new Promise((resolve, reject) => {
    const header = { name, size: data.length, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 };
    tar.entry(header, data, (error) => (error ? reject(error) : resolve()));
  });
}

/** Settles only if the file could not be written, for instance because the disk is full. */
const failureOf = (written: Promise<void>): Promise<never> => written.then(() => new Promise<never>(() => undefined));
