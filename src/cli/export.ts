/** `diptych export`: a finished dataset → the folder that a training repository expects. */
import { Command, Option } from '@commander-js/extra-typings';
import { EXPORTERS, type ExportFormat } from '../dataset/export/index.js';
import { render } from './render.js';

/** The command, to be mounted on the program. */
export function exportCommand() {
  const formats = Object.keys(EXPORTERS) as ExportFormat[];
  return new Command('export')
    .description('Write a finished dataset in the layout that a training repository expects')
    .argument('<dataset>', 'folder of a finished dataset')
    .addOption(new Option('-f, --format <format>', 'layout to write').choices(formats).makeOptionMandatory())
    .requiredOption('-o, --out <folder>', 'folder to write to, absent or empty')
    .option('--overwrite', 'replace an earlier export in --out', false)
    .option('--json', 'report as JSON lines', false)
    .option('-q, --quiet', 'report nothing but errors', false)
    .action(async (dataset, { format, out, overwrite, json, quiet }) => {
      const { pairs, notes } = await render(EXPORTERS[format](dataset, out, { overwrite }), { json, quiet });
      if (json || quiet) return;
      const counts = Object.entries(pairs).map(([split, count]) => `${count} ${split}`);
      process.stdout.write(`${[`${out}: ${counts.join(', ')}`, ...notes].join('\n')}\n`);
    });
}
