/**
 * Takes a checkpoint, and networks of the user's, into a pack: read as data, built, tried, and only then written.
 *
 *   checkpoint ─► weights ─► mapping, synthesis ─► tried ─┐
 *   scorers    ─► held to their contracts, tried ─────────┴─► a folder beside, renamed when whole
 */
import path from 'node:path';
import { openCheckpoint } from '../checkpoint/open.js';
import type { ProgressEvent } from '../engine/events.js';
import type { SessionOptions } from '../engine/session.js';
import { DiptychError } from '../errors.js';
import { sha256OfFile } from '../hash.js';
import { buildDiscriminator } from '../stylegan/discriminator.js';
import { type Imported, recogniseGenerator } from '../stylegan/import/recognise.js';
import { buildMapping } from '../stylegan/mapping.js';
import { buildSynthesis } from '../stylegan/synthesis.js';
import type { Weights } from '../stylegan/weights.js';
import { checkCrops, type ForeignScorer, type TriedScorer, tryScorer } from './foreign.js';
import { BUILT_IN, isPack, PACK_NAME, userPacks } from './home.js';
import { describePack, scorerFiles } from './imported.js';
import type { PackManifest, ScorerName } from './manifest.js';
import { checkPlace, keepDirections, type NewFile, writeFolder } from './place.js';
import { type Networks, tryGenerator } from './trial.js';

/** What to import, and where to. */
export interface ImportOptions extends SessionOptions {
  /** Path of the checkpoint. */
  readonly file: string;
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Folder of the pack; by default one of its name among the user's packs, where it is found by name. */
  readonly out?: string | undefined;
  readonly scorers?: { readonly [Name in ScorerName]?: ForeignScorer | undefined } | undefined;
  readonly licence?: string | undefined;
  readonly source?: string | undefined;
  readonly which?: 'G_ema' | 'G' | undefined;
  /** Take the discriminator too. */
  readonly discriminator?: boolean | undefined;
  /** Replace a pack that is there; directions fitted on the same generator stay. */
  readonly force?: boolean | undefined;
  /** Do everything but write. */
  readonly dryRun?: boolean | undefined;
}

/** A pack that was imported, or would be. */
export interface ImportedPack {
  readonly folder: string;
  readonly manifest: PackManifest;
  readonly architecture: Imported['architecture'];
  /** Numbers that were learnt, of mapping and synthesis. */
  readonly parameters: number;
  /** Of all its files. */
  readonly bytes: number;
  /** What a user should know. */
  readonly notes: readonly string[];
  readonly written: boolean;
}

/** Order in which scorers are tried. */
const SCORERS: readonly ScorerName[] = ['attributes', 'parsing', 'identity', 'landmarks'];
/** Deviations between stored centre and mean above which a note says so; chance alone gives 0.03. */
const CENTRE_OFF = 0.5;
/** Not learnt, though stored among the weights. */
const NOT_LEARNT = /(^|\.)(w_avg|noise_const)$/;

/**
 * Imports a pack. Nothing is written before everything was tried, and a folder is there whole or not at all.
 * @throws DiptychError E_CHECKPOINT, E_MODEL, E_USAGE for what cannot be imported; what the disk throws
 */
