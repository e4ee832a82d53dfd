/** `diptych models pull`: fetches models of others from their official address, never without being asked. */
import { createInterface } from 'node:readline/promises';
import { Argument, Command } from '@commander-js/extra-typings';
import { DiptychError } from '../errors.js';
import { MEDIAPIPE_MODELS, mediapipeFolder, pullMediapipe } from '../faces/index.js';
import { render } from './render.js';

/** The verb. */
export function pullCommand() {
  return new Command('pull')
    .description('Fetch the face models that curation uses, from their official address, by hash')
    .addArgument(new Argument('<models>', 'which').choices(['mediapipe'] as const))
    .option('--only <names>', 'some of them, parted by commas', (text) => text.split(',').map((name) => name.trim()))
    .option('-y, --yes', 'agree to the licence without being asked')
    .option('--json', 'events as JSON lines on stdout')
    .action(async (_which, { only, yes, json }) => {
      const wanted = MEDIAPIPE_MODELS.filter(({ name }) => !only || only.includes(name));
      if (!json) {
        for (const { name, url, bytes, licence } of wanted) {
          process.stderr.write(`${name}  ${(bytes / 1e6).toFixed(1)} MB  ${licence}  ${url}\n`);
        }
        process.stderr.write(`to ${mediapipeFolder()}\n`);
      }
      if (!yes) await agree();
      await render(pullMediapipe(only ? { only } : {}), { json: json === true, quiet: false });
      if (!json) process.stdout.write(`${wanted.length} models are in ${mediapipeFolder()}\n`);
    });
}

/** @throws DiptychError E_USAGE without a yes */
async function agree(): Promise<void> {
  const ask = process.stdin.isTTY && process.stderr.isTTY;
  const answer = ask ? await question('Fetch them under their licence? [y/N] ') : '';
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new DiptychError('E_USAGE', 'Expected agreement to the licence but received none; nothing was fetched', {
    hint: 'Answer y, or give --yes',
  });
}

async function question(text: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(text);
  } finally {
    lines.close();
  }
}
