/** `diptych direction fit`: boundaries between a pack's own samples. */
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
import { nearest } from '../presets.js';
import { finiteNumber, wholeNumber } from './arguments.js';
import { printDirections } from './direction-print.js';
import { render } from './render.js';

/** The verb. */
export function fitCommand() {
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
      printDirections(fitted, json === true);
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
