/**
 * InstructPix2Pix' own layout (timothybrooks/instruct-pix2pix, edit_dataset.py): `seeds.json` lists
 * `[[name, [seed, …]], …]`; each `<name>/` holds `prompt.json` with `edit`, `<seed>_0.jpg` before, `<seed>_1.jpg` after.
 * `.jpg` is part of the loader's code. Splits are shares of the list, in its order: train first, then val, then test.
 */
import { createReadStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AtomicFile, openAtomic } from '../atomic.js';
import { SPLITS, type Split } from '../splits.js';
import { exportRows } from './folder.js';
import { makeFolders } from './leaf.js';
import type { Exporter } from './summary.js';
import { asAccepted } from './transcode.js';

/** The loader makes a file's name of it and draws nothing from it. */
const UNKNOWN_SEED = 0;

/** Exports for InstructPix2Pix; the summary tells the `splits` to put into its config. */
export const exportInstructPix2pix: Exporter = (root, out, options = {}) =>
  exportRows({ name: 'instruct-pix2pix' }, root, out, options, async (folder) => {
    const folders = makeFolders(folder);
    const lists = new Map<Split, AtomicFile>();
    const counts = { train: 0, validation: 0, test: 0 };
    for (const split of SPLITS) lists.set(split, await openAtomic(join(folder, `${split}.seeds`)));
    return {
      async add({ key, prompt, split, seed = UNKNOWN_SEED, images }) {
        for (const [side, file] of [images.input!, images.output!].entries()) {
          const { bytes } = await asAccepted(file, ['jpg'], 'jpg');
          await writeFile(await folders(key, `${seed}_${side}.jpg`), bytes);
        }
        await writeFile(await folders(key, 'prompt.json'), JSON.stringify({ edit: prompt }));
        const separator = counts[split]++ === 0 ? '' : ',\n';
        await lists.get(split)!.write(`${separator}${JSON.stringify([key, [seed]])}`);
      },
      async finish() {
        const seeds = await openAtomic(join(folder, 'seeds.json'));
        await seeds.write('[');
        let first = true;
        for (const split of SPLITS) {
          await lists.get(split)!.commit();
          const part = join(folder, `${split}.seeds`);
          if (counts[split] > 0) {
            if (!first) await seeds.write(',\n');
            first = false;
            for await (const chunk of createReadStream(part) as AsyncIterable<Buffer>) await seeds.write(chunk);
          }
          await rm(part);
        }
        await seeds.write(']\n');
        await seeds.commit();
        return [`Set splits: ${JSON.stringify(splitShares(counts))} in the config to train on the train split`];
      },
      async abort() {
        for (const list of lists.values()) await list.abort();
      },
    };
  });

/**
 * Shares for which the loader's `floor(share * n)` gives exactly our counts: the bounds lie a quarter above a whole
 * number, so rounding cannot move them, and the last share makes the sum 1, which the loader asserts.
 */
export function splitShares({ train, validation, test }: Readonly<Record<Split, number>>): [number, number, number] {
  const n = train + validation + test;
  if (validation + test === 0) return [1, 0, 0];
  const first = (train + 0.25) / n;
  const second = test === 0 ? 1 - first : validation / n;
  return [first, second, 1 - (first + second)];
}
