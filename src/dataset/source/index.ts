/**
 * Datasets that exist, read as items: a folder → its layout (`recognise`) → drafts of items in a stable order (one file a
 * layout) → items (`open`), whose bytes `readRef` reads, in any thread.
 *
 *   formats   the layouts, and what is recognised as them
 *   walk      folders side by side, names grouped; on `folder`, which lists and enters one
 *   tar       members by offset; rows-of-text: lines, CSV, JSON arrays of bounded length
 *
 * What is wrong with an item is its trouble, never an exception; nothing outside the root is read but through symbolic
 * links that lead there.
 */
export { SOURCE_FORMAT_NAMES, SOURCE_FORMATS, type SourceFormat } from './formats.js';
export { openSource, type Source } from './open.js';
export { RefError, readRef } from './ref.js';
