/** `diptych direction`: fit, find, import, list and condition the directions of a pack. */
import { Command } from '@commander-js/extra-typings';
import { openPack } from '../pack/load.js';
import { projectPackDirection } from '../pack/project.js';
import { names } from './arguments.js';
import { fitCommand } from './direction-fit.js';
import { importCommand } from './direction-import.js';
import { printDirections } from './direction-print.js';
import { sefaCommand } from './direction-sefa.js';

/** The command with its verbs. */
export function directionCommand() {
  return new Command('direction')
    .description('Fit, find, import, list and condition the directions of a pack')
    .addCommand(fitCommand())
    .addCommand(sefaCommand())
    .addCommand(importCommand())
    .addCommand(listCommand())
    .addCommand(projectCommand());
}

function listCommand() {
  return new Command('list')
    .description('List the directions of a pack')
    .option('-p, --pack <name|folder>', 'pack', 'heads')
    .option('--json', 'as JSON')
    .action(async ({ pack, json }) => printDirections((await openPack(pack)).manifest.directions, json === true));
}

function projectCommand() {
  return new Command('project')
    .description('Write a direction with others projected out (conditional manipulation)')
    .argument('<direction>', 'direction to condition')
    .requiredOption('--given <directions>', 'directions to hold still, parted by commas', names)
    .option('--as <name>', 'name of the result (default: <direction>-given-<others>)')
    .option('-p, --pack <name|folder>', 'pack to read from and write to', 'heads')
    .option('--json', 'as JSON')
    .action(async (direction, { given, pack, json, as }) => {
      const name = as ?? `${direction}-given-${given.join('-')}`;
      printDirections([await projectPackDirection(await openPack(pack), direction, given, name)], json === true);
    });
}
