/** Which item of a cluster of duplicates stays. */
import { type Columns, MEASURED } from './columns.js';

/** The rule, as reports state it. */
export const KEEPER_RULE =
  'Of duplicates the one stays that passes the gates; then that of the test split before validation before any other, ' +
  'so that a benchmark stays what it was; then the one that needs no conversion, has more pixels, the sharper face, the sharper image, and the ' +
  'lowest index.';

/** Names by which datasets call the splits that are for measuring. */
const RANK: Readonly<Record<string, number>> = { test: 0, validation: 1, valid: 1, val: 1, dev: 1, eval: 1 };

/** Rank of a split: test 0, validation 1, anything else 2. */
export function splitRank(name: string): number {
  const key = name.toLowerCase();
  return Object.hasOwn(RANK, key) ? RANK[key]! : 2;
}

/** Rows of all measured items, best keeper first. Allocates. */
export function keeperOrder(of: Columns): Uint32Array {
  const ranks = of.splits.map(splitRank);
  const { gate, split, converted, pixels, faceSharpness, sharpness } = of;
  let count = 0;
  const rows = new Uint32Array(of.size);
  for (let row = 0; row < of.size; row++) if (of.state[row] === MEASURED) rows[count++] = row;
  return rows
    .subarray(0, count)
    .sort(
      (a, b) =>
        Number(gate[a]! >= 0) - Number(gate[b]! >= 0) ||
        ranks[split[a]!]! - ranks[split[b]!]! ||
        converted[a]! - converted[b]! ||
        pixels[b]! - pixels[a]! ||
        faceSharpness[b]! - faceSharpness[a]! ||
        sharpness[b]! - sharpness[a]! ||
        a - b,
    );
}
