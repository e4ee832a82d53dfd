/**
 * Which generator a checkpoint holds, translated to the official names and ready to be written as ONNX.
 *
 * In: an opened checkpoint of any container. Out: weights, configuration, and what a user should know. Names alone
 * decide what a checkpoint is, so that a file from a fork, or without its wrapping, is read like the original.
 */
import { tensorsOf } from '../../checkpoint/names.js';
import type { Checkpoint, Value } from '../../checkpoint/value.js';
import { DiptychError } from '../../errors.js';
import { averageLatent } from '../average.js';
import type { DiscriminatorConfig } from '../discriminator.js';
import { discriminatorShapes, generatorShapes } from '../shapes.js';
import type { GeneratorConfig, Weights } from '../weights.js';
import { moduleAt } from './modules.js';
import { type Found, officialDiscriminator, officialGenerator, pathOf } from './official.js';
import { checkPlan, readPlan, zeros } from './plan.js';
import { unrecognised } from './refuse.js';
import { rosinalityDiscriminator, rosinalityGenerator } from './rosinality.js';
import { type Network, tensorflowDiscriminator, tensorflowGenerator, tensorflowNetworks } from './tensorflow.js';

/** Samples whose mean stands in for a missing truncation centre. */
const AVERAGED = 512;

/** Side in px; the largest published StyleGAN2 draws 1024. Without it a few names could claim any image. */
const LARGEST = 4096;

/** A generator of a checkpoint, under the official parameter names. */
export interface Imported {
  /** Where the names come from: modules of NVlabs, TensorFlow, rosinality's code, or a bare state dictionary. */
  readonly architecture: 'stylegan2-ada' | 'stylegan2-tf' | 'stylegan2-rosinality' | 'stylegan2-official-names';
  readonly weights: Weights;
  readonly config: GeneratorConfig;
  /** Absent where the checkpoint has none, or one that the graph does not cover, which a note then says. */
  readonly discriminator?: { readonly weights: Weights; readonly config: DiscriminatorConfig };
  /** What a user should know: assumptions that were made, parts that are missing. */
  readonly notes: readonly string[];
}

/** Which generator to take, and whether to look for a discriminator. */
export interface RecogniseOptions {
  /** The averaged generator, which draws better, or the one in training. */
  readonly which?: 'G_ema' | 'G';
  readonly discriminator?: boolean;
}

/**
 * Finds the generator, compares every parameter's shape with what its configuration calls for, then reads it.
 * @throws DiptychError E_CHECKPOINT for another architecture, by its name where it is known, and for damaged parameters
 */
export function recogniseGenerator(checkpoint: Checkpoint, options: RecogniseOptions = {}): Imported {
  const { which = 'G_ema', discriminator = true } = options;
  const { name: file, root } = checkpoint;
  const networks = tensorflowNetworks(root);
  const found = networks ? fromTensorflow(networks, which, file) : fromNames(root, which, file);
  const { architecture, generator } = found;
  const notes = [...generator.notes];
  const generated = readGenerator(generator, notes, file);
  const critic = discriminator ? readDiscriminator(found, notes, file) : undefined;
  return { architecture, ...generated, ...(critic && { discriminator: critic }), notes };
}

/** Networks that were found by their names, unread. */
interface Candidate {
  readonly architecture: Imported['architecture'];
  readonly generator: Found<GeneratorConfig>;
  /** Absent where the checkpoint has none. */
  readonly discriminator?: () => Found<DiscriminatorConfig>;
}

function fromTensorflow(networks: readonly Network[], which: 'G_ema' | 'G', file: string): Candidate {
  const generators = networks.filter(({ variables }) => variables.has('synthesis/4x4/Conv/mod_weight'));
  // Official pickles hold (G, D, Gs); the last is the averaged one.
  const generator = generators.at(which === 'G_ema' ? -1 : 0);
  if (!generator) throw unrecognised([...networks.at(-1)!.variables.keys()], file);
  const critic = networks.find(({ variables }) => variables.has('4x4/Dense0/weight'));
  return {
    architecture: 'stylegan2-tf',
    generator: tensorflowGenerator(generator, file),
    ...(critic && { discriminator: () => tensorflowDiscriminator(critic, file) }),
  };
}

