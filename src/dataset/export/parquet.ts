/**
 * Parquet as Hugging Face `datasets` writes it: `data/<split>-00000-of-00002.parquet`, an image column being a struct
 * `{bytes, path}` that the file's `huggingface` metadata declares as `Image`. Row groups are small and have a page
 * index, which the Hub's viewer needs.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { recardForExport } from '../card.js';
import { ROOT_FILES } from '../layout.js';
import { SPLITS, type Split } from '../splits.js';
import { exportRows } from './folder.js';
import type { ExportRow } from './pairs.js';
import type { Exporter } from './summary.js';

/** A file is closed before it would exceed this; the Hub's own converter aims at 500 MB. */
const FILE_BYTES = 5e8;
/** A row group is closed at either bound, whichever comes first; one group is held in memory. */
const GROUP = { rows: 100, bytes: 32e6 };

const IMAGES = ['input_image', 'edited_image', 'mask'] as const;

/** Exports as parquet files. */
export const exportParquet: Exporter = (root, out, options = {}) =>
  exportRows(
    'parquet',
    root,
    out,
    options,
    (split) => split,
    async (folder, { stats }) => {
      const scores = [...stats.columns.complete, ...stats.columns.partial].sort();
      const writers = new Map<Split, ReturnType<typeof splitWriter>>();
      await mkdir(join(folder, 'data'));
      return {
        async add(row) {
          const { split } = row.record;
          const writer = writers.get(split) ?? splitWriter(join(folder, 'data'), split, scores);
          writers.set(split, writer);
          writer.add(await cellsOf(row, scores));
        },
        async finish() {
          for (const writer of writers.values()) await writer.close();
          const splits = SPLITS.filter((split) => writers.has(split));
          const card = await readFile(join(root, ROOT_FILES.card), 'utf8');
          const files = (split: Split): string => `data/${split}-*.parquet`;
          await writeFile(join(folder, ROOT_FILES.card), recardForExport(card, splits, files));
          return ['Columns: input_image, edited_image, mask, edit_prompt, id, seed and the scores'];
        },
      };
    },
  );

type Cells = Readonly<Record<string, unknown>>;

/** Values of one row by column; a score that was not measured is null. */
async function cellsOf(row: ExportRow, scores: readonly string[]): Promise<{ cells: Cells; bytes: number }> {
  const files = { input_image: row.input, edited_image: row.output, mask: row.mask };
  const images = await Promise.all(
    IMAGES.map(async (name) => [name, { bytes: await files[name].read(), path: basename(files[name].path) }] as const),
  );
  return {
    cells: {
      ...Object.fromEntries(images),
      edit_prompt: row.prompt,
      id: row.key,
      seed: BigInt(row.record.seed),
      ...Object.fromEntries(scores.map((name) => [name, row.record.scores[name] ?? null])),
    },
    bytes: images.reduce((sum, [, image]) => sum + image.bytes.length, 0),
  };
}

/** Writes one split; names get their total when it is known. */
function splitWriter(folder: string, split: Split, scores: readonly string[]) {
  const { schema, columns, features } = layoutOf(scores);
  const kvMetadata = [{ key: 'huggingface', value: JSON.stringify({ info: { features } }) }];
  let current: ParquetWriter | undefined;
  let group: Cells[] = [];
  let groupBytes = 0;
  let fileBytes = 0;
  let opened = 0;
  const partName = (index: number): string => join(folder, `${split}-${String(index).padStart(5, '0')}`);

  const flushGroup = (): void => {
    if (group.length === 0) return;
    const columnData = columns.map((column) => ({ ...column, data: group.map((cells) => cells[column.name]) }));
    current!.write({ columnData, rowGroupSize: group.length });
    group = [];
    groupBytes = 0;
  };
  const closeFile = (): void => {
    if (!current) return;
    flushGroup();
    current.finish();
    current = undefined;
    fileBytes = 0;
  };

  return {
    add({ cells, bytes }: { cells: Cells; bytes: number }): void {
      if (fileBytes > 0 && fileBytes + bytes > FILE_BYTES) closeFile();
      current ??= new ParquetWriter({
        writer: fileWriter(partName(opened++)),
        schema,
        kvMetadata,
        createdBy: 'diptych',
      });
      group.push(cells);
      groupBytes += bytes;
      fileBytes += bytes;
      if (group.length >= GROUP.rows || groupBytes >= GROUP.bytes) flushGroup();
    },
    async close(): Promise<void> {
      closeFile();
      const total = String(opened).padStart(5, '0');
      for (let i = 0; i < opened; i++) await rename(partName(i), `${partName(i)}-of-${total}.parquet`);
    },
  };
}

/** Parquet schema, how to write each column, and the features as `datasets` declares them. */
function layoutOf(scores: readonly string[]) {
  const optional = 'OPTIONAL' as const;
  const text = (name: string) =>
    ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: optional }) as const;
  const image = (name: string) => [
    { name, num_children: 2, repetition_type: optional },
    { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: optional } as const,
    text('path'),
  ];
  const value = (dtype: string) => ({ dtype, _type: 'Value' });
  const schema = [
    { name: 'schema', num_children: IMAGES.length + 3 + scores.length },
    ...IMAGES.flatMap(image),
    text('edit_prompt'),
    text('id'),
    { name: 'seed', type: 'INT64', repetition_type: optional } as const,
    ...scores.map((name) => ({ name, type: 'DOUBLE', repetition_type: optional }) as const),
  ];
  // Encoded images do not compress, have no order, and never repeat.
  const asIs = { codec: 'UNCOMPRESSED', encoding: 'PLAIN', statistics: false } as const;
  const columns = [
    ...IMAGES.map((name) => ({ name, ...asIs })),
    ...['edit_prompt', 'id', 'seed', ...scores].map((name) => ({ name, columnIndex: true })),
  ];
  const features = Object.fromEntries([
    ...IMAGES.map((name) => [name, { _type: 'Image' }] as const),
    ...['edit_prompt', 'id'].map((name) => [name, value('string')] as const),
    ['seed', value('int64')] as const,
    ...scores.map((name) => [name, value('float64')] as const),
  ]);
  return { schema, columns, features };
}
