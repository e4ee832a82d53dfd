/** `diptych direction sefa`: directions in closed form, from the weights of a pack or of a checkpoint alone. */
import path from 'node:path';
import { formatNpy } from '../checkpoint/npy.js';
import { writeAtomic } from '../dataset/atomic.js';
import { checkProvider } from '../engine/session.js';
import { measureDirections } from '../measure-directions.js';
import { checkName } from '../pack/add-directions.js';
import { openPack } from '../pack/load.js';
import { type SefaOptions, sefaOfCheckpoint, sefaOfPack } from '../pack/sefa.js';
import { nonEmpty, wholeNumber } from './arguments.js';
import { measuringCommand } from './direction-options.js';
import { printDirections } from './direction-print.js';
import { render } from './render.js';

/** The verb. */
export function sefaCommand() {
  return measuringCommand('sefa')
    .description('Find the moves of w that change styles most, in closed form (SeFa), and write them into the pack')
    .argument('[checkpoint]', 'factorise this file instead of the pack, and write .npy files into --out')
    .option('--layers <range>', 'layers to factorise and move: all, 3, or 2-5 with both ends', 'all')
    .option('--top <components>', 'components, from the largest eigenvalue down', wholeNumber(1, 4096), 5)
    .option('--as <name>', 'name of the directions (default: sefa-<layers>)', nonEmpty)
    .option('-o, --out <folder>', 'folder for the .npy files of a checkpoint', nonEmpty, 'sefa')
    .action(async (checkpoint, flags) => {
      const { label, json, quiet, samples, out } = flags;
      if (checkpoint !== undefined) return writeFiles(checkpoint, flags, out);
      checkProvider(flags.provider);
      const pack = await openPack(flags.pack);
      const drafts = await sefaOfPack(pack, flags);
      const output = { json: json === true, quiet: quiet === true };
      const measuring = { ...flags, samples: label ? samples : 0 };
      printDirections(await render(measureDirections(pack, drafts, measuring), output), output.json);
    });
}

/** One `.npy` file (1, wDim) a component, as InterFaceGAN has its boundaries. */
async function writeFiles(
  checkpoint: string,
  options: SefaOptions & { readonly json?: true | undefined; readonly quiet?: true | undefined },
  out: string,
): Promise<void> {
  const found = await sefaOfCheckpoint(checkpoint, options);
  for (const { name } of found) checkName(name);
  for (const { name, normal, layers, source } of found) {
    const file = path.join(out, `${name.replaceAll(':', '-')}.npy`);
    await writeAtomic(file, formatNpy({ data: normal, shape: [1, normal.length] }));
    if (options.json) process.stdout.write(`${JSON.stringify({ event: 'file', file, layers, source })}\n`);
    else if (!options.quiet) process.stdout.write(`${file}  ${source}\n`);
  }
}