function fromNames(root: Value, which: 'G_ema' | 'G', file: string): Candidate {
  const tensors = tensorsOf(root);
  const official = prefixOf(tensors, 'synthesis.b4.const', which);
  if (official !== undefined) {
    const generator = officialGenerator(tensors, official, root, file);
    const critic = prefixesOf(tensors, 'b4.fc.weight')[0];
    return {
      architecture: moduleAt(root, `${official}synthesis`) ? 'stylegan2-ada' : 'stylegan2-official-names',
      generator: warned(generator, official, which, file),
      ...(critic !== undefined && { discriminator: () => officialDiscriminator(tensors, critic, root, file) }),
    };
  }
  const prefix = prefixOf(tensors, 'conv1.conv.modulation.weight', which);
  if (prefix === undefined) throw unrecognised([...tensors.keys()], file);
  // Encoders keep it beside the state dictionary, not in it.
  const average = tensors.get(`${prefix}latent_avg`) ?? tensors.get('latent_avg');
  const generator = rosinalityGenerator(tensors, prefix, average, file);
  const critic = prefixesOf(tensors, 'final_conv.0.weight')[0];
  return {
    architecture: 'stylegan2-rosinality',
    generator: warned(generator, prefix, which, file),
    ...(critic !== undefined && { discriminator: () => rosinalityDiscriminator(tensors, critic, file) }),
  };
}

/** What stands before a parameter of this name, wherever it occurs: `''`, `G_ema.`, `state_dict.decoder.`, … */
function prefixesOf(tensors: ReadonlyMap<string, unknown>, anchor: string): string[] {
  const full = [...tensors.keys()].filter((name) => name === anchor || name.endsWith(`.${anchor}`));
  return full.map((name) => name.slice(0, name.length - anchor.length));
}

const NAMES = { G_ema: /(^|\.)(G_ema|g_ema|Gs|params_ema)\.$/, G: /(^|\.)[Gg]\.$/ } as const;

/** The generator that was asked for, else one of which the name does not say, else the other. */
function prefixOf(tensors: ReadonlyMap<string, unknown>, anchor: string, which: 'G_ema' | 'G'): string | undefined {
  const other = which === 'G' ? NAMES.G_ema : NAMES.G;
  const rank = (prefix: string): number => (NAMES[which].test(prefix) ? 0 : other.test(prefix) ? 2 : 1);
  return prefixesOf(tensors, anchor).sort((a, b) => rank(a) - rank(b))[0];
}

/** @throws DiptychError E_CHECKPOINT when the generator in training was asked for, and there is only the averaged one */
function warned<C>(found: Found<C>, prefix: string, which: 'G_ema' | 'G', file: string): Found<C> {
  if (which === 'G_ema' && NAMES.G.test(prefix)) {
    return { ...found, notes: [...found.notes, 'There is no averaged generator: the one in training is taken'] };
  }
  if (which === 'G_ema' || !NAMES.G_ema.test(prefix)) return found;
  throw new DiptychError('E_CHECKPOINT', `Expected the generator G for ${file} but received ${pathOf(prefix)} alone`, {
    hint: 'Leave the choice of the generator out',
  });
}

function readGenerator(
  { plan, config }: Found<GeneratorConfig>,
  notes: string[],
  file: string,
): Pick<Imported, 'weights' | 'config'> {
  if (config.resolution > LARGEST) {
    throw new DiptychError(
      'E_CHECKPOINT',
      `Expected images of at most ${LARGEST} px for ${file} but received larger ones`,
      {
        hint: 'The file is damaged, or no generator of faces',
      },
    );
  }
  const centred = plan.has('mapping.w_avg');
  const whole = centred ? plan : new Map([...plan, ['mapping.w_avg', zeros([config.wDim])] as const]);
  checkPlan(whole, generatorShapes(config, whole), 'StyleGAN2 generator', file);
  const weights = readPlan(whole, file);
  if (centred) return { weights, config };
  notes.push(`There is no truncation centre: the mean w of ${AVERAGED} samples is taken`);
  const data = averageLatent(weights, config, AVERAGED);
  return { weights: new Map([...weights, ['mapping.w_avg', { data, shape: [config.wDim] }]]), config };
}

/** A discriminator is optional: one that the graph does not cover costs a note. One that is damaged is refused. */
function readDiscriminator(
  { discriminator }: Candidate,
  notes: string[],
  file: string,
): Imported['discriminator'] | undefined {
  let found: Found<DiscriminatorConfig> | undefined;
  try {
    found = discriminator?.();
    if (found) checkPlan(found.plan, discriminatorShapes(found.config, found.plan), 'StyleGAN2 discriminator', file);
  } catch (error) {
    if (!(error instanceof DiptychError)) throw error;
    notes.push(`The discriminator is left out: ${error.message}`);
    return undefined;
  }
  return found && { weights: readPlan(found.plan, file), config: found.config };
}
