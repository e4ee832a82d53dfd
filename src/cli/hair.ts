/** `diptych hair`: list built-in styles and colours, and write a style as a template file. */
import path from 'node:path';
import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { HAIR_COLOURS } from '../augment/hair/colours.js';
import { STYLES } from '../augment/hair/grow/index.js';
import { distanceField } from '../augment/hair/head/distance.js';
import { loadHead } from '../augment/hair/head/load.js';
import { writeTemplate } from '../augment/hair/template/index.js';
import { writeAtomic } from '../dataset/atomic.js';
import { DiptychError } from '../errors.js';
import { chooseTemplates, openTemplates } from '../growing/templates.js';
import { nonEmpty, share, wholeNumber } from './arguments.js';

/** The command with its verbs. */
export function hairCommand() {
  return new Command('hair')
    .description('List the built-in hairstyles and colours, or write hair as a template file')
    .addCommand(listCommand())
    .addCommand(exportCommand());
}

function listCommand() {
  return new Command('list')
    .description('List styles and colours')
    .option('--json', 'as JSON')
    .action(({ json }) => {
      const styles = STYLES.map(({ name, scalp, beard, brow }) => {
        const regions = Object.entries({ scalp, beard, brows: brow }).filter(([, grows]) => grows !== undefined);
        return { name, regions: regions.map(([region]) => region) };
      });
      if (json) process.stdout.write(`${JSON.stringify({ styles, colours: HAIR_COLOURS })}\n`);
      else {
        for (const { name, regions } of styles) process.stdout.write(`${name.padEnd(20)}${regions.join(', ')}\n`);
        process.stdout.write(`\ncolours: ${HAIR_COLOURS.join(', ')}\n`);
      }
    });
}

function exportCommand() {
  return new Command('export')
    .description('Write a style, or hair of another format, as a glTF binary that diptych and others read')
    .argument('<template>', 'name of a style, or a file of hair', nonEmpty)
    .requiredOption('-o, --out <file>', 'the .glb to write', glbFile)
    .option('--growth <share>', 'length, as a share of the style’s own', share, 1)
    .option('--strands <number>', 'strands on a whole scalp', wholeNumber(100, 500_000), 20_000)
    .option('--seed <number>', 'decides every strand', wholeNumber(0, 0xffffffff), 0)
    .action(async (name, { out, growth, strands, seed }) => {
      if (path.resolve(name) === path.resolve(out)) {
        throw new DiptychError('E_USAGE', `Expected another file than the template for --out but received ${out}`, {
          hint: 'Hair is drawn anew, with --strands strands: the template would be lost',
        });
      }
      const chosen = await chooseTemplates([name]);
      if (chosen.length !== 1)
        throw new DiptychError('E_USAGE', `Expected one template but received ${name}, which is ${chosen.length}`, {
          hint: 'Name one file of it, or join its files by a template.json (docs/hair-templates.md)',
        });
      const head = await loadHead();
      const [template] = await openTemplates(chosen, head, distanceField(head));
      const grown = template!.grow(growth, { strands, seed });
      const count = grown.first.length - 1;
      if (count === 0) {
        throw new DiptychError('E_USAGE', `Expected hair to write for --growth but received none at ${growth}`, {
          hint: growth < 1 ? 'Choose a greater length' : 'Choose more --strands: none of so few grows there',
        });
      }
      await writeAtomic(out, await writeTemplate(grown, { name: template!.name }));
      process.stdout.write(`${out}: ${count} strands, ${grown.points.length / 3} points\n`);
    });
}

/** A name by which the file is known as what it is. */
function glbFile(text: string): string {
  if (/[^/\\]\.glb$/i.test(text)) return text;
  throw new InvalidArgumentError('Expected a file name that ends in .glb.');
}
