/**
 * A StyleGAN2 generator's weights under the official parameter names (NVlabs/stylegan2-ada-pytorch), and the
 * configuration that names and shapes imply. Nothing is assumed about sizes: they are read.
 */
import { DiptychError } from '../errors.js';
import type { Tensor } from '../onnx/graph.js';

/** Parameters by official name, such as `synthesis.b8.conv0.affine.weight`. */
export type Weights = ReadonlyMap<string, Tensor>;
/** What is known of parameters before their values are read. */
export type Shapes = ReadonlyMap<string, { readonly shape: readonly number[] }>;

/** How a generator is built: what names and shapes say, and the few numbers that only a checkpoint's objects hold. */
export interface GeneratorConfig {
  readonly zDim: number;
  readonly wDim: number;
  /** Classes of a conditional generator, fed as a one-hot vector; 0 for an unconditional one. */
  readonly labelDim: number;
  readonly mappingLayers: number;
  /** Learning-rate multiplier of the mapping layers: what their stored weights and biases are scaled by. */
  readonly mappingRate: number;
  /** Side of the image in px. */
  readonly resolution: number;
  /** Block resolutions 4, 8, … resolution. */
  readonly blocks: readonly number[];
  /** One w a convolution and one for the last toRGB: 2·log2(resolution) − 2. */
  readonly numWs: number;
  /** RGB summed over the blocks, residual blocks, or the last block's RGB alone. */
  readonly architecture: 'skip' | 'resnet' | 'orig';
  /** Largest magnitude of an activation, which networks trained in half precision were held to. */
  readonly convClamp: number | undefined;
  /** Whether convolutions add noise. */
  readonly noise: boolean;
}

/** Of the mapping network in every published StyleGAN2. */
export const MAPPING_RATE = 0.01;

/** A parameter that must be there. @param owner whose it is, for the error @throws DiptychError E_CHECKPOINT */
export function parameter<T>(weights: ReadonlyMap<string, T>, name: string, owner = 'a StyleGAN2 generator'): T {
  const found = weights.get(name);
  if (found === undefined) {
    throw new DiptychError('E_CHECKPOINT', `Expected the parameter ${name} for ${owner} but received none`, {
      hint: 'Use weights with the official stylegan2-ada-pytorch names',
    });
  }
  return found;
}

/**
 * Reads sizes and kinds from names and shapes. What they cannot say is as in the official networks: mapping rate 0.01,
 * no clamp. @throws DiptychError E_CHECKPOINT when a needed parameter is missing
 */
export function inferConfig(weights: Shapes, owner?: string): GeneratorConfig {
  let mappingLayers = 0;
  while (weights.has(`mapping.fc${mappingLayers}.weight`)) mappingLayers += 1;
  const blocks: number[] = [];
  for (let side = 4; weights.has(`synthesis.b${side}.conv1.weight`); side *= 2) blocks.push(side);
  parameter(weights, 'synthesis.b4.conv1.weight', owner);
  const wDim = parameter(weights, 'synthesis.b4.conv1.affine.weight', owner).shape[1]!;
  const [embedded, labelDim] = weights.get('mapping.embed.weight')?.shape ?? [0, 0];
  const zDim = parameter(weights, 'mapping.fc0.weight', owner).shape[1]! - embedded!;
  return {
    zDim,
    wDim,
    labelDim: labelDim!,
    mappingLayers,
    mappingRate: MAPPING_RATE,
    resolution: blocks.at(-1)!,
    blocks,
    numWs: 2 * blocks.length,
    architecture: architectureOf(weights),
    convClamp: undefined,
    noise: weights.has('synthesis.b4.conv1.noise_strength'),
  };
}

function architectureOf(weights: Shapes): GeneratorConfig['architecture'] {
  if (weights.has('synthesis.b8.skip.weight')) return 'resnet';
  return weights.has('synthesis.b4.torgb.weight') || !weights.has('synthesis.b8.conv1.weight') ? 'skip' : 'orig';
}
