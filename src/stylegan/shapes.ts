/**
 * The parameters that a network of a given configuration has, with their shapes. Written down once, so that a checkpoint
 * is compared with it before a single value is read.
 */
import type { DiscriminatorConfig } from './discriminator.js';
import type { GeneratorConfig, Shapes } from './weights.js';

/** A parameter's name and shape; undefined where any size will do. */
export type Expected = readonly [name: string, shape: readonly (number | undefined)[]];

/** Every parameter of a generator; channels are those of the convolutions' own outputs. */
export function generatorShapes(config: GeneratorConfig, weights: Shapes): Expected[] {
  const { wDim, labelDim, mappingLayers, architecture, blocks, resolution, noise } = config;
  const out = outputsOf(weights);
  const list = mappingShapes(weights, labelDim, mappingLayers, config.zDim, wDim);
  const centres = weights.get('mapping.w_avg')?.shape.length === 2 ? [config.numWs, wDim] : [wDim];
  list.push(['mapping.w_avg', centres]);
  let channels = out('synthesis.b4.const');
  list.push(['synthesis.b4.const', [channels, 4, 4]]);
  const modulated = (name: string, inputs: number, outputs: number, kernel: number): void => {
    list.push([`${name}.weight`, [outputs, inputs, kernel, kernel]], [`${name}.bias`, [outputs]]);
    list.push([`${name}.affine.weight`, [inputs, wDim]], [`${name}.affine.bias`, [inputs]]);
  };
  for (const side of blocks) {
    const block = `synthesis.b${side}`;
    const inputs = channels;
    for (const conv of side === 4 ? ['conv1'] : ['conv0', 'conv1']) {
      const name = `${block}.${conv}`;
      const outputs = out(`${name}.weight`);
      modulated(name, channels, outputs, 3);
      if (noise) list.push([`${name}.noise_const`, [side, side]], [`${name}.noise_strength`, []]);
      channels = outputs;
    }
    if (architecture === 'resnet' && side > 4) list.push([`${block}.skip.weight`, [channels, inputs, 1, 1]]);
    if (architecture === 'skip' || side === resolution) modulated(`${block}.torgb`, channels, 3, 1);
  }
  return list;
}

/** Every parameter of a discriminator. */
export function discriminatorShapes(config: DiscriminatorConfig, weights: Shapes): Expected[] {
  const { labelDim, mappingLayers, architecture, blocks, resolution, deviation } = config;
  const out = outputsOf(weights);
  const list: Expected[] = [];
  const convolution = (name: string, inputs: number, outputs: number, kernel: number): void => {
    list.push([`${name}.weight`, [outputs, inputs, kernel, kernel]], [`${name}.bias`, [outputs]]);
  };
  let channels = out(`b${resolution}.fromrgb.weight`);
  for (const side of blocks) {
    const block = `b${side}`;
    if (architecture === 'skip' || side === resolution) convolution(`${block}.fromrgb`, 3, channels, 1);
    const middle = out(`${block}.conv0.weight`);
    const outputs = out(`${block}.conv1.weight`);
    convolution(`${block}.conv0`, channels, middle, 3);
    convolution(`${block}.conv1`, middle, outputs, 3);
    if (architecture === 'resnet') list.push([`${block}.skip.weight`, [outputs, channels, 1, 1]]);
    channels = outputs;
  }
  if (architecture === 'skip' || blocks.length === 0) convolution('b4.fromrgb', 3, channels, 1);
  // Any other number of maps fits no network, and then no shape.
  const maps = deviation.maps > 0 && channels % deviation.maps === 0 ? deviation.maps : 0;
  convolution('b4.conv', channels + maps, channels, 3);
  list.push(['b4.fc.weight', [channels, channels * 16]], ['b4.fc.bias', [channels]]);
  const features = labelDim > 0 ? out('b4.out.weight') : 1;
  list.push(['b4.out.weight', [features, channels]], ['b4.out.bias', [features]]);
  if (labelDim > 0) list.push(...mappingShapes(weights, labelDim, mappingLayers, 0, features));
  return list;
}

function mappingShapes(weights: Shapes, labelDim: number, layers: number, inputs: number, outputs: number): Expected[] {
  const out = outputsOf(weights);
  const list: Expected[] = [];
  let features = inputs;
  if (labelDim > 0) {
    const embedded = out('mapping.embed.weight');
    list.push(['mapping.embed.weight', [embedded, labelDim]], ['mapping.embed.bias', [embedded]]);
    features += embedded;
  }
  for (let layer = 0; layer < layers; layer++) {
    const next = layer === layers - 1 ? outputs : out(`mapping.fc${layer}.weight`);
    list.push([`mapping.fc${layer}.weight`, [next, features]], [`mapping.fc${layer}.bias`, [next]]);
    features = next;
  }
  return list;
}

/** The first size of a parameter; 0, which fits no shape, where it is missing. */
const outputsOf =
  (weights: Shapes) =>
  (name: string): number =>
    weights.get(name)?.shape[0] ?? 0;
