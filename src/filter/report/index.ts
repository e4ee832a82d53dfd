/**
 * The report of a dataset: what the job says of itself, records, yield and previews in, `report.html` out.
 *
 *   recipe ─► edited (`generate`), grown (`grow`) ─► subject
 *   records ─► collect ─► header, gate-table, gallery, scores, misses, records, sources ─► page ─► write
 *               tally       html from `markup`, pictures from `images`, charts from `bars` and `chart`, the frame from `document`
 */
export { editedSubject } from './edited.js';
export { type GrownModels, grownSubject } from './grown.js';
export type { ReportOptions, ReportSubject } from './types.js';
export { writeReport } from './write.js';