export async function* importPack(options: ImportOptions): AsyncGenerator<ProgressEvent, ImportedPack> {
  const { file, name, scorers = {} } = options;
  const folder = folderOf(options);
  await checkPlace(folder, name, options.force === true);
  const wanted = SCORERS.flatMap((scorer) => (scorers[scorer] ? [[scorer, scorers[scorer]] as const] : []));
  const total = wanted.length + 4;
  let done = 0;
  const step = (): ProgressEvent => ({ event: 'stage', stage: 'import', done: done++, total });

  // (1) Scorers: the quick part, and the one that a contract most often is wrong about.
  yield step();
  const tried: TriedScorer[] = [];
  for (const [scorer, foreign] of wanted) {
    tried.push(await tryScorer(scorer, foreign, options));
    yield step();
  }
  checkCrops(tried);

  // (2) The generator: read, built, drawn with.
  const { generator, sha256 } = await readGenerator(options);
  yield step();
  const networks = networksOf(generator, options);
  yield step();
  const { weights, config } = generator;
  const centre = weights.get('mapping.w_avg')!.data;
  const { centreOff } = await tryGenerator(networks, config, centre, options, file);
  yield step();

  // (3) The folder.
  const manifest = describePack({ ...options, generator, sha256, networks, tried });
  const kept = await keepDirections(folder, manifest.generator.synthesis.sha256);
  const whole = { ...manifest, directions: [...kept.directions] };
  const files = [...filesOf(networks), ...tried.flatMap(scorerFiles)];
  if (!options.dryRun) await writeFolder(folder, [...files, ...kept.files], whole);
  yield step();
  return {
    folder,
    manifest: whole,
    architecture: generator.architecture,
    parameters: learnt(weights),
    bytes: bytesOf(manifest),
    notes: [...generator.notes, ...notesOf(centreOff, config.labelDim)],
    written: !options.dryRun,
  };
}

/** @throws DiptychError E_USAGE for a name that is none, or that a built-in pack has */
function folderOf({ name, out }: ImportOptions): string {
  if (!PACK_NAME.test(name)) {
    throw new DiptychError('E_USAGE', `Expected a name of a-z, 0-9 and hyphens for --name but received ${name}`);
  }
  if (out !== undefined) return path.resolve(out);
  if (!isPack(path.join(BUILT_IN, name))) return path.join(userPacks(), name);
  throw new DiptychError('E_USAGE', `Expected another name than a built-in pack's for --name but received ${name}`);
}

async function readGenerator({
  file,
  which = 'G_ema',
  discriminator = false,
}: ImportOptions): Promise<{ readonly generator: Imported; readonly sha256: string }> {
  const checkpoint = await openCheckpoint(file);
  try {
    return { generator: recogniseGenerator(checkpoint, { which, discriminator }), sha256: await sha256OfFile(file) };
  } finally {
    checkpoint.close();
  }
}

/** @throws DiptychError E_CHECKPOINT when a discriminator is asked for and there is none that can be read */
function networksOf(generator: Imported, { file, discriminator }: ImportOptions): Networks {
  const { weights, config } = generator;
  const critic = generator.discriminator;
  if (discriminator && !critic) {
    const reason = generator.notes.find((note) => note.startsWith('The discriminator')) ?? 'none';
    throw new DiptychError('E_CHECKPOINT', `Expected a discriminator in ${file} but received: ${reason}`, {
      hint: 'Leave --with-discriminator out',
    });
  }
  return {
    mapping: buildMapping(weights, config, 'float32'),
    synthesis: buildSynthesis(weights, config, 'float32'),
    ...(discriminator && critic && { discriminator: buildDiscriminator(critic.weights, critic.config, 'float32') }),
  };
}

function filesOf(networks: Networks): NewFile[] {
  return Object.entries(networks).map(([name, content]) => ({ path: `${name}.onnx`, content }));
}

function learnt(weights: Weights): number {
  let count = 0;
  for (const [name, { data }] of weights) if (!NOT_LEARNT.test(name)) count += data.length;
  return count;
}

function bytesOf({ generator, scorers }: PackManifest): number {
  const { mapping, synthesis, discriminator } = generator;
  const scored = Object.values(scorers).flatMap((scorer) => (scorer ? [scorer.file, ...(scorer.data ?? [])] : []));
  return [mapping, synthesis, discriminator, ...scored].reduce((sum, file) => sum + (file?.bytes ?? 0), 0);
}

function notesOf(centreOff: number, labelDim: number): string[] {
  return [
    ...(centreOff > CENTRE_OFF
      ? [
          `The truncation centre lies ${centreOff.toFixed(1)} standard deviations from the mean w of 1,000 samples: psi below 1 pulls towards another face than the average`,
        ]
      : []),
    ...(labelDim > 0
      ? [`The generator is conditional on ${labelDim} classes: class 0 is drawn, others with --class`]
      : []),
  ];
}
