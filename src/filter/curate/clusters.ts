/**
 * Duplicates: which item makes which redundant.
 *
 * Clusters are stars around keepers, not chains. Items are taken in the order of KEEPER_RULE; one that is near a keeper
 * is its duplicate, any other becomes a keeper. So every duplicate is within the distance of the item that stays for
 * it, which the two ends of a chain need not be: in a video, where each frame is near the next, linking would leave
 * one frame of all, and stars leave one of each stretch.
 *
 * Mirrored copies are not found: mirroring negates the frequencies of odd u, but each bit compares with the median of
 * all of them, which moves, so the hash of the mirrored picture does not follow from the hash.
 */
import { popcount } from '../phash.js';
import { THUMB_BYTES, thumbDistance } from '../single/thumb.js';
import type { Columns } from './columns.js';
import { EqualIndex } from './equal.js';
import type { Identities } from './identity.js';
import { HashIndex } from './near.js';

/** Relations in the order of their codes; 0 stands for none. */
export const HOW = ['none', 'exact', 'near', 'identity'] as const;

/** Differing bits up to which hashes count as near by default. */
export const NEAR_BITS = 10;

/**
 * Difference of thumbs from which near hashes are two pictures after all, in standard deviations of the picture: faces
 * aligned on a plain ground share most of what a hash sees. Why here: src/filter/single/thumb.ts.
 */
export const OTHER_PICTURE = 0.12;

/** What makes a duplicate. */
export interface DuplicateOptions {
  /** Differing bits within which hashes are near, 0 to 16. */
  readonly distance: number;
  /** Whether one item of an identity is enough. */
  readonly dedupeIdentity?: boolean | undefined;
}

/** For every row: the keeper that makes it redundant, or −1; how, a place in HOW; and by how much. */
export interface Duplicates {
  readonly of: Int32Array;
  readonly how: Uint8Array;
  /** Bits for near (of a pair the larger of *before* and *after*), cosine for identity, 0 for exact. */
  readonly distance: Float32Array;
}

/** Duplicates among the rows of `order`, best keeper first. Singles and pairs are compared among their own. */
export function duplicatesOf(
  columns: Columns,
  order: Uint32Array,
  options: DuplicateOptions,
  identities?: Identities,
): Duplicates {
  const found: Duplicates = {
    of: new Int32Array(columns.size).fill(-1),
    how: new Uint8Array(columns.size),
    distance: new Float32Array(columns.size),
  };
  for (const kind of [0, 1]) {
    const rows = order.filter((row) => columns.pair[row] === kind);
    if (rows.length > 0) among(rows, columns, options, identities, found);
  }
  return found;
}

function among(
  rows: Uint32Array,
  columns: Columns,
  { distance, dedupeIdentity }: DuplicateOptions,
  identities: Identities | undefined,
  { of, how, distance: by }: Duplicates,
): void {
  // Pairs made from few pictures share *before*; looked up by what differs more, they do not crowd one bucket.
  const [sought, other] = more(columns.first, columns.last, rows);
  const equals = new EqualIndex(columns.exact);
  const index = new HashIndex(distance);
  const mark = (row: number, keeper: number, code: number, value: number): void => {
    of[row] = keeper;
    how[row] = code;
    by[row] = value;
  };
  for (const row of rows) {
    const twin = equals.firstOf(row);
    if (twin !== row) {
      if (of[twin]! < 0) mark(row, twin, 1, 0);
      else mark(row, of[twin]!, how[twin]!, by[twin]!);
      continue;
    }
    const [high, low] = [sought[2 * row]!, sought[2 * row + 1]!];
    const near = index.nearest(high, low, (keeper, bits) => {
      if (differ(columns.firstThumb, row, keeper) || differ(columns.lastThumb, row, keeper)) return 65;
      return Math.max(bits, bitsBetween(other, row, keeper));
    });
    if (near) {
      mark(row, near.row, 2, near.distance);
      continue;
    }
    const leader = identities?.leader[row] ?? -1;
    if (dedupeIdentity && leader >= 0 && leader !== row && columns.pair[leader] === columns.pair[row]) {
      mark(row, of[leader]! < 0 ? leader : of[leader]!, 3, identities!.cosine[row]!);
      continue;
    }
    index.add(row, high, low);
  }
}

function more(a: Uint32Array, b: Uint32Array, rows: Uint32Array): [Uint32Array, Uint32Array] {
  const [ofA, ofB] = [new EqualIndex(a), new EqualIndex(b)];
  for (const row of rows) {
    ofA.firstOf(row);
    ofB.firstOf(row);
  }
  return ofB.count > ofA.count ? [b, a] : [a, b];
}

function differ(thumbs: Uint8Array, a: number, b: number): boolean {
  return thumbDistance(thumbs, a * THUMB_BYTES, thumbs, b * THUMB_BYTES) > OTHER_PICTURE;
}

function bitsBetween(words: Uint32Array, a: number, b: number): number {
  return popcount(words[2 * a]! ^ words[2 * b]!) + popcount(words[2 * a + 1]! ^ words[2 * b + 1]!);
}

/** Clusters one after the other: members of cluster c are `members[starts[c]]` to `members[starts[c + 1] − 1]`. */
export interface Clusters {
  readonly count: number;
  /** count + 1 numbers. */
  readonly starts: Uint32Array;
  /** Rows; of each cluster the keeper first, then in the order of KEEPER_RULE. */
  readonly members: Uint32Array;
  /** Cluster of each row, −1 where it has none. Numbered by the keepers' indices. */
  readonly cluster: Int32Array;
}

/** The clusters of two or more. */
export function clustersOf({ of }: Pick<Duplicates, 'of'>, order: Uint32Array): Clusters {
  const sizes = new Uint32Array(of.length);
  for (const keeper of of) if (keeper >= 0) sizes[keeper]!++;
  const cluster = new Int32Array(of.length).fill(-1);
  let count = 0;
  for (let row = 0; row < of.length; row++) if (sizes[row]! > 0) cluster[row] = count++;
  const starts = new Uint32Array(count + 1);
  for (let row = 0; row < of.length; row++) if (cluster[row]! >= 0) starts[cluster[row]! + 1] = sizes[row]! + 1;
  for (let c = 0; c < count; c++) starts[c + 1]! += starts[c]!;
  for (let row = 0; row < of.length; row++) if (of[row]! >= 0) cluster[row] = cluster[of[row]!]!;
  const members = new Uint32Array(starts[count]!);
  const filled = starts.slice();
  for (const row of order) if (cluster[row]! >= 0) members[filled[cluster[row]!]!++] = row;
  return { count, starts, members, cluster };
}
