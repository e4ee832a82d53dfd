/** One network and batch on both runtimes in turns. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { zipSync } from 'fflate';
import { formatNpy } from '../../dist/checkpoint/npy.js';
import { Session } from '../../dist/engine/session.js';
import { buildSynthesis } from '../../dist/stylegan/synthesis.js';
import { inferConfig } from '../../dist/stylegan/weights.js';
import { clocks, median } from '../timing.js';
import { latents, macsOf, randomWeights } from './network.js';
import { openTorch } from './torch.js';
import { openWorkers } from './workers.js';

/** Cores that either side may use. */
const CORES = 2;

/** @param {'Diptych' | 'PyTorch'} tool @param {number} threads */
export const wayOf = (tool, threads) => `${tool}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
/** Worker threads with a session of one thread each: how jobs use the cores. */
export const WORKERS = `Diptych, ${CORES} workers`;

/**
 * @typedef {object} Result Milliseconds are medians, an image.
 * @property {number} resolution
 * @property {number} base
 * @property {number} batch
 * @property {number} gmac An image's, as papers count them.
 * @property {Record<string, import('../timing.js').Spent>} ms By way of running.
 * @property {string} [torch] Its version, where it is there.
 * @property {number} [error] Largest difference of the images.
 */

/**
 * @param {{ resolution: number, base: number, folder: string, python: string }} options
 * @returns what the batches of one network share: its files in the folder, and its cost
 */
export async function prepare({ resolution, base, folder, python }) {
  const weights = randomWeights(resolution, base);
  const config = inferConfig(weights);
  const model = path.join(folder, 'synthesis.onnx');
  const arrays = path.join(folder, 'weights.npz');
  await writeFile(model, buildSynthesis(weights, config, 'float32'));
  const files = Object.fromEntries([...weights].map(([name, array]) => [`${name}.npy`, formatNpy(array)]));
  await writeFile(arrays, zipSync(files, { level: 0 }));
  return { resolution, base, folder, python, model, arrays, numWs: config.numWs, gmac: macsOf(weights) / 1e9 };
}

/**
 * @param {Awaited<ReturnType<typeof prepare>>} network
 * @param {{ batch: number, repeats: number }} size
 * @returns {Promise<Result>}
 */
export async function measure({ resolution, base, folder, python, model, arrays, numWs, gmac }, { batch, repeats }) {
  const ws = latents(batch, numWs);
  const threads = [1, CORES];
  const torches = await Promise.all(threads.map((n) => openTorch({ python, weights: arrays, ws, folder, threads: n })));
  const sessions = await Promise.all(threads.map((n) => Session.open(model, { provider: 'cpu', threads: n })));
  // Workers hold a network each, and only a batch of one is what a job asks of them again and again.
  const workers = batch === 1 ? await openWorkers(model, ws, CORES) : undefined;
  const clock = async (run) => {
    const start = clocks();
    await run();
    const end = clocks();
    return { wall: end.wall - start.wall, cpu: end.cpu - start.cpu };
  };
  const ways = threads.flatMap((n, i) => [
    ...(torches[i] ? [{ name: wayOf('PyTorch', n), images: batch, run: () => torches[i].run() }] : []),
    { name: wayOf('Diptych', n), images: batch, run: () => clock(() => sessions[i].run({ ws })) },
  ]);
  if (workers) ways.push({ name: WORKERS, images: CORES, run: () => clock(() => workers.run()) });

  // The first run of each is not timed. Turns, so that whatever else the machine does hits all alike.
  const spent = new Map(ways.map(({ name }) => [name, []]));
  for (let i = -1; i < repeats; i++) {
    for (const { name, images, run } of ways) {
      const { wall, cpu } = await run();
      if (i >= 0) spent.get(name).push({ wall: wall / images, cpu: cpu / images });
    }
  }
  const [torch] = torches;
  const error = torch && largestDifference((await sessions[0].run({ ws })).image.data, await torch.image());
  for (const reference of torches) reference?.close();
  await Promise.all([...sessions.map((session) => session.close()), workers?.close()]);
  const ms = Object.fromEntries(
    [...spent].map(([name, all]) => [
      name,
      { wall: median(all.map(({ wall }) => wall)), cpu: median(all.map(({ cpu }) => cpu)) },
    ]),
  );
  return { resolution, base, batch, gmac, ms, ...(torch && { torch: torch.version, error }) };
}

function largestDifference(a, b) {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  return largest;
}
