/**
 * Whether drawn hair keeps its texture and colour from scene to scene: eight backgrounds × eight directions of light on
 * the generic head, joined three ways.
 *
 *   node bench/hair/stability.js [--style lob] [--colour brown] [--size 256] [--strands 10000]
 *
 *   split      as `grow` does: colour and light of the low band follow the portrait, texture stays
 *   plain      hair over the portrait, nothing else
 *   transfer   hair's mean and deviation in CIELAB made those of the portrait (Reinhard et al. 2001), then over it
 *
 * Texture: coefficient of variation, over the 64 scenes, of the root mean square of luma above the low band within full
 * hair. Colour: CIEDE2000 between mean colours of the low band, over all pairs of scenes and against what hair of this
 * albedo shows under the scene's light.
 */
import { parseArgs } from 'node:util';
import { splitFrequency } from '../../dist/augment/frequency.js';
import { meanAlbedo, namedColour } from '../../dist/augment/hair/colours.js';
import { meanLinear } from '../../dist/augment/hair/fuse/harmonise.js';
import { FUSE_HAIR_DEFAULTS, fuseHair } from '../../dist/augment/hair/fuse/index.js';
import { growHair, STYLES } from '../../dist/augment/hair/grow/index.js';
import { distanceField } from '../../dist/augment/hair/head/distance.js';
import { loadHead } from '../../dist/augment/hair/head/load.js';
import { deltaE, labOf } from '../../dist/augment/hair/lab.js';
import { renderHair } from '../../dist/augment/hair/raster/render.js';
import { shownColour } from '../../dist/augment/hair/shown.js';
import { luma } from '../../dist/image/filter.js';
import { streamOf } from '../../dist/random.js';
import { formatTable, number, percent } from '../table.js';
import { transferColour } from './reinhard.js';
import { BACKGROUNDS, DIRECTIONS, frontal, lightFrom, paintScene } from './scenes.js';

const { values } = parseArgs({
  options: {
    style: { type: 'string', default: 'lob' },
    colour: { type: 'string', default: 'brown' },
    size: { type: 'string', default: '256' },
    strands: { type: 'string', default: '10000' },
  },
});
const size = Number(values.size);
const radius = FUSE_HAIR_DEFAULTS.radius;
const head = await loadHead();
const style = STYLES.find(({ name }) => name === values.style);
const colour = namedColour(values.colour);
const target = meanAlbedo(colour);
const strands = growHair(style, {
  head,
  field: distanceField(head),
  strands: Number(values.strands),
  growth: 1,
  seed: 1,
  index: 0,
});
const { fitted, raster } = frontal(head, size);
const PLAIN = { radius, bands: 1, harmonise: 0, feather: 0, sensor: 0, texture: 0 };

/** @type {Record<string, { texture: number[], labs: import('../../dist/augment/hair/lab.js').Lab[], off: number[] }>} */
const results = {};
for (const direction of DIRECTIONS) {
  const light = lightFrom(direction);
  const layer = renderHair(strands, fitted, head, light, { width: size, height: size, colour, seed: 1, head: raster });
  for (const background of BACKGROUNDS) {
    const { before, regions } = paintScene(raster, light, background);
    const random = streamOf(1, 0, 'grain');
    const scene = { before, layer, light, regions, random };
    measure('split', fuseHair({ ...scene, target }), light);
    measure('plain', fuseHair(scene, PLAIN), light);
    const transferred = { ...layer, colour: transferColour(layer.colour, layer.alpha, before) };
    measure('transfer', fuseHair({ ...scene, layer: transferred }, PLAIN), light);
  }
  process.stderr.write('.');
}
process.stderr.write('\n');

const rows = [
  { name: `${values.style}, ${values.colour}, ${size} px, ${DIRECTIONS.length * BACKGROUNDS.length} scenes` },
];
for (const [name, { texture, labs, off }] of Object.entries(results)) {
  const pairs = labs.flatMap((lab, i) => labs.slice(0, i).map((other) => deltaE(lab, other)));
  rows.push({ name: `${name}: texture, coefficient of variation`, value: percent(deviation(texture) / mean(texture)) });
  rows.push({ name: `${name}: colour between scenes, ΔE2000`, value: number(mean(pairs)) });
  rows.push({ name: `${name}: colour against what is expected, ΔE2000`, value: number(mean(off)) });
}
process.stdout.write(formatTable(rows));

/** Notes texture and colour of the hair in a joined picture. */
function measure(name, { after, hairMask }, light) {
  const full = { ...hairMask, data: hairMask.data.map((a) => (a > 0.9 ? 1 : 0)) };
  const { low, bands } = splitFrequency(after, { radiusPx: (radius * size) / 512, bands: 1 }, full);
  const high = luma(bands[0]).data;
  let energy = 0;
  let count = 0;
  for (let i = 0; i < high.length; i++) {
    if (full.data[i] === 0) continue;
    energy += high[i] ** 2;
    count++;
  }
  const lab = labOf(...meanLinear(low, full));
  // Light on a ball as one sees it: y and x are 0 in the mean, z is 2/3, 3 z² - 1 a half.
  const lit = light.sh[0] + (2 / 3) * light.sh[6] + 0.5 * light.sh[18];
  const expected = labOf(...target.map((albedo) => lit * shownColour(albedo)));
  results[name] ??= { texture: [], labs: [], off: [] };
  results[name].texture.push(Math.sqrt(energy / count));
  results[name].labs.push(lab);
  results[name].off.push(deltaE(lab, expected));
}

function mean(numbers) {
  return numbers.reduce((a, b) => a + b, 0) / numbers.length;
}

function deviation(numbers) {
  const middle = mean(numbers);
  return Math.sqrt(mean(numbers.map((v) => (v - middle) ** 2)));
}
