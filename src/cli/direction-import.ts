/** `diptych direction import`: a direction that others have found, for a pack of the generator that it belongs to. */
import { Option } from '@commander-js/extra-typings';
import { checkProvider } from '../engine/session.js';
import { DiptychError } from '../errors.js';
import { measureDirections } from '../measure-directions.js';
import { readDirection } from '../pack/import-direction.js';
import { openPack, type Pack } from '../pack/load.js';
import { nearest } from '../presets.js';
import { nonEmpty } from './arguments.js';
import { measuringCommand } from './direction-options.js';
import { printDirections } from './direction-print.js';
import { render } from './render.js';

/** The verb. */
export function importCommand() {
  return measuringCommand('import')
    .description('Take a direction from a file: .npy, .npz, torch or safetensors; (1, w) or a row a layer')
    .argument('<file>', 'InterFaceGAN boundary, community direction or e4e tensor')
    .requiredOption('--name <name>', 'name of the direction in the pack', nonEmpty)
    .option('--attribute <score>', 'attribute score that it raises (default: the score of its name, if there is one)')
    .option(
      '--layers <range>',
      'layers to move: all, 3, or 2-5 with both ends (default: those whose rows are not zero)',
    )
    .addOption(
      new Option('--space <space>', 'space that it was found in (default: from its shape)').choices(['w', 'w+', 'z']),
    )
    .option('--key <tensor>', 'which tensor, where the file holds several')
    .option('--flip', 'turn it round')
    .option('--licence <name>', 'licence of the direction, for the card of datasets (default: unknown)')
    .option('--overwrite', 'replace the direction of that name')
    .action(async (file, flags) => {
      const { name, attribute, layers, space, key, flip, licence, overwrite, label, json, quiet, samples } = flags;
      checkProvider(flags.provider);
      const pack = await openPack(flags.pack);
      checkFree(pack, name, overwrite === true);
      const score = attributeOf(pack, name, attribute);
      const options = { name, attribute: score, layers, space, key, flip, licence };
      const { fileLength, ...draft } = await readDirection(file, pack, options);
      const output = { json: json === true, quiet: quiet === true };
      const measuring = { ...flags, samples: label ? samples : 0 };
      const written = await render(measureDirections(pack, [draft], measuring), output);
      printDirections(written, output.json);
      if (!output.json && !output.quiet && Math.abs(fileLength - 1) > 1e-3) {
        const unit = fileLength.toPrecision(4);
        process.stdout.write(
          `Brought to unit length: a move by 1 in the file's own terms is --strength ${unit} here\n`,
        );
      }
    });
}

/** @throws DiptychError E_USAGE */
function checkFree({ manifest }: Pack, name: string, overwrite: boolean): void {
  if (overwrite || !manifest.directions.some((direction) => direction.name === name)) return;
  throw new DiptychError('E_USAGE', `Expected a new name for the pack ${manifest.name} but received ${name}`, {
    hint: 'Choose another --name, or replace the direction with --overwrite',
  });
}

/** The attribute as named; else the score that the direction's name stands for, where the pack has one. */
function attributeOf({ manifest }: Pack, name: string, named: string | undefined): string | undefined {
  const known = manifest.scorers.attributes?.attributes.map((attribute) => attribute.name) ?? [];
  if (named === undefined) {
    const score = name === 'gender' ? 'male' : name.replace(':', '.').replaceAll('-', '_');
    return known.includes(score) ? score : undefined;
  }
  if (known.length === 0 || known.includes(named)) return named;
  throw new DiptychError('E_USAGE', `Expected an attribute that the pack scores but received ${named}`, {
    hint: `Did you mean ${nearest(named, known)}? There are: ${known.join(', ')}`,
  });
}
