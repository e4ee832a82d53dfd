/** Synthesis on one core: milliseconds, and arithmetic a second against the machine's best plain convolution. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Session } from '../dist/engine/session.js';
import { openPack } from '../dist/pack/load.js';
import { plainConvolutions } from './convolution.js';
import { countMacs } from './macs.js';
import { number, percent } from './table.js';
import { medians } from './timing.js';

/** The batches of a run: one latent, and as many as a search of the strength asks for at once. */
const BATCHES = [1, 4];

/**
 * @param {import('../dist/recipe.js').Recipe} recipe
 * @param {{ repeats: number }} size
 * @returns {Promise<import('./table.js').Row[]>}
 */
export async function synthesisRows(recipe, { repeats }) {
  const { folder, manifest } = await openPack(recipe.pack);
  const { synthesis, numWs, wDim } = manifest.generator;
  const file = path.join(folder, synthesis.path);
  const session = await Session.open(file, { provider: 'cpu', threads: 1 });
  const model = await readFile(file);
  const plain = await plainConvolutions(countMacs(model, 1));

  const ours = BATCHES.map((batch) => {
    const ws = { data: wave(batch * numWs * wDim), shape: [batch, numWs, wDim] };
    const macs = countMacs(model, batch).reduce((sum, layer) => sum + layer.macs, 0);
    return { name: `batch ${batch}`, batch, macs, run: () => session.run({ ws }) };
  });
  const ms = await medians([...ours, ...plain], repeats);
  const rate = ({ name, macs }) => macs / ms.get(name).cpu / 1e6;
  const best = plain.reduce((a, b) => (rate(b) > rate(a) ? b : a));
  await Promise.all([session.close(), ...plain.map(({ close }) => close())]);

  return [
    { name: `Synthesis at ${manifest.generator.resolution} px, one core` },
    { name: 'GMAC an image', value: number(ours[0].macs / 1e9, 3) },
    ...ours.map((o) => ({ name: `${o.name}: ms an image`, value: number(ms.get(o.name).wall / o.batch) })),
    ...ours.map((o) => ({ name: `${o.name}: processor ms an image`, value: number(ms.get(o.name).cpu / o.batch) })),
    ...ours.map((o) => ({ name: `${o.name}: GMAC/s`, value: number(rate(o)) })),
    { name: `best plain convolution: GMAC/s (${best.name})`, value: number(rate(best)) },
    ...ours.map((o) => ({ name: `${o.name}: share of the best`, value: percent(rate(o) / rate(best)) })),
    { name: 'Plain convolutions, GMAC/s' },
    ...plain.map((p) => ({ name: p.name, value: number(rate(p)) })),
  ];
}

/** Values in [-1, 1] without zeros or denormals, which some kernels are faster or slower on. @param {number} length */
function wave(length) {
  return Float32Array.from({ length }, (_, i) => Math.sin(1 + i));
}
