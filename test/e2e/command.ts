/** Runs the built command as a user would, and reads back what it wrote. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatesFor } from '../../src/filter/gates.js';
import { openPack } from '../../src/pack/load.js';
import { resolveRecipe } from '../../src/resolve.js';

const COMMAND = fileURLToPath(new URL('../../bin/diptych.js', import.meta.url));

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command; `seen` is called with what it has printed on stdout so far. */
export function start(
  args: readonly string[],
  seen: (stdout: string, child: ChildProcess) => void = () => {},
): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
    seen(stdout, child);
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })));
}

/** A new folder below the system's temporary one. */
export const newFolder = (): string => mkdtempSync(path.join(tmpdir(), 'diptych-e2e-'));

/**
 * A recipe file that keeps every candidate: a forced move and no gates. So a test of the run itself needs a second, and
 * does not depend on how good the pack is.
 */
export async function openRecipe(count: number, over: object = {}): Promise<string> {
  const recipe = resolveRecipe({ attribute: 'smile' });
  const { manifest } = await openPack('heads');
  const names = [...gatesFor(recipe, manifest, { threshold: 0 }).map((gate) => gate.name), 'identity'];
  const gates = Object.fromEntries(names.map((name) => [name, false]));
  const file = path.join(newFolder(), 'open.json');
  writeFileSync(file, JSON.stringify({ attribute: 'smile', count, edit: { strength: 1 }, gates, ...over }));
  return file;
}

/** sha256 of every file below a folder, by relative path. */
export function hashesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
  return Object.fromEntries(
    paths.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(path.join(folder, file)))
        .digest('hex'),
    ]),
  );
}
