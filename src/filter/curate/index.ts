/**
 * filter/curate: what of a dataset is kept, decided on stored measurements alone.
 *
 *   profiles, gates   profile, overrides, metrics → gates
 *   columns           measurements → a few typed arrays (keys, embeddings: their own)
 *   keeper            columns → order of preference among duplicates
 *   clusters          columns, order → exact and near duplicates (equal, near: the indices), clusters
 *   identity          embeddings → who is whom;    groups  links → leaks, and what splits keep together
 *   bins, balance     values → as many items of each bin
 *   splits            groups → train, validation, test
 *   outliers, propose scores → thresholds and their expected loss
 *   decide            measurements → all of it, and the record of each item (decided: the result; record)
 */
export type { BalanceRow } from './balance.js';
export { type Clusters, type Duplicates, HOW, NEAR_BITS, OTHER_PICTURE } from './clusters.js';
export { type DecideOptions, type Decisions, decide } from './decide.js';
export { type Decided, type DecisionTables, type DuplicateSummary, VERDICT } from './decided.js';
export { curationGates } from './gates.js';
export type { LeakRow } from './groups.js';
export { type Identities, SAME_PERSON } from './identity.js';
export { KEEPER_RULE } from './keeper.js';
export { type DatasetKind, defaultProfile, PAIR_GATES, PROFILES, type ProfileName } from './profiles.js';
export type { Proposal, Proposals } from './propose.js';
