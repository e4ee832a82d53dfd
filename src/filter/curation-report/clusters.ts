/** The second pass over the records: the members of the few clusters that are shown. */
import type { ItemRecord } from '../../item.js';
import { type ClusterSizes, telling } from './cluster-sizes.js';

/** Clusters shown at most, and members of each. */
const CLUSTER_LIMIT = 24;
const MEMBER_LIMIT = 8;

/** A cluster with its first members. */
export interface Cluster {
  readonly number: number;
  /** Members in all. */
  readonly size: number;
  readonly leaks: boolean;
  /** The keeper first. */
  readonly members: readonly ItemRecord[];
}

/** Reads the records again where there is a cluster to show. */
export async function membersOf(
  records: () => AsyncIterable<ItemRecord> | Iterable<ItemRecord>,
  sizes: ClusterSizes,
): Promise<Cluster[]> {
  const numbers = telling(sizes, CLUSTER_LIMIT);
  if (numbers.length === 0) return [];
  const keepers = new Map<number, ItemRecord>();
  const others = new Map<number, ItemRecord[]>(numbers.map((n) => [n, []]));
  for await (const record of records()) {
    const found = record.cluster === undefined ? undefined : others.get(record.cluster);
    if (!found) continue;
    if (!record.duplicate) keepers.set(record.cluster!, keepers.get(record.cluster!) ?? record);
    else if (found.length < MEMBER_LIMIT) found.push(record);
  }
  return numbers.map((number) => {
    const keeper = keepers.get(number);
    const members = [...(keeper ? [keeper] : []), ...others.get(number)!].slice(0, MEMBER_LIMIT);
    return { number, size: sizes.members[number]!, leaks: sizes.leaks[number]! > 0, members };
  });
}
