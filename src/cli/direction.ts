/** `diptych direction`: fit, list and condition the directions of a pack. */
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { z } from 'zod';
import { parseNpy } from '../checkpoint/npy.js';
import { checkProvider } from '../engine/session.js';
import { DiptychError } from '../errors.js';
import { fitPackDirections } from '../fit-directions.js';
import type { DirectionSpec } from '../latent/index.js';
import { openPack, type Pack } from '../pack/load.js';
import type { PackDirection } from '../pack/manifest.js';
import { projectPackDirection } from '../pack/project.js';
import { nearest } from '../presets.js';
import { finiteNumber, names, wholeNumber } from './arguments.js';
import { render } from './render.js';

/** The command with its verbs. */
export function directionCommand() {
  return new Command('direction')
    .description('Fit, list and condition the directions of a pack')
    .addCommand(fitCommand())
    .addCommand(listCommand())
    .addCommand(projectCommand());
}

function fitCommand() {
  return new Command('fit')
    .description('Fit InterFaceGAN boundaries in W on samples of the pack, scored by its own networks')
    .argument('[attributes...]', 'attribute scores to fit, such as age or hair_colour.blond (default: all)')
    .option('-p, --pack <name|folder>', 'pack to fit on and write to', 'heads')
    .option('--specs <json>', 'list of {name, attribute, given, layers, normal} instead of attributes')
    .option('--normals <folder>', 'folder of the .npy files that specs name: known directions, measured but not fitted')
    .option('--samples <faces>', 'faces to sample', wholeNumber(500, 1e6), 8000)
    .option('--seed <number>', 'seed of the samples', wholeNumber(0, 0xffffffff), 0)
    .option('--psi <factor>', 'truncation psi of the samples', finiteNumber, 1)
    .option('--workers <threads>', 'worker threads', wholeNumber(1, 256), os.availableParallelism())
    .option('--threads <threads>', 'threads of one inference in a worker', wholeNumber(1, 256), 1)
    .option('--provider <name>', 'execution provider of ONNX Runtime', 'cpu')
    .option('--json', 'events as JSON lines on stdout')
    .option('-q, --quiet', 'print errors only')
    .action(async (attributes, { json, quiet, specs, normals, ...options }) => {
      checkProvider(options.provider);
      const pack = await openPack(options.pack);
      const wanted =
        specs === undefined ? specsOf(pack, attributes) : await readSpecs(specs, normals ?? path.dirname(specs), pack);
      const output = { json: json === true, quiet: quiet === true };
      const fitted = await render(fitPackDirections(pack, { ...options, specs: wanted }), output);
      print(fitted, json === true);
    });
}

function listCommand() {
  return new Command('list')
    .description('List the directions of a pack')
    .option('-p, --pack <name|folder>', 'pack', 'heads')
    .option('--json', 'as JSON')
    .action(async ({ pack, json }) => print((await openPack(pack)).manifest.directions, json === true));
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
      print([await projectPackDirection(await openPack(pack), direction, given, name)], json === true);
    });
}

/** One direction an attribute; `male` is known as gender, and names use hyphens and colons. */
function specsOf(pack: Pack, wanted: readonly string[]): DirectionSpec[] {
  const known = pack.manifest.scorers.attributes?.attributes.map((a) => a.name) ?? [];
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new DiptychError('E_USAGE', `Expected an attribute that the pack scores but received ${unknown}`, {
      hint: `Did you mean ${nearest(unknown, known)}? There are: ${known.join(', ')}`,
    });
  }
  return (wanted.length > 0 ? wanted : known).map((attribute) => ({
    name: attribute === 'male' ? 'gender' : attribute.replaceAll('_', '-').replace('.', ':'),
    attribute,
    layers: [0, pack.manifest.generator.numWs],
  }));
}

/** Specs from a file; a `normal` is the path of a `.npy` file, relative to the folder of `--normals`. */
async function readSpecs(file: string, normals: string, pack: Pack): Promise<DirectionSpec[]> {
  const layers = z.tuple([z.int().min(0), z.int().min(1)]).default([0, pack.manifest.generator.numWs]);
  const given = z.array(z.string()).default([]);
  const spec = { name: z.string(), attribute: z.string(), given, layers, normal: z.string().optional() };
  const parsed = z.array(z.strictObject(spec)).safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) {
    const reason = z.prettifyError(parsed.error).split('\n')[0];
    throw new DiptychError('E_USAGE', `Expected a list of directions for ${file} but received: ${reason}`);
  }
  return Promise.all(
    parsed.data.map(async ({ normal, ...rest }) => {
      if (normal === undefined) return rest;
      const source = path.join(normals, normal);
      return { ...rest, normal: parseNpy(await readFile(source), source).data };
    }),
  );
}

function print(directions: readonly PackDirection[], json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ event: 'directions', directions })}\n`);
    return;
  }
  for (const d of directions) {
    const related = Object.entries(d.correlations)
      .filter(([, c]) => Math.abs(c) >= 0.15)
      .map(([name, c]) => `${name} ${c.toFixed(2)}`);
    const facts = [
      `layers ${d.layers.join('–')}`,
      `range ${d.range.map((x) => x.toFixed(1)).join('..')}`,
      `accuracy ${(100 * d.accuracy.validation).toFixed(1)} % (rest ${(100 * d.accuracy.remaining).toFixed(1)} %)`,
      ...(d.conditionedOn.length > 0 ? [`given ${d.conditionedOn.join(', ')}`] : []),
      ...(related.length > 0 ? [`cosine ${related.join(', ')}`] : []),
    ];
    process.stdout.write(`${d.name.padEnd(24)} ${facts.join('; ')}\n`);
  }
}
