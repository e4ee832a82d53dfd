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
import type { ExportDataset, ExportRow, ValueColumn } from './row.js';
import type { Exporter } from './summary.js';

/** A file is closed before it would exceed this; the Hub's own converter aims at 500 MB. */
const FILE_BYTES = 5e8;
/** A row group is closed at either bound, whichever comes first; one group is held in memory. */
const GROUP = { rows: 100, bytes: 32e6 };

/** Column of an image. */
const NAMES = { image: 'image', input: 'input_image', output: 'edited_image', mask: 'mask' } as const;

/** Exports as parquet files. */
export const exportParquet: Exporter = (root, out, options = {}) =>
  exportRows({ name: 'parquet', holdsPortraits: true }, root, out, options, async (folder, dataset) => {
    const writers = new Map<Split, ReturnType<typeof splitWriter>>();
    await mkdir(join(folder, 'data'));
    return {
      async add(row) {
        const { split } = row;
        const writer = writers.get(split) ?? splitWriter(join(folder, 'data'), split, dataset);
        writers.set(split, writer);
        writer.add(await cellsOf(row, dataset));
      },
      async finish() {
        for (const writer of writers.values()) await writer.close();
        const splits = SPLITS.filter((split) => writers.has(split));
        const card = await readFile(join(root, ROOT_FILES.card), 'utf8');
        const files = (split: Split): string => `data/${split}-*.parquet`;
        await writeFile(join(folder, ROOT_FILES.card), recardForExport(card, splits, files));
        return [describe(dataset), ...dataset.notices];
      },
    };
  });

function describe({ images, columns }: ExportDataset): string {
  const others = columns.filter(({ type }) => type !== 'float').map(({ name }) => name);
  return `Columns: ${[...images.map((name) => NAMES[name]), ...others].join(', ')} and the scores`;
}

type Cells = Readonly<Record<string, unknown>>;

/** Values of one row by column; a score that was not measured is null. */
async function cellsOf(
  { images, values }: ExportRow,
  dataset: ExportDataset,
): Promise<{ cells: Cells; bytes: number }> {
  const files = await Promise.all(
    dataset.images.map(async (name) => {
      const file = images[name]!;
      return [NAMES[name], { bytes: await file.read(), path: basename(file.path) }] as const;
    }),
  );
  const cell = ({ name, type }: ValueColumn): unknown => {
    const value = values[name];
    if (value === undefined) return null;
    return type === 'int' ? BigInt(value) : value;
  };
  return {
    cells: {
      ...Object.fromEntries(files),
      ...Object.fromEntries(dataset.columns.map((column) => [column.name, cell(column)])),
    },
    bytes: files.reduce((sum, [, { bytes }]) => sum + bytes.length, 0),
  };
}

/** Writes one split; names get their total when it is known. */
function splitWriter(folder: string, split: Split, dataset: ExportDataset) {
  const { schema, columns, features } = layoutOf(dataset);
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

/** Types of a column in Parquet and as `datasets` calls them. */
const TYPES = {
  text: [{ type: 'BYTE_ARRAY', converted_type: 'UTF8' }, 'string'],
  int: [{ type: 'INT64' }, 'int64'],
  float: [{ type: 'DOUBLE' }, 'float64'],
} as const;

/** Parquet schema, how to write each column, and the features as `datasets` declares them. */
function layoutOf(dataset: ExportDataset) {
  const images = dataset.images.map((name) => NAMES[name]);
  const optional = 'OPTIONAL' as const;
  const leaf = (name: string, type: keyof typeof TYPES) =>
    ({ name, ...TYPES[type][0], repetition_type: optional }) as const;
  const schema = [
    { name: 'schema', num_children: images.length + dataset.columns.length },
    ...images.flatMap((name) => [
      { name, num_children: 2, repetition_type: optional },
      { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: optional } as const,
      leaf('path', 'text'),
    ]),
    ...dataset.columns.map(({ name, type }) => leaf(name, type)),
  ];
  // Encoded images do not compress, have no order, and never repeat.
  const asIs = { codec: 'UNCOMPRESSED', encoding: 'PLAIN', statistics: false } as const;
  const columns = [
    ...images.map((name) => ({ name, ...asIs })),
    ...dataset.columns.map(({ name }) => ({ name, columnIndex: true })),
  ];
  const features = Object.fromEntries([
    ...images.map((name) => [name, { _type: 'Image' }] as const),
    ...dataset.columns.map(({ name, type }) => [name, { dtype: TYPES[type][1], _type: 'Value' }] as const),
  ]);
  return { schema, columns, features };
}
