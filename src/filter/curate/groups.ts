/** What must not be torn apart by splits, and what is: links between items that show the same face or picture. */

import { type Duplicates, HOW } from './clusters.js';
import { type Columns, MEASURED } from './columns.js';
import { EqualIndex } from './equal.js';
import type { Identities } from './identity.js';

/** How many items share something with an item of another split. */
export interface LeakRow {
  /** `source`: the same picture as *before* of two pairs, or as a single image. */
  readonly how: 'exact' | 'near' | 'identity' | 'source';
  /** Split of the item, and of the one that it repeats (test before validation before others). */
  readonly split: string;
  readonly of: string;
  readonly items: number;
}

/** For each row the best row (by `order`) with the same source picture; itself where it is that; −1 if unmeasured. */
export function sourcesOf(columns: Columns, order: Uint32Array): Int32Array {
  const sources = new Int32Array(columns.size).fill(-1);
  const index = new EqualIndex(columns.source);
  for (const row of order) sources[row] = index.firstOf(row);
  return sources;
}

/**
 * Links that cross splits, by kind and splits, largest first. Each item counts once: as a duplicate, else by its
 * source, else by its identity.
 */
export function leaksOf(
  columns: Columns,
  duplicates: Duplicates,
  sources: Int32Array,
  identities?: Identities,
): LeakRow[] {
  const counts = new Map<string, { how: LeakRow['how']; split: string; of: string; items: number }>();
  for (let row = 0; row < columns.size; row++) {
    if (columns.state[row] !== MEASURED) continue;
    const links: [LeakRow['how'], number][] = [
      [HOW[duplicates.how[row]!] as LeakRow['how'], duplicates.of[row]!],
      ['source', sources[row]!],
      ['identity', identities?.leader[row] ?? -1],
    ];
    const link = links.find(([, other]) => other >= 0 && crosses(columns, row, other));
    if (!link) continue;
    const [how, other] = link;
    const [split, of] = [columns.splits[columns.split[row]!]!, columns.splits[columns.split[other]!]!];
    const key = JSON.stringify([how, split, of]);
    const entry = counts.get(key) ?? { how, split, of, items: 0 };
    entry.items++;
    counts.set(key, entry);
  }
  return [...counts].sort(([a, x], [b, y]) => y.items - x.items || (a < b ? -1 : 1)).map(([, entry]) => entry);
}

/** Whether two rows are in different splits; having none is being in none. */
export function crosses({ split }: Columns, a: number, b: number): boolean {
  return split[a] !== split[b] && split[a] !== 0 && split[b] !== 0;
}

/**
 * For every row the one that stands for its group: all that duplicates, sources and identities link. Whatever splits
 * by this row keeps the group on one side. Of each group it is the row that comes first in `order`.
 */
export function groupsOf(order: Uint32Array, ...links: readonly (Int32Array | undefined)[]): Int32Array {
  const size = links.find((link) => link)?.length ?? 0;
  const rank = new Uint32Array(size);
  order.forEach((row, i) => {
    rank[row] = i;
  });
  const parent = Int32Array.from({ length: size }, (_, row) => row);
  const rootOf = (row: number): number => {
    let root = row;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  for (const link of links) {
    if (!link) continue;
    for (const row of order) {
      if (link[row]! < 0) continue;
      const [a, b] = [rootOf(row), rootOf(link[row]!)];
      if (rank[a]! < rank[b]!) parent[b] = a;
      else parent[a] = b;
    }
  }
  for (let row = 0; row < size; row++) parent[row] = rootOf(row);
  return parent;
}
