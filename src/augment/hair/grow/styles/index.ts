/** The built-in styles, from short to long, then tied hair, beards and brows. */
import { type HairStyle, hairStyleSchema } from '../style.js';
import { BEARDS } from './beards.js';
import { BOBS } from './bobs.js';
import { BROWS } from './brows.js';
import { CROPPED } from './cropped.js';
import { CURLY } from './curly.js';
import { LONG } from './long.js';
import { TEXTURED } from './textured.js';
import { TIED } from './tied.js';

export const STYLES: readonly HairStyle[] = [
  ...CROPPED,
  ...TEXTURED,
  ...CURLY,
  ...BOBS,
  ...LONG,
  ...TIED,
  ...BEARDS,
  ...BROWS,
].map((style) => hairStyleSchema.parse(style));
