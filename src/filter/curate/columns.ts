/**
 * What decisions need of every item, a column each: some 300 bytes an item and the embedding where there is one, so
 * that a million items are decided on in memory while their measurements stay on disk. Rows are item indices; the
 * columns do not depend on the order in which measurements come.
 */
import { createHash } from 'node:crypto';
import { invariant } from '../../errors.js';
import { type Measurement, TROUBLES } from '../../item.js';
import { THUMB_BYTES, thumbBytes } from '../single/thumb.js';
import { Embeddings } from './embeddings.js';
import { grown, KeyList, type Numbers } from './keys.js';

/** `state` of a row. From `TROUBLE` on it is a trouble: its place in TROUBLES is `state − TROUBLE`. */
export const ABSENT = 0;
export const MEASURED = 1;
export const TROUBLE = 2;

/** Splits of a dataset that a column can tell apart. */
const MOST_SPLITS = 255;

/** The columns. Rows that no measurement came for have the state ABSENT. */
export class Columns {
  /** Largest index + 1; typed arrays may be longer. */
  size = 0;
  state = new Uint8Array(64);
  /** 1 for a pair. */
  pair = new Uint8Array(64);
  /** Place in `splits`. */
  split = new Uint8Array(64);
  /** Names of splits; the first stands for having none. */
  readonly splits: string[] = [''];
  /** Place of the first failed gate; −1 where all passed. */
  gate = new Int16Array(64);
  /** 1 where an image had to be converted to be read as what it is (CMYK, rotated, …): a copy, as a rule. */
  converted = new Uint8Array(64);
  /** Pixels of the item's smallest image. */
  pixels = new Uint32Array(64);
  /** Of the item's scores; −1 where it was not measured. */
  faceSharpness = new Float32Array(64);
  sharpness = new Float32Array(64);
  /** Two words a row: fingerprint of the pixels of all images but the mask. */
  exact = new Uint32Array(128);
  /** Two words a row: fingerprint of the pixels of `before` or `image`. */
  source = new Uint32Array(128);
  /** Two words a row: perceptual hash of the first image, and of the last. */
  first = new Uint32Array(128);
  last = new Uint32Array(128);
  /** THUMB_BYTES a row: of the first image, and of the last. */
  firstThumb = new Uint8Array(64 * THUMB_BYTES);
  lastThumb = new Uint8Array(64 * THUMB_BYTES);
  /** One column for each of `readers`. */
  readonly values: Float32Array<ArrayBuffer>[];
  readonly keys = new KeyList();
  readonly embeddings = new Embeddings();
  readonly #readers: readonly ((measurement: Measurement) => number)[];

  /** `readers` give further values to keep, NaN where there is none. */
  constructor(readers: readonly ((measurement: Measurement) => number)[] = []) {
    this.#readers = readers;
    this.values = readers.map(() => new Float32Array(64));
  }

  /** Fills the row of a measurement. `gate` is the place of the first gate that it failed, −1 for none. */
  add(measurement: Measurement, gate: number): void {
    const { index, kind, split, scores, trouble } = measurement;
    invariant(Number.isInteger(index) && index >= 0, 'an item has an index');
    this.#reserve(index + 1);
    invariant(this.state[index] === ABSENT, `item ${index} is measured once`);
    this.state[index] = trouble ? TROUBLE + TROUBLES.indexOf(trouble.reason) : MEASURED;
    this.pair[index] = kind === 'pair' ? 1 : 0;
    this.split[index] = this.#splitCode(split ?? '');
    this.keys.set(index, measurement.key);
    this.gate[index] = gate;
    this.faceSharpness[index] = scores.face_sharpness ?? -1;
    this.sharpness[index] = scores.sharpness ?? -1;
    this.#readers.forEach((read, i) => {
      this.values[i]![index] = read(measurement);
    });
    if (!trouble) this.#addImages(measurement);
  }

  #addImages({ index, images, identity }: Measurement): void {
    const shown = images.filter((image) => image.role !== 'mask');
    const [first, last] = [shown[0], shown.at(-1)];
    invariant(first && last, 'an item without trouble has an image');
    this.pixels[index] = Math.min(...shown.map((image) => image.width * image.height));
    this.converted[index] = shown.some((image) => image.notes.length > 0) ? 1 : 0;
    fingerprint(first.pixels, this.source, index);
    fingerprint(shown.map((image) => image.pixels).join(' '), this.exact, index);
    words(first.phash, this.first, index);
    words(last.phash, this.last, index);
    this.firstThumb.set(thumbBytes(first.thumb), index * THUMB_BYTES);
    this.lastThumb.set(thumbBytes(last.thumb), index * THUMB_BYTES);
    if (identity !== undefined) this.embeddings.add(index, identity);
  }

  #splitCode(name: string): number {
    const known = this.splits.indexOf(name);
    if (known >= 0) return known;
    invariant(this.splits.length < MOST_SPLITS, `a dataset has fewer than ${MOST_SPLITS} splits`);
    return this.splits.push(name) - 1;
  }

  #reserve(rows: number): void {
    this.size = Math.max(this.size, rows);
    if (rows <= this.state.length) return;
    const longer = <T extends Numbers>(column: T): T => grown(column, (column.length / this.state.length) * rows);
    this.pair = longer(this.pair);
    this.split = longer(this.split);
    this.gate = longer(this.gate);
    this.converted = longer(this.converted);
    this.pixels = longer(this.pixels);
    this.faceSharpness = longer(this.faceSharpness);
    this.sharpness = longer(this.sharpness);
    this.exact = longer(this.exact);
    this.source = longer(this.source);
    this.first = longer(this.first);
    this.last = longer(this.last);
    this.firstThumb = longer(this.firstThumb);
    this.lastThumb = longer(this.lastThumb);
    for (let i = 0; i < this.values.length; i++) this.values[i] = longer(this.values[i]!);
    this.state = longer(this.state);
  }
}

/** First 64 bits of sha256: of a million items, two different ones share them with a probability of 3e-8. */
function fingerprint(text: string, into: Uint32Array, row: number): void {
  const digest = createHash('sha256').update(text).digest();
  into[2 * row] = digest.readUInt32BE(0);
  into[2 * row + 1] = digest.readUInt32BE(4);
}

/** Sixteen hex digits as two words. */
function words(hex: string, into: Uint32Array, row: number): void {
  into[2 * row] = Number.parseInt(hex.slice(0, 8), 16);
  into[2 * row + 1] = Number.parseInt(hex.slice(8, 16), 16);
}
