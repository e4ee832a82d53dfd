/** `diptych models`: list packs, verify their files, import one from a checkpoint, build one from weights. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { z } from 'zod';
import { DiptychError, describeError } from '../errors.js';
import { buildPack, packSpecSchema } from '../pack/build.js';
import { BUILT_IN, packsIn, userPacks } from '../pack/home.js';
import { filesOf, openPack, type Pack, verifyPack } from '../pack/load.js';
import { importCommand } from './import.js';
import { pullCommand } from './pull.js';
import { warn } from './render.js';

/** The command with its verbs. */
export function modelsCommand() {
  return new Command('models')
    .description('List, verify, import, fetch and build models')
    .addCommand(listCommand())
    .addCommand(verifyCommand())
    .addCommand(importCommand())
    .addCommand(pullCommand())
    .addCommand(buildCommand());
}

function listCommand() {
  return new Command('list')
    .description('List the built-in packs and yours')
    .option('--json', 'as JSON')
    .action(async ({ json }) => {
      const folders = [...(await packsIn(BUILT_IN)), ...(await packsIn(userPacks()))];
      // One pack that is damaged must not hide the others.
      const opened = await Promise.all(
        folders.map((folder) => openPack(folder).catch((error: unknown) => ({ folder, error }))),
      );
      const packs = opened.filter((pack) => 'manifest' in pack);
      if (json) process.stdout.write(`${JSON.stringify(packs.map(({ manifest }) => manifest))}\n`);
      else for (const pack of packs) process.stdout.write(line(pack));
      for (const pack of opened) if ('error' in pack) warn(describeError(pack.error));
    });
}

function line({ folder, manifest: m }: Pack): string {
  const facts = [`${m.name} ${m.version}`, m.licence, `${m.generator.resolution} px`, m.description];
  return `${[...facts, ...(path.dirname(folder) === userPacks() ? [folder] : [])].join('  ')}\n`;
}

function verifyCommand() {
  return new Command('verify')
    .description('Compare every file of a pack with its hash')
    .argument('[pack]', 'name of a pack, or its folder', 'heads')
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
