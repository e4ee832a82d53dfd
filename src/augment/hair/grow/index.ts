/**
 * The procedural grower: a style and a head → strands at any growth.
 *
 * style → plan (scalp, beard, brow: lengths and combing as functions of place) → roots → guides (traced over the head)
 *       → locks (what strands draw together to) → strands
 */
export { type GrowOptions, growHair } from './grow.js';
export { type HairStyle, type HairStyleInput, hairStyleSchema } from './style.js';
export { STYLES } from './styles/index.js';
