/** What decisions look like: arrays with a place for every item, and the tables of the report. */
import type { TROUBLES } from '../../item.js';
import type { Gate } from '../gates.js';
import type { YieldRow } from '../yield.js';
import type { BalanceRow } from './balance.js';
import type { Clusters, Duplicates } from './clusters.js';
import type { Columns } from './columns.js';
import type { LeakRow } from './groups.js';
import type { Identities } from './identity.js';
import type { Proposals } from './propose.js';

/** Codes of verdicts; `absent` is an index without a measurement. All but `kept` name the reason of a drop. */
export const VERDICT = { absent: 0, kept: 1, trouble: 2, gate: 3, duplicate: 4, balance: 5 } as const;

/** Decisions by item index, which is the place in every array. Arrays may be longer than `size`. */
export interface Decided {
  /** Largest index + 1. */
  readonly size: number;
  readonly gates: readonly Gate[];
  /** Codes of VERDICT. */
  readonly verdict: Uint8Array;
  /** Place in `gates` of the first failed gate, −1 for none. */
  readonly gate: Int16Array;
  readonly duplicates: Duplicates;
  readonly clusters: Clusters;
  /** Absent where nothing has an embedding. */
  readonly identities: Identities | undefined;
  /** Place in `splits` of where the item goes; an empty name is having none. */
  readonly split: Uint8Array;
  readonly splits: readonly string[];
  /** Whether the splits are new ones. */
  readonly resplit: boolean;
  /** What the decisions were made from. */
  readonly origin: Columns;
  readonly keyOf: (index: number) => string;
}

/** Duplicates in numbers; what also fails a gate is counted. */
export interface DuplicateSummary {
  readonly exact: number;
  readonly near: number;
  readonly identity: number;
  /** Clusters of two or more, and items in the largest. */
  readonly clusters: number;
  readonly largest: number;
  /** Embeddings, the people that they make, and whether all were compared; absent without embeddings. */
  readonly identities: { readonly measured: number; readonly people: number; readonly exact: boolean } | undefined;
}

/** The tables of the report. */
export interface DecisionTables {
  readonly items: number;
  readonly kept: number;
  /** Reasons that occur, in the order of TROUBLES. */
  readonly trouble: readonly { readonly reason: (typeof TROUBLES)[number]; readonly items: number }[];
  /** Gates in their order, then `duplicate` and `balance` where they dropped something. */
  readonly yield: readonly YieldRow[];
  readonly duplicates: DuplicateSummary;
  readonly leaks: readonly LeakRow[];
  /** Empty where nothing was balanced. */
  readonly balance: readonly BalanceRow[];
  /** Kept items by split. */
  readonly splits: readonly { readonly split: string; readonly kept: number }[];
  readonly proposals: Proposals | undefined;
}
