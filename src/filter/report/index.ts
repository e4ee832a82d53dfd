/**
 * The report of a dataset: records, yield and previews in, `report.html` out.
 *
 *   records ─► collect ─► header, gate-table, gallery, scores, misses, records, sources ─► page ─► write
 *               tally       html from `markup`, pictures from `images`, charts from `bars` and `chart`, the frame from `document`
 */
export type { ReportOptions } from './types.js';
export { writeReport } from './write.js';
