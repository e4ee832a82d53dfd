/** PyTorch as a child process that draws the same images, when it is asked to. */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { formatNpy, parseNpy } from '../../dist/checkpoint/npy.js';

const SCRIPT = fileURLToPath(new URL('./reference.py', import.meta.url));

/**
 * @typedef {object} Reference
 * @property {string} version
 * @property {() => Promise<import('../timing.js').Spent>} run Draws the latents; gives the network's own time.
 * @property {() => Promise<Float32Array>} image The last image that was drawn.
 * @property {() => void} close
 */

/**
 * @param {{ python: string, weights: string, ws: import('../../dist/checkpoint/npy.js').NpyArray, folder: string, threads: number }} options
 * @returns {Promise<Reference | undefined>} undefined where that Python has no PyTorch
 */
export async function openTorch({ python, weights, ws, folder, threads }) {
  const child = spawn(python, [SCRIPT, weights, String(threads)], { stdio: ['pipe', 'pipe', 'ignore'] });
  const failed = new Promise((resolve) => child.once('error', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await Promise.race([lines.next(), failed]);
  if (!first.value) return undefined;
  const file = path.join(folder, 'ws.npy');
  const drawn = path.join(folder, 'image.npy');
  await writeFile(file, formatNpy(ws));
  const ask = async (image) => {
    child.stdin.write(`${JSON.stringify({ ws: file, image })}\n`);
    const { value } = await lines.next();
    if (!value) throw new Error('Expected an answer of PyTorch but it ended');
    return JSON.parse(value);
  };
  return {
    version: JSON.parse(first.value).torch,
    run: () => ask(null),
    image: async () => {
      await ask(drawn);
      return parseNpy(await readFile(drawn), drawn).data;
    },
    close: () => child.stdin.end(),
  };
}
