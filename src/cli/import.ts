/** `diptych models import`: a checkpoint, and networks of the user's, into a pack. */
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { Command, Option } from '@commander-js/extra-typings';
import { checkProvider } from '../engine/session.js';
import { DiptychError } from '../errors.js';
import { type ImportedPack, importPack } from '../pack/import.js';
import { UNKNOWN_LICENCE } from '../pack/imported.js';
import type { ScorerName } from '../pack/manifest.js';
import { nonEmpty, wholeNumber } from './arguments.js';
import { render } from './render.js';
import { columns, megabytes } from './summary.js';

/** The verb. */
export function importCommand() {
  return optionsOf(new Command('import')).action(async (file, flags) => {
    checkProvider(flags.provider);
    const { json = false, quiet = false, withDiscriminator: discriminator, ...options } = flags;
    const scorers = {
      attributes: await scorerOf('attributes', flags.attributes, flags.attributesContract),
      parsing: await scorerOf('parsing', flags.parsing, flags.parsingContract),
      identity: await scorerOf('identity', flags.identity, flags.identityContract),
      landmarks: await scorerOf('landmarks', flags.landmarks, flags.landmarksContract),
    };
    const output = { json: json === true, quiet: quiet === true };
    const pack = await render(importPack({ ...options, file, scorers, discriminator }), output);
    if (output.json) process.stdout.write(`${JSON.stringify({ event: 'pack', pack })}\n`);
    else if (!output.quiet) process.stdout.write(formatImported(pack, flags.out === undefined));
  });
}

function optionsOf(command: Command) {
  return command
    .description(
      'Import an official StyleGAN2 checkpoint as a pack: read as data, nothing in it is executed. Scorers are ONNX files with a contract',
    )
    .argument('<file>', 'NVlabs .pkl (PyTorch or TensorFlow), rosinality or encoder .pt, .safetensors, .npz')
    .requiredOption('-n, --name <name>', 'name of the pack: a-z, 0-9 and hyphens', nonEmpty)
    .option('-o, --out <folder>', 'folder of the pack (default: by its name among your packs)', nonEmpty)
    .option('--licence <text>', 'licence of the checkpoint', nonEmpty)
    .option('--source <text>', 'where the checkpoint comes from', nonEmpty)
    .addOption(new Option('--which <network>', 'generator to take (default: G_ema)').choices(['G_ema', 'G'] as const))
    .option('--with-discriminator', 'take the discriminator too')
    .option('--force', 'replace a pack of this name; directions fitted on the same generator stay')
    .option('--dry-run', 'check and run everything, write nothing')
    .optionsGroup('Scorers, each an ONNX file with a contract (docs/bring-your-own.md):')
    .option('--attributes <onnx>', 'scores such as age or smile: what edits aim at')
    .option('--attributes-contract <json>', 'its contract')
    .option('--parsing <onnx>', 'classes of a face’s pixels: what is kept from before')
    .option('--parsing-contract <json>', 'its contract')
    .option('--identity <onnx>', 'embeddings of faces: whether a pair shows one person')
    .option('--identity-contract <json>', 'its contract')
    .option('--landmarks <onnx>', 'points of a face: whether it moves')
    .option('--landmarks-contract <json>', 'its contract')
    .optionsGroup('How to run:')
    .option('--threads <threads>', 'threads of the trial runs', wholeNumber(1, 256), os.availableParallelism())
    .option('--provider <name>', 'execution provider of ONNX Runtime', 'cpu')
    .option('--json', 'events as JSON lines on stdout')
    .option('-q, --quiet', 'print errors only')
    .addHelpText(
      'after',
      '\nExamples:\n  diptych models import stylegan2-ffhq-512x512.pkl --name ffhq\n  diptych models import ffhq.pt --name mine --identity face.onnx --identity-contract face.json',
    );
}

/** @throws DiptychError E_USAGE for a contract without a network, or one that is no JSON */
async function scorerOf(name: ScorerName, file: string | undefined, contract: string | undefined) {
  if (file === undefined) {
    if (contract === undefined) return undefined;
    throw new DiptychError('E_USAGE', `Expected --${name} with --${name}-contract but received ${contract} alone`);
  }
  return { file, contract: contract === undefined ? undefined : await readContract(name, contract) };
}

async function readContract(name: ScorerName, file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new DiptychError('E_USAGE', `Expected a file for --${name}-contract but received ${file}`, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DiptychError('E_USAGE', `Expected JSON for --${name}-contract but received damaged text in ${file}`, {
      cause,
    });
  }
}

function formatImported(pack: ImportedPack, byName: boolean): string {
  const { folder, manifest, architecture, parameters, bytes, notes, written } = pack;
  const { generator, scorers, directions } = manifest;
  const { resolution, zDim, wDim, numWs, labelDim } = generator;
  const found = Object.entries(scorers).flatMap(([name, scorer]) => (scorer ? [name] : []));
  const name = byName ? manifest.name : folder;
  const next = scorers.attributes ? 'fit' : 'sefa';
  const facts = [
    ['pack', `${manifest.name} → ${folder}`],
    ['architecture', architecture],
    ['resolution', `${resolution} px, ${numWs} layers, z ${zDim}, w ${wDim}${labelDim ? `, ${labelDim} classes` : ''}`],
    ['parameters', `${(parameters / 1e6).toFixed(1)} million`],
    ['scorers', found.length > 0 ? found.join(', ') : 'none'],
    ['size', megabytes(bytes)],
    ['licence', manifest.licence === UNKNOWN_LICENCE ? licenceHint(architecture) : manifest.licence],
    ...notes.map((note) => ['note', note]),
    ...(directions.length > 0 ? [['kept', `${directions.length} directions of the pack that was there`]] : []),
    ...(written ? [['next', `diptych direction ${next} --pack ${name}`]] : []),
  ];
  return `${columns(facts)}${written ? '' : 'Nothing was written\n'}`;
}

/** Files with the official names mostly are the official files, or trained on from them. */
function licenceHint(architecture: ImportedPack['architecture']): string {
  const official = architecture === 'stylegan2-ada' || architecture === 'stylegan2-tf';
  const nvidia = '. NVIDIA’s own checkpoints are for non-commercial use (Nvidia Source Code License-NC)';
  return `unknown: state it with --licence${official ? nvidia : ''}`;
}
