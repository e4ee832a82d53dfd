/**
 * Exports: a finished dataset → the folder that a training repository expects.
 *
 *   pix2pix           {train,val,test}/…/<key>.png, side by side
 *   pix2pixhd         {train,val,test}_{A,B}/…/<key>.<ext>
 *   instruct-pix2pix  seeds.json, <key>/{prompt.json,<seed>_0.jpg,<seed>_1.jpg}
 *   webdataset        <split>-00000.tar
 *   parquet           data/<split>-00000-of-00001.parquet
 *
 * Datasets of `generate` and of `curate` are exported alike; single portraits, which only a curated dataset can be of,
 * have a place in the last two. Keys are nine digits, by which `records.jsonl` tells what became of each item.
 *
 * Hugging Face `imagefolder` and diffusers' train_instruct_pix2pix.py read the dataset as it is.
 */
import { exportInstructPix2pix } from './instruct-pix2pix.js';
import { exportParquet } from './parquet.js';
import { exportPix2pix } from './pix2pix.js';
import { exportPix2pixHd } from './pix2pixhd.js';
import type { Exporter } from './summary.js';
import { exportWebDataset } from './webdataset.js';

export type { Exporter, ExportOptions, ExportSummary } from './summary.js';

/** Exporters by the name of their format. */
export const EXPORTERS = {
  pix2pix: exportPix2pix,
  pix2pixhd: exportPix2pixHd,
  'instruct-pix2pix': exportInstructPix2pix,
  webdataset: exportWebDataset,
  parquet: exportParquet,
} as const satisfies Readonly<Record<string, Exporter>>;

/** Name of an export format. */
export type ExportFormat = keyof typeof EXPORTERS;
