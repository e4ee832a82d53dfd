/** Balance: as many items of each bin. */
import { hash32 } from '../../random.js';
import type { Bins } from './bins.js';
import type { KeyList } from './keys.js';

/** One bin, or cell of bins where several attributes are balanced together. */
export interface BalanceRow {
  /** Such as `age 20 to 30` or `age 20 to 30, gender female`; `not measured` for the items apart. */
  readonly bin: string;
  readonly before: number;
  readonly after: number;
}

/** One attribute of the balance: the value of each row, NaN where it has none, and the bins. */
export interface BalanceAxis {
  readonly attribute: string;
  readonly values: Float32Array;
  readonly bins: Bins;
}

/**
 * Most items that a bin keeps, as a multiple of the smallest bin that counts: 1 makes bins even. A bin counts when it
 * holds at least a tenth of an even share; a rarer one is kept whole and does not decide, as three old people would
 * otherwise leave three of everybody.
 */
export const SLACK = 1;
const RARE = 0.1;

/** Which rows of `kept` go, and the counts. */
export interface Balance {
  /** 1 for each row that is dropped. */
  readonly dropped: Uint8Array;
  readonly rows: BalanceRow[];
}

/**
 * Evens out the cells that the bins of all axes make together. In each, the items whose hash of (seed, key) is smallest
 * stay, whatever the others are: the choice does not depend on order, and changes little when items are added. Items
 * without a value on some axis are kept apart and all stay.
 */
export function balance(
  kept: Uint32Array,
  size: number,
  axes: readonly BalanceAxis[],
  keys: KeyList,
  seed: number,
  slack = SLACK,
): Balance {
  const cells = axes.reduce((product, axis) => product * axis.bins.labels.length, 1);
  const cell = Int32Array.from(kept, (row) => cellOf(row, axes));
  const counts = new Uint32Array(cells);
  let apart = 0;
  for (const at of cell) {
    if (at < 0) apart++;
    else counts[at]!++;
  }
  const most = capOf(counts, slack);
  const hashes = Uint32Array.from(kept, (row, i) => {
    const chosen = cell[i]! >= 0 && counts[cell[i]!]! > most;
    return chosen ? hash32(`${seed}/balance/${keys.at(row)}`) : 0;
  });
  const order = Uint32Array.from(kept, (_, i) => i).sort((a, b) => hashes[a]! - hashes[b]! || kept[a]! - kept[b]!);
  const after = new Uint32Array(cells);
  const dropped = new Uint8Array(size);
  for (const i of order) {
    const at = cell[i]!;
    if (at < 0) continue;
    if (after[at]! < most) after[at]!++;
    else dropped[kept[i]!] = 1;
  }
  const rows = Array.from(counts, (before, at) => ({ bin: nameOf(at, axes), before, after: after[at]! }));
  // One axis shows its empty bins, which say what the dataset lacks; cells of several would mostly be empty.
  const shown = axes.length === 1 ? rows : rows.filter((row) => row.before > 0);
  return { dropped, rows: apart > 0 ? [...shown, { bin: 'not measured', before: apart, after: apart }] : shown };
}

function capOf(counts: Uint32Array, slack: number): number {
  const filled = counts.filter((count) => count > 0);
  const even = filled.reduce((a, b) => a + b, 0) / Math.max(1, filled.length);
  const deciding = filled.filter((count) => count >= RARE * even);
  return deciding.length === 0 ? 0 : Math.ceil(slack * deciding.reduce((a, b) => Math.min(a, b)));
}

/** Cells count up along the last axis first; −1 where a value is missing. */
function cellOf(row: number, axes: readonly BalanceAxis[]): number {
  let cell = 0;
  for (const { values, bins } of axes) {
    const value = values[row]!;
    if (Number.isNaN(value)) return -1;
    cell = cell * bins.labels.length + bins.binOf(value);
  }
  return cell;
}

function nameOf(cell: number, axes: readonly BalanceAxis[]): string {
  let rest = cell;
  const names = axes.toReversed().map(({ attribute, bins }) => {
    const label = bins.labels[rest % bins.labels.length]!;
    rest = Math.floor(rest / bins.labels.length);
    return `${attribute} ${label}`;
  });
  return names.toReversed().join(', ');
}
