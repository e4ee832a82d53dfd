/** The command `diptych`: parses arguments, runs one job, turns its end into an exit status. */
import { Command, CommanderError } from '@commander-js/extra-typings';
import { DiptychError, describeError, EXIT, exitCodeOf } from '../errors.js';
import { curateCommand } from './curate.js';
import { directionCommand } from './direction.js';
import { exportCommand } from './export.js';
import { generateCommand } from './generate.js';
import { growCommand } from './grow.js';
import { hairCommand } from './hair.js';
import { modelsCommand } from './models.js';
import { VERSION } from './version.js';

/** Runs the command line and returns its exit status. Never throws. */
export async function main(args: readonly string[]): Promise<number> {
  let status: number = EXIT.ok;
  const program = new Command('diptych')
    .description('Make synthetic paired face datasets: before and after images of the same face, one thing changed.')
    .version(VERSION)
    .addCommand(generateCommand((code) => (status = code)))
    .addCommand(curateCommand((code) => (status = code)))
    .addCommand(growCommand((code) => (status = code)))
    .addCommand(exportCommand())
    .addCommand(hairCommand())
    .addCommand(directionCommand())
    .addCommand(modelsCommand())
    .showSuggestionAfterError();
  for (const command of allCommands(program)) command.exitOverride().configureOutput({ outputError: () => {} });
  // A closed pipe (`diptych … | head`) ends the output, not the run.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return reportUsage(error);
    if (process.exitCode === EXIT.interrupted) return EXIT.interrupted;
    process.stderr.write(`diptych: ${describeError(error)}\n`);
    return exitCodeOf(error);
  }
}

function reportUsage(error: CommanderError): number {
  if (error.exitCode === 0) return EXIT.ok;
  const text = error.message.replace(/^error: /, '').replace('(outputHelp)', 'expected a command');
  process.stderr.write(
    `diptych: ${describeError(new DiptychError('E_USAGE', text, { hint: 'See diptych --help' }))}\n`,
  );
  return EXIT.usage;
}

type AnyCommand = { commands: readonly unknown[] };

function allCommands(command: AnyCommand): Command[] {
  return [command as Command, ...command.commands.flatMap((child) => allCommands(child as AnyCommand))];
}
