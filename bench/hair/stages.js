/** Where the time of one pair goes, on one core. */
import { meanAlbedo, namedColour } from '../../dist/augment/hair/colours.js';
import { warpPoints } from '../../dist/augment/hair/fit/index.js';
import { fuseHair } from '../../dist/augment/hair/fuse/index.js';
import { distanceField } from '../../dist/augment/hair/head/distance.js';
import { loadHead } from '../../dist/augment/hair/head/load.js';
import { orientationMap } from '../../dist/augment/hair/orientation.js';
import { renderHair } from '../../dist/augment/hair/raster/render.js';
import { loadModels } from '../../dist/engine/load.js';
import { drawPair } from '../../dist/growing/draw.js';
import { prepare } from '../../dist/growing/prepare.js';
import { resolveGrowRecipe } from '../../dist/growing/resolve.js';
import { sampleHead } from '../../dist/growing/sampled.js';
import { openTemplates } from '../../dist/growing/templates.js';
import { directionNamed } from '../../dist/pack/directions.js';
import { openPack } from '../../dist/pack/load.js';
import { streamOf } from '../../dist/random.js';
import { number } from '../table.js';
import { median } from '../timing.js';

/** A pair at this size with so many strands is to take so long at most, seconds on one core. */
const AIM = { size: 512, strands: 50_000, seconds: 1.5 };
const COLOUR = 'brown';

/**
 * @param {string} style
 * @param {{ sizes: readonly number[], strands: readonly number[], repeats: number }} grid
 * @returns {Promise<import('../table.js').Row[]>}
 */
export async function stageRows(style, { sizes, strands, repeats }) {
  const head = await loadHead();
  const [template] = await openTemplates([{ kind: 'style', name: style }], head, distanceField(head));
  const pack = await openPack('heads');
  const models = await loadModels(pack, { provider: 'cpu', threads: 1 });
  const hairiness = await directionNamed(pack, 'bald-to-hair');
  const rows = [{ name: `Stages of a pair, ${style}, ms (median of ${repeats})` }];
  for (const size of sizes) {
    const recipe = resolveGrowRecipe({ flags: { size } });
    const portrait = await firstHead({ models, hairiness, recipe });
    const classes = pack.manifest.scorers.parsing.classes;
    const ready = prepare(portrait, head, recipe, classes);
    const fresh = () => prepare(portrait, head, recipe, classes).bald();
    rows.push({ name: `${size} px, portrait made ready`, value: number(time(fresh, repeats), 0) });
    for (const count of strands) {
      const stages = timeStages({ ready, template, head, recipe: { ...recipe, strands: count } }, repeats);
      const total = stages.pair / 1000;
      const aimed = size === AIM.size && count === AIM.strands;
      const parts = Object.entries(stages).filter(([name]) => name !== 'pair');
      rows.push({
        name: `${size} px, ${count} strands, pair`,
        value: number(stages.pair, 0),
        ...(aimed && { aim: `≤ ${AIM.seconds * 1000}`, met: total <= AIM.seconds }),
      });
      rows.push({ name: `  ${parts.map(([name, ms]) => `${name} ${number(ms, 0)}`).join(', ')}`, value: '' });
    }
  }
  await models.close();
  return rows;
}

/** The first sample that becomes bald. */
async function firstHead(sampler) {
  for (let index = 0; ; index++) {
    const portrait = await sampleHead(index, sampler);
    if (!('trouble' in portrait)) return portrait;
  }
}

function timeStages({ ready, template, head, recipe }, repeats) {
  const { width, height } = ready.image;
  const value = namedColour(COLOUR);
  const bare = ready.bald();
  const grow = () => template.grow(1, { strands: recipe.strands, seed: 1 });
  const strands = grow();
  const warp = () => ({ ...strands, points: warpPoints(ready.fitted.warp, strands.points.slice()) });
  const worn = warp();
  const options = { width, height, colour: value, seed: 1, head: ready.raster };
  const render = () => renderHair(worn, ready.fitted, head, ready.light, options);
  const layer = render();
  const toFuse = { before: bare.image, layer, light: ready.light, regions: bare.regions, target: meanAlbedo(value) };
  const fuse = () => fuseHair({ ...toFuse, random: streamOf(1, 1, 'grain') }, recipe.fuse);
  const { after, hairMask } = fuse();
  const orient = () => orientationMap(after, hairMask, { spacing: 'true' });
  const plan = { index: 0, portrait: 0, template: 0, colour: 0, growth: [0, 1], seed: 1 };
  const colour = { name: COLOUR, value };
  const pair = () => drawPair(plan, ready, { template, colour, head, recipe });
  return Object.fromEntries(
    Object.entries({ grow, warp, render, fuse, orient, pair }).map(([name, run]) => [name, time(run, repeats)]),
  );
}

/** Median ms, after one run that does not count. */
function time(run, repeats) {
  run();
  const taken = Array.from({ length: repeats }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return median(taken);
}
