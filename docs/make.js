/** `npm run docs`: writes docs/recipe.md, docs/curation-reference.md and docs/hair-reference.md. */
import { writeFileSync } from 'node:fs';
import { HAIR_COLOURS } from '../dist/augment/hair/colours.js';
import { STYLES } from '../dist/augment/hair/grow/index.js';
import { curateOptionsSchema } from '../dist/curate-options.js';
import { curationMetrics } from '../dist/curation/metrics.js';
import { SOURCE_FORMATS } from '../dist/dataset/source/index.js';
import * as curation from '../dist/filter/curate/index.js';
import { GROWN_BANDS, GROWN_METRICS } from '../dist/filter/hair/index.js';
import * as filter from '../dist/filter/index.js';
import { growRecipeSchema } from '../dist/grow-recipe.js';
import { TROUBLES } from '../dist/item.js';
import { openPack } from '../dist/pack/load.js';
import * as presets from '../dist/presets.js';
import * as recipe from '../dist/recipe.js';
import { curationPage } from './curation-page.js';
import { hairPage } from './hair-page.js';
import { recipePage } from './recipe-page.js';

const write = (name, text) => writeFileSync(new URL(name, import.meta.url), text);

write('./recipe.md', recipePage({ ...recipe, ...presets, ...filter }));
const { manifest } = await openPack('heads');
const sources = { ...curation, curationMetrics, SOURCE_FORMATS, TROUBLES, curateOptionsSchema, manifest };
write('./curation-reference.md', curationPage(sources));
write('./hair-reference.md', hairPage({ growRecipeSchema, STYLES, HAIR_COLOURS, GROWN_METRICS, GROWN_BANDS }));
