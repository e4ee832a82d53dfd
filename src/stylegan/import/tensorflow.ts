/**
 * Networks of NVlabs' TensorFlow StyleGAN2 and StyleGAN2-ADA: pickled `dnnlib.tflib.network.Network` objects that hold
 * variables, construction arguments and components.
 *
 * TensorFlow keeps convolutions as [height, width, inputs, outputs], dense layers as [inputs, outputs], up-sampling
 * convolutions backwards, and styles without their 1. Source: legacy.py in NVlabs/stylegan2-ada-pytorch says which
 * variable is which parameter; networks_stylegan2.py in NVlabs/stylegan2 what is done with it.
 */
import { printable } from '../../checkpoint/printable.js';
import type { StoredTensor } from '../../checkpoint/tensor.js';
import type { Value } from '../../checkpoint/value.js';
import { DiptychError } from '../../errors.js';
import { type DiscriminatorConfig, inferDiscriminatorConfig } from '../discriminator.js';
import { type GeneratorConfig, inferConfig } from '../weights.js';
import { otherFilter } from './filter.js';
import { checkActivation, commonCount, commonNumber, type Fields, fieldsOf } from './modules.js';
import { type Found, otherChannels } from './official.js';
import { type Later, raised, reshaped, scaled, transposed } from './plan.js';

/** Variables by path, such as `synthesis/4x4/Conv/weight`, and the arguments that the network was built with. */
export interface Network {
  readonly variables: ReadonlyMap<string, StoredTensor>;
  readonly built: Fields;
}

/** The networks of a TensorFlow pickle, `G`, `D` and `Gs` in official files; undefined for any other checkpoint. */
export function tensorflowNetworks(root: Value): Network[] | undefined {
  const items = Array.isArray(root) ? (root as readonly Value[]) : [root];
  const networks = items.filter(isNetwork).map(networkOf);
  return networks.length > 0 ? networks : undefined;
}

/** @throws DiptychError E_CHECKPOINT for a generator that the graph does not cover */
export function tensorflowGenerator(network: Network, file: string): Found<GeneratorConfig> {
  const { variables, built } = network;
  checkBuilt(built, file);
  const source = new Variables(variables);
  const colours = variables.get('synthesis/4x4/ToRGB/bias')?.shape[0];
  if (colours !== undefined && colours !== 3) throw otherChannels(colours, file);
  source.move('mapping.w_avg', 'dlatent_avg');
  source.dense('mapping.embed', 'mapping/LabelEmbed');
  for (let i = 0; variables.has(`mapping/Dense${i}/weight`); i++) source.dense(`mapping.fc${i}`, `mapping/Dense${i}`);
  source.move('synthesis.b4.const', 'synthesis/4x4/Const/const', (t) => reshaped(t, t.shape.slice(-3)));
  source.modulated('synthesis.b4.conv1', 'synthesis/4x4/Conv', 0);
  source.toRgb('synthesis.b4.torgb', 'synthesis/4x4/ToRGB');
  const conv1 = (side: number) => `synthesis/${side}x${side}/Conv1`;
  for (let k = 0, side = 8; variables.has(`${conv1(side)}/weight`); k++, side *= 2) {
    const from = `synthesis/${side}x${side}`;
    source.modulated(`synthesis.b${side}.conv0`, `${from}/Conv0_up`, 2 * k + 1, true);
    source.modulated(`synthesis.b${side}.conv1`, conv1(side), 2 * k + 2);
    source.toRgb(`synthesis.b${side}.torgb`, `${from}/ToRGB`);
    source.move(`synthesis.b${side}.skip.weight`, `${from}/Skip/weight`, convolution);
  }
  source.keepOthers(/^(mapping|synthesis)\//);
  const inferred = inferConfig(source.plan, `the StyleGAN2 generator in ${file}`);
  const mappingRate = commonNumber([built], 'mapping_lrmul', file) ?? inferred.mappingRate;
  return { plan: source.plan, config: { ...inferred, mappingRate, convClamp: clampOf(built, file) }, notes: [] };
}

/** @throws DiptychError E_CHECKPOINT for a discriminator that the graph does not cover */
export function tensorflowDiscriminator(network: Network, file: string): Found<DiscriminatorConfig> {
  const { variables, built } = network;
  checkBuilt(built, file);
  const source = new Variables(variables);
  source.dense('mapping.embed', 'LabelEmbed');
  for (let i = 0; variables.has(`Mapping${i}/weight`); i++) source.dense(`mapping.fc${i}`, `Mapping${i}`);
  for (let side = 4; side === 4 || variables.has(`${side}x${side}/Conv0/weight`); side *= 2) {
    const from = `${side}x${side}`;
    source.convolution(`b${side}.fromrgb`, `${from}/FromRGB`);
    source.convolution(`b${side}.conv0`, `${from}/Conv0`);
    source.convolution(`b${side}.conv1`, `${from}/Conv1_down`);
    source.move(`b${side}.skip.weight`, `${from}/Skip/weight`, convolution);
  }
  source.convolution('b4.conv', '4x4/Conv');
  source.dense('b4.fc', '4x4/Dense0');
  source.dense('b4.out', 'Output');
  source.keepOthers(/./);
  const inferred = inferDiscriminatorConfig(source.plan, `the StyleGAN2 discriminator in ${file}`);
  const group = commonCount([built], 'mbstd_group_size', file) ?? inferred.deviation.group;
  const deviation = { ...inferred.deviation, group };
  return { plan: source.plan, config: { ...inferred, deviation, convClamp: clampOf(built, file) }, notes: [] };
}

function isNetwork(value: Value): boolean {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'object') return false;
  return /(^|\.)tflib\.network\.Network$/.test(value.global);
}

