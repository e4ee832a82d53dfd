/** Sizes of all clusters in five bytes each, so that a million items in pairs cost a few megabytes and no more. */
import { invariant } from '../../errors.js';
import type { ItemRecord } from '../../item.js';
import { emptyRanking, rank } from './ranking.js';

/** More clusters than items that are ever read. */
const LIMIT = 2 ** 26;

/** Members and leaks by the number of the cluster. */
export interface ClusterSizes {
  members: Uint32Array;
  leaks: Uint8Array;
}

/** No clusters. */
export function emptySizes(): ClusterSizes {
  return { members: new Uint32Array(64), leaks: new Uint8Array(64) };
}

/** Counts an item in its cluster, if it has one. */
export function countMember(into: ClusterSizes, { cluster, duplicate }: ItemRecord): void {
  if (cluster === undefined) return;
  invariant(Number.isInteger(cluster) && cluster >= 0 && cluster < LIMIT, 'a cluster has a whole number');
  if (cluster >= into.members.length) {
    const length = Math.max(cluster + 1, 2 * into.members.length);
    const [members, leaks] = [new Uint32Array(length), new Uint8Array(length)];
    members.set(into.members);
    leaks.set(into.leaks);
    Object.assign(into, { members, leaks });
  }
  into.members[cluster]! += 1;
  if (duplicate?.leak) into.leaks[cluster] = 1;
}

/** Numbers of the clusters most worth a look: those that leak between splits, then the largest. */
export function telling({ members, leaks }: ClusterSizes, limit: number): number[] {
  const chosen = emptyRanking<number>(limit);
  members.forEach((size, cluster) => {
    if (size > 1) rank(chosen, -size - (leaks[cluster]! > 0 ? 2 ** 40 : 0), cluster);
  });
  return chosen.items;
}
