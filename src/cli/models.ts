/** `diptych models`: list packs, verify their files, build one from weights. */
import { access, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from '@commander-js/extra-typings';
import { z } from 'zod';
import { DiptychError } from '../errors.js';
import { buildPack, packSpecSchema } from '../pack/build.js';
import { filesOf, openPack, verifyPack } from '../pack/load.js';
import { pullCommand } from './pull.js';

/** The command with its verbs. */
export function modelsCommand() {
  return new Command('models')
    .description('List, verify, fetch and build models')
    .addCommand(listCommand())
    .addCommand(verifyCommand())
    .addCommand(pullCommand())
    .addCommand(buildCommand());
}

function listCommand() {
  return new Command('list')
    .description('List the built-in packs')
    .option('--json', 'as JSON')
    .action(async ({ json }) => {
      const folder = fileURLToPath(new URL('../../models', import.meta.url));
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      const named = await Promise.all(entries.map(async ({ name }) => ((await isPack(folder, name)) ? [name] : [])));
      const packs = await Promise.all(named.flat().map(openPack));
      if (json) process.stdout.write(`${JSON.stringify(packs.map((pack) => pack.manifest))}\n`);
      else
        for (const { manifest: m } of packs)
          process.stdout.write(`${m.name} ${m.version}  ${m.licence}  ${m.description}\n`);
    });
}

/** Other things lie beside the packs: what hair is grown on. */
async function isPack(folder: string, name: string): Promise<boolean> {
  return access(path.join(folder, name, 'pack.json')).then(
    () => true,
    () => false,
  );
}

function verifyCommand() {
  return new Command('verify')
    .description('Compare every file of a pack with its hash')
    .argument('[pack]', 'name of a built-in pack or a folder', 'heads')
    .action(async (name) => {
      const pack = await openPack(name);
      await verifyPack(pack);
      process.stdout.write(`${pack.manifest.name}: ${filesOf(pack.manifest).length} files as they should be\n`);
    });
}

function buildCommand() {
  return new Command('build')
    .description('Build a pack from a generator’s weights and its scorers, without directions')
    .requiredOption('--generator <npz>', 'weights under the official stylegan2-ada-pytorch names')
    .requiredOption('--scorers <folder>', 'folder with an .onnx file for each scorer')
    .requiredOption('--spec <json>', 'name, licence, source and contracts of the scorers')
    .requiredOption('-o, --out <folder>', 'folder of the pack')
    .action(async ({ generator, scorers, spec, out }) => {
      const parsed = packSpecSchema.safeParse(JSON.parse(await readFile(spec, 'utf8')));
      if (!parsed.success) {
        const reason = z.prettifyError(parsed.error).split('\n').slice(0, 2).join(' ');
        throw new DiptychError('E_PACK', `Expected a pack's description for ${spec} but received: ${reason}`);
      }
      const manifest = await buildPack({ generator, scorers, spec: parsed.data, out });
      process.stdout.write(`${path.resolve(out)}: ${filesOf(manifest).length} files\n`);
    });
}
