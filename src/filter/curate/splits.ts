/** New splits that keep what belongs together on one side. */
import { SPLITS, type SplitShares, splitOf } from '../../dataset/splits.js';
import type { KeyList } from './keys.js';

/**
 * Split of each row: a place in SPLITS, by the seed and the key of the row that stands for its group. So a group is
 * never torn, and an item stays where it is when others are added, unless one of them takes over its group. Shares hold
 * for groups: a large group moves the items' shares off them.
 */
export function splitsFor(groups: Int32Array, keys: KeyList, shares: SplitShares, seed: number): Uint8Array {
  const splits = new Uint8Array(groups.length);
  for (let row = 0; row < groups.length; row++) {
    if (groups[row] === row) splits[row] = SPLITS.indexOf(splitOf(keys.at(row), seed, shares));
  }
  for (let row = 0; row < groups.length; row++) splits[row] = splits[groups[row]!]!;
  return splits;
}
