/** Runs commands of which the time is taken. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/diptych.js', import.meta.url));

/**
 * @typedef {object} Timed
 * @property {number} wall s of the whole command.
 * @property {number} cpu s of processor, of it and all that it started.
 * @property {string[]} lines Of stdout.
 */

/**
 * @param {readonly string[]} command
 * @param {(line: string, pid: number) => void} [onLine]
 * @returns {Promise<Timed>}
 */
export async function timed(command, onLine = () => {}) {
  // The shell's clock also counts processes that the command has started and waited for.
  const shell = ['-c', 'TIMEFORMAT="clock %U %S"; time "$@"', 'bash', ...command];
  const start = performance.now();
  const child = spawn('bash', shell, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  let errors = '';
  child.stderr.on('data', (data) => {
    errors = (errors + data).slice(-4000);
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    onLine(line, child.pid);
  }
  const status = await closed;
  const clock = /clock ([\d.]+) ([\d.]+)\s*$/.exec(errors);
  if (status !== 0 || !clock)
    throw new Error(`Expected ${command.join(' ')} to succeed but received ${status}: ${errors}`);
  return { wall: (performance.now() - start) / 1000, cpu: Number(clock[1]) + Number(clock[2]), lines };
}

/**
 * A curation of `folder` that keeps everything, as a command. Its events come as JSON lines.
 * @param {string} folder
 * @param {string} out
 * @param {readonly string[]} flags
 */
export function curation(folder, out, flags) {
  const how = ['--profile', 'none', '--format', 'portraits', '--json', '--overwrite', ...flags];
  return [process.execPath, BIN, 'curate', folder, '--out', out, ...how];
}

/** Items measured so far, where the line is the event that tells it. @returns {number | undefined} */
export function measured(line) {
  const event = JSON.parse(line);
  return event.event === 'stage' && event.stage === 'measure' ? event.done : undefined;
}
