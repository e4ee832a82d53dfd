/** `npm run docs`: writes docs/recipe.md. */
import { writeFileSync } from 'node:fs';
import * as filter from '../dist/filter/index.js';
import * as presets from '../dist/presets.js';
import * as recipe from '../dist/recipe.js';
import { recipePage } from './recipe-page.js';

writeFileSync(new URL('./recipe.md', import.meta.url), recipePage({ ...recipe, ...presets, ...filter }));
