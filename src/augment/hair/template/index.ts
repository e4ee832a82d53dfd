/**
 * Templates: hairstyles as files.
 *
 *   resolveTemplates   names, files and folders → built-in styles and files with their hashes
 *   openTemplate       a file → Template, in head space (our own .glb) or in a space of its own
 *   placeOnHead        strands of a foreign space → strands on the generic head
 *   densify, resampleStrands, cutStrands   more strands, fewer, and shorter ones
 *   writeTemplate      strands → our own .glb
 */
export { densify } from './densify.js';
export { type TemplateMeta, writeTemplate } from './glb-write.js';
export { readGlb } from './gltf-read.js';
export { openTemplate } from './open.js';
export { type Placed, type PlaceOptions, placeOnHead } from './place.js';
export { cutStrands, type ResampleOptions, resampleStrands } from './resample.js';
export { type ResolvedTemplate, resolveTemplates } from './resolve.js';
export type { Axis, PlacingHints, Template } from './template.js';
