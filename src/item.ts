/**
 * The vocabulary of curation, in the order in which an item of an existing dataset goes through it:
 * Item → Measurement → ItemRecord. An item is a single portrait, or a pair (or stack) of images of one face.
 */
import type { Failure } from './pair.js';

/** What an image is in its item: `image` alone; or `before`, `between/<label>`, `after`, and `mask` where there is one. */
export type Role = 'image' | 'before' | 'after' | 'mask' | `between/${string}`;

/** Where the bytes of an image are. */
export interface ImageRef {
  readonly role: Role;
  /** File that holds it, from the dataset's root, with `/`. */
  readonly path: string;
  /** Where the file is an archive: the member's name, and where its bytes lie. */
  readonly member?: { readonly name: string; readonly offset: number; readonly bytes: number } | undefined;
  /** Where one file holds two images side by side. */
  readonly half?: 'left' | 'right' | undefined;
}

/** Why an item could not be measured. A closed set: the report counts by it. */
export const TROUBLES = [
  'empty',
  'not_an_image',
  'truncated',
  'too_large',
  'too_small',
  'animated',
  'vector',
  'unreadable',
  'symlink_loop',
  'missing_partner',
  'size_mismatch',
  'bad_metadata',
  'timeout',
] as const;

/** An item that cannot be measured, or of which a part cannot. */
export interface Trouble {
  readonly reason: (typeof TROUBLES)[number];
  /** One line for a person, naming the file. */
  readonly detail: string;
}

/** One item of a dataset, in the order of its source. */
export interface Item {
  readonly index: number;
  /** Unique and stable in the dataset: the path without its extension, or the key in an archive. */
  readonly key: string;
  readonly kind: 'single' | 'pair';
  /** As the dataset calls it (`train`, `val`, `test`, …); absent where it has no splits. */
  readonly split?: string | undefined;
  /** `before` first, then steps in between, `after`, `mask`. Holds what was found where something is missing. */
  readonly images: readonly ImageRef[];
  /** Set by the reader of the source; such an item is recorded and never opened. */
  readonly trouble?: Trouble | undefined;
  /** What the dataset says of it, such as `prompt`; carried into the record. */
  readonly tags?: Readonly<Record<string, string | number>> | undefined;
}

/** Decoded image: interleaved RGB, sRGB, 8 bit, upright, linear index (y*W + x)*3 + c. */
export interface Picture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What was measured of one image, as the clean dataset would have it: cropped where it is aligned. */
export interface MeasuredImage extends ImageRef {
  readonly width: number;
  readonly height: number;
  /** `jpeg`, `png`, `webp`, … as decoded. */
  readonly format: string;
  readonly bytes: number;
  /** sha256 of the file, or of the archive's member, as it was read. */
  readonly sha256: string;
  /** What was put right on reading: `rotated`, `cmyk`, `16-bit`, `alpha`, `grey`, `icc`. */
  readonly notes: readonly string[];
  /** sha256 of size and pixels as decoded: equal for equal pictures in whatever file. */
  readonly pixels: string;
  /** 64-bit perceptual hash, 16 hex digits. */
  readonly phash: string;
  /** The picture in 100 bytes, base64: tells copies from what the hash takes for one. */
  readonly thumb: string;
  /** Where it was aligned: the corners of its crop in px of the original, [x0, y0, …], upper left first, counter-clockwise. */
  readonly quad?: readonly number[] | undefined;
  /** Raw metrics by name; what could not be measured is absent. */
  readonly scores: Readonly<Record<string, number>>;
}

/** All that was measured of an item, independent of thresholds. One line of `measurements.jsonl`. */
export interface Measurement {
  readonly index: number;
  readonly key: string;
  readonly kind: Item['kind'];
  readonly split?: string | undefined;
  readonly tags?: Readonly<Record<string, string | number>> | undefined;
  readonly images: readonly MeasuredImage[];
  readonly trouble?: Trouble | undefined;
  /** What gates look at: for an image metric the worst of all images, and the metrics of the pair. */
  readonly scores: Readonly<Record<string, number>>;
  /** Whether the pack's scorers may speak of it; absent where they were not asked. */
  readonly inDomain?: boolean | undefined;
  /** Identity of `before` or `image`: unit vector as signed bytes (round(127·x)), base64; absent where not measured. */
  readonly identity?: string | undefined;
}

/** Relation of an item to another that made it redundant. */
export interface Duplicate {
  /** `exact`: same pixels; `near`: perceptual hash within the distance; `identity`: same face. */
  readonly how: 'exact' | 'near' | 'identity';
  /** Key of the keeper of the cluster. */
  readonly of: string;
  /** Differing bits for `near`, cosine for `identity`, 0 for `exact`. */
  readonly distance: number;
  /** Whether the two stood in different splits. */
  readonly leak: boolean;
}

/** One line of `records.jsonl`: what was measured, what was decided, and where the item is now. */
export interface ItemRecord extends Omit<Measurement, 'identity'> {
  readonly verdict: 'kept' | 'dropped';
  /** What decided: `trouble`, the first failed gate, `duplicate`, `balance`; absent when kept. */
  readonly gate?: string | undefined;
  readonly failures: readonly Failure[];
  readonly duplicate?: Duplicate | undefined;
  /** Number of its cluster of duplicates; absent where it has none. */
  readonly cluster?: number | undefined;
  /** Path (with its folder) by role in the clean dataset, and sha256 of the file; absent when dropped. */
  readonly files?: Readonly<Record<string, { readonly path: string; readonly sha256: string }>> | undefined;
}
