/**
 * A StyleGAN2 generator's weights under the official parameter names (NVlabs/stylegan2-ada-pytorch), and the
 * configuration that their shapes imply. Nothing is assumed about sizes: they are read.
 */
import { DiptychError } from '../errors.js';
import type { Tensor } from '../onnx/graph.js';

/** Parameters by official name, such as `synthesis.b8.conv0.affine.weight`. */
export type Weights = ReadonlyMap<string, Tensor>;

/** What the shapes say about a generator. */
export interface GeneratorConfig {
  readonly zDim: number;
  readonly wDim: number;
  readonly mappingLayers: number;
  /** Side of the image in px. */
  readonly resolution: number;
  /** Block resolutions 4, 8, … resolution. */
  readonly blocks: readonly number[];
  /** One w a convolution and one for the last toRGB: 2·log2(resolution) − 2. */
  readonly numWs: number;
}

/** A parameter that must be there. */
export function parameter(weights: Weights, name: string): Tensor {
  const tensor = weights.get(name);
  if (!tensor) {
    throw new DiptychError(
      'E_CHECKPOINT',
      `Expected the parameter ${name} for a StyleGAN2 generator but received none`,
      {
        hint: 'Use weights with the official stylegan2-ada-pytorch names',
      },
    );
  }
  return tensor;
}

/** Reads sizes from shapes. @throws DiptychError E_CHECKPOINT when a needed parameter is missing */
export function inferConfig(weights: Weights): GeneratorConfig {
  let mappingLayers = 0;
  while (weights.has(`mapping.fc${mappingLayers}.weight`)) mappingLayers += 1;
  const blocks: number[] = [];
  for (let side = 4; weights.has(`synthesis.b${side}.conv1.weight`); side *= 2) blocks.push(side);
  const zDim = parameter(weights, 'mapping.fc0.weight').shape[1]!;
  const wDim = parameter(weights, 'synthesis.b4.conv1.affine.weight').shape[1]!;
  return { zDim, wDim, mappingLayers, resolution: blocks.at(-1)!, blocks, numWs: 2 * blocks.length };
}
