/** Bins of what a dataset is balanced by: a metric, an attribute of the pack, or a tag. */
import { DiptychError } from '../../errors.js';
import type { Measurement } from '../../item.js';

/** Edges between bins of attributes whose scale is known; a value equal to an edge belongs above it. */
const EDGES: Readonly<Record<string, readonly number[]>> = {
  age: [10, 20, 30, 40, 50, 60, 70],
  yaw: [-25, -10, 10, 25],
  pitch: [-15, -5, 5, 15],
  roll: [-15, -5, 5, 15],
  // Shares and probabilities of the pack and of blendshapes: what is hardly there, and what is.
  male: [0.5],
  smile: [0.2, 0.5],
  mouth_open: [0.2, 0.5],
  eyes_open: [0.3, 0.6],
  hair_length: [0.25, 0.5, 0.75],
};

/** What people call attributes. */
const ALIASES: Readonly<Record<string, string>> = { gender: 'male', sex: 'male', pose: 'yaw' };

/** Names of the bins where numbers say little. */
const LABELS: Readonly<Record<string, readonly string[]>> = { male: ['female', 'male'] };

/** Bins of an attribute whose scale is not known, of one width each. */
const UNKNOWN_BINS = 6;

/** Texts beyond these are names rather than kinds: each would be a bin of its own. */
const MOST_CATEGORIES = 256;

/** Reads one attribute; texts are numbered in the order of `categories`, which the reader extends. */
export interface Reader {
  readonly attribute: string;
  /** Texts met so far; empty for a number. */
  readonly categories: string[];
  /** Number, or the place of a text in `categories`; NaN where the item has none. */
  readonly read: (measurement: Measurement) => number;
}

/**
 * A reader of `attribute`: the pack's `attribute.<name>`, a score of that name, else a tag. It throws E_USAGE when a tag
 * turns out to have more than 256 different texts.
 */
export function readerOf(attribute: string): Reader {
  const name = ALIASES[attribute] ?? attribute;
  const categories: string[] = [];
  const places = new Map<string, number>();
  const read = ({ scores, tags }: Measurement): number => {
    const tag = own(scores, `attribute.${name}`) ?? own(scores, name) ?? own(tags ?? {}, attribute);
    if (typeof tag !== 'string') return tag ?? Number.NaN;
    const known = places.get(tag);
    if (known !== undefined) return known;
    if (categories.length === MOST_CATEGORIES) throw tooMany(attribute);
    places.set(tag, categories.length);
    return categories.push(tag) - 1;
  };
  return { attribute, categories, read };
}

/** Bins of one attribute: where a value falls, and what they are called. */
export interface Bins {
  readonly binOf: (value: number) => number;
  readonly labels: readonly string[];
}

/** The bins of a reader, given all values that it read. */
export function binsOf({ attribute, categories }: Reader, values: Float32Array): Bins {
  if (categories.length > 0) return { binOf: (value) => value, labels: categories };
  const name = ALIASES[attribute] ?? attribute;
  const edges = EDGES[name] ?? evenEdges(values);
  const labels = LABELS[name] ?? labelsOf(edges);
  const binOf = (value: number): number => edges.filter((edge) => value >= edge).length;
  return { binOf, labels };
}

/** Edges of bins of one width between the 1 % and the 99 % quantile; outliers join the outer bins. */
function evenEdges(values: Float32Array): number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return [];
  const low = sorted[Math.floor(0.01 * (sorted.length - 1))]!;
  const high = sorted[Math.ceil(0.99 * (sorted.length - 1))]!;
  if (low === high) return [];
  const width = (high - low) / UNKNOWN_BINS;
  return Array.from({ length: UNKNOWN_BINS - 1 }, (_, i) => Number((low + (i + 1) * width).toPrecision(6)));
}

function labelsOf(edges: readonly number[]): string[] {
  if (edges.length === 0) return ['all'];
  const between = edges.slice(1).map((edge, i) => `${edges[i]} to ${edge}`);
  return [`below ${edges[0]}`, ...between, `${edges.at(-1)} and more`];
}

function tooMany(attribute: string): DiptychError {
  return new DiptychError(
    'E_USAGE',
    `Expected a tag with at most ${MOST_CATEGORIES} values for balance but received ${JSON.stringify(attribute)}`,
    { hint: 'Balance by what many items share, such as age, gender or yaw' },
  );
}

function own(of: Readonly<Record<string, string | number>>, name: string): string | number | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}
