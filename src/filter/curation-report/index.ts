/**
 * The report of a curation: records and counts in, `report.html` out. Parts that generate's report has too (escaping,
 * tallies, charts, styles) are taken from there.
 *
 *   records ─► collect (first pass) ─► clusters (second pass) ─► album: which items get a picture
 *           ─► header, gates, histograms, edges, proposals, duplicates, balance, extremes, items, troubles, origin
 *           ─► page ─► write
 */
export { pictureOf, THUMBNAIL_PX } from './thumbnail.js';
export type { BalanceRow, CurationReportOptions, DuplicateCounts, MetricInfo, Proposal } from './types.js';
export { writeCurationReport } from './write.js';