/** Walks the components: a tree, or the reader would have refused it. */
function networkOf(value: Value): Network {
  const variables = new Map<string, StoredTensor>();
  const open: [prefix: string, network: Value][] = [['', value]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [prefix, network] = next;
    const fields = fieldsOf(network);
    if (!fields) continue;
    const own = fields.get('variables');
    for (const pair of Array.isArray(own) ? (own as readonly Value[]) : []) {
      const [name, tensor] = Array.isArray(pair) ? (pair as readonly Value[]) : [];
      if (typeof name === 'string' && isTensor(tensor)) variables.set(`${prefix}${name}`, tensor);
    }
    for (const [name, component] of fieldsOf(fields.get('components')) ?? [])
      if (typeof name === 'string') open.push([`${prefix}${name}/`, component]);
  }
  return { variables, built: fieldsOf(fieldsOf(value)?.get('static_kwargs')) ?? new Map() };
}

/** Arguments that would make another network of the same variables. */
function checkBuilt(built: Fields, file: string): void {
  for (const name of ['nonlinearity', 'mapping_nonlinearity']) {
    const activation = built.get(name);
    if (activation !== undefined) checkActivation([new Map([['activation', activation]])], file);
  }
  const taps = built.get('resample_kernel');
  if (taps !== undefined && taps !== null && String(taps) !== '1,3,3,1')
    throw otherFilter('resample_kernel', printable(String(taps)), file);
  if (built.get('normalize_latents') === false)
    throw new DiptychError('E_CHECKPOINT', `Expected normalised latents for ${file} but received plain ones`, {
      hint: 'Mapping networks without normalisation are not read',
    });
}

const clampOf = (built: Fields, file: string): number | undefined => commonNumber([built], 'conv_clamp', file);

const isTensor = (value: Value | undefined): value is StoredTensor =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'tensor';

/** [h, w, inputs, outputs] → [outputs, inputs, h, w] */
const convolution = (tensor: Later): Later => transposed(tensor, [3, 2, 0, 1]);
const backwards = (tensor: Later): Later => transposed(tensor, [3, 2, 0, 1], [0, 1]);
const matrix = (tensor: Later): Later => transposed(tensor, [1, 0]);

/** Variables that were moved to the official names, and those that remain. */
class Variables {
  readonly plan = new Map<string, Later>();
  readonly #variables: ReadonlyMap<string, StoredTensor>;
  readonly #moved = new Set<string>();

  constructor(variables: ReadonlyMap<string, StoredTensor>) {
    this.#variables = variables;
  }

  move(name: string, from: string, change: (tensor: Later) => Later = (t) => t): void {
    const tensor = this.#variables.get(from);
    this.#moved.add(from);
    if (tensor) this.plan.set(name, change(tensor));
  }

  dense(name: string, from: string): void {
    this.move(`${name}.weight`, `${from}/weight`, matrix);
    this.move(`${name}.bias`, `${from}/bias`);
  }

  convolution(name: string, from: string): void {
    this.move(`${name}.weight`, `${from}/weight`, convolution);
    this.move(`${name}.bias`, `${from}/bias`);
  }

  /** A styled convolution. Its weights are used times 1/√(fan-in), which counts beside the ε of the demodulation. */
  modulated(name: string, from: string, noise: number, up = false): void {
    this.#styled(name, from);
    this.move(`${name}.weight`, `${from}/weight`, (t) => {
      const fanIn = t.shape.slice(0, 3).reduce((a, b) => a * b, 1);
      return scaled(up ? backwards(t) : convolution(t), 1 / Math.sqrt(fanIn));
    });
    this.move(`${name}.noise_const`, `synthesis/noise${noise}`, (t) => reshaped(t, t.shape.slice(-2)));
    this.move(`${name}.noise_strength`, `${from}/noise_strength`, (t) => reshaped(t, []));
  }

  /** Not demodulated: there the official style carries 1/√(fan-in), so weights stay as they are. */
  toRgb(name: string, from: string): void {
    this.#styled(name, from);
    this.move(`${name}.weight`, `${from}/weight`, convolution);
  }

  /** Any other variable that the network computes with means another architecture. */
  keepOthers(wanted: RegExp): void {
    for (const [name, tensor] of this.#variables) {
      const unused = /(^|\/)(lod|dlatent_avg|noise\d+)$/.test(name);
      if (!unused && wanted.test(name) && !this.#moved.has(name)) this.plan.set(name, tensor);
    }
  }

  #styled(name: string, from: string): void {
    this.move(`${name}.bias`, `${from}/bias`);
    this.move(`${name}.affine.weight`, `${from}/mod_weight`, matrix);
    this.move(`${name}.affine.bias`, `${from}/mod_bias`, (t) => raised(t, 1));
  }
}
