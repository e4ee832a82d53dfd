/**
 * Generators of rosinality/stylegan2-pytorch and the encoders built on it (e4e, pSp, SAM, …): another module tree around
 * the same arithmetic. Source: model.py, Generator and Discriminator.
 */
import { type DiscriminatorConfig, inferDiscriminatorConfig } from '../discriminator.js';
import { type GeneratorConfig, inferConfig } from '../weights.js';
import { checkFilter } from './filter.js';
import { type Found, otherChannels } from './official.js';
import { type Later, type Plan, reshaped, scaled, zeros } from './plan.js';

/** Parameter names that a generator has; anything else below its prefix, such as an encoder's, is not looked at. */
const GENERATOR = /^(style|input|conv1|convs|to_rgb1|to_rgbs)\./;

/**
 * The generator whose names begin with `prefix`.
 * @param average `latent_avg`, [wDim] or one for each layer; absent where the checkpoint has none
 * @throws DiptychError E_CHECKPOINT for a generator that the graph does not cover
 */
export function rosinalityGenerator(
  tensors: ReadonlyMap<string, Later>,
  prefix: string,
  average: Later | undefined,
  file: string,
): Found<GeneratorConfig> {
  const source = new Stored(tensors, prefix, file);
  const colours = source.peek('to_rgb1.conv.weight')?.shape[1];
  if (colours !== undefined && colours !== 3) throw otherChannels(colours, file);
  let layers = 0;
  for (; source.peek(`style.${layers + 1}.weight`); layers++) {
    source.move(`mapping.fc${layers}.weight`, `style.${layers + 1}.weight`);
    source.move(`mapping.fc${layers}.bias`, `style.${layers + 1}.bias`);
  }
  source.move('synthesis.b4.const', 'input.input', (t) => reshaped(t, t.shape.slice(-3)));
  source.convolution('synthesis.b4.conv1', 'conv1', 0, 4);
  source.toRgb('synthesis.b4.torgb', 'to_rgb1');
  for (let k = 0, side = 8; source.peek(`convs.${2 * k}.conv.weight`); k++, side *= 2) {
    source.convolution(`synthesis.b${side}.conv0`, `convs.${2 * k}`, 2 * k + 1, side);
    source.convolution(`synthesis.b${side}.conv1`, `convs.${2 * k + 1}`, 2 * k + 2, side);
    source.toRgb(`synthesis.b${side}.torgb`, `to_rgbs.${k}`);
  }
  source.refuseOthers(GENERATOR);
  const config = inferConfig(source.plan, `the StyleGAN2 generator in ${file}`);
  if (average) source.plan.set('mapping.w_avg', centre(average, config));
  const silent = 'The checkpoint has no constant noise: images are drawn without noise unless it is fed';
  return { plan: source.plan, config, notes: source.silent ? [silent] : [] };
}

/** The discriminator whose names begin with `prefix`. */
export function rosinalityDiscriminator(
  tensors: ReadonlyMap<string, Later>,
  prefix: string,
  file: string,
): Found<DiscriminatorConfig> {
  const source = new Stored(tensors, prefix, file);
  let blocks = 0;
  while (source.peek(`convs.${blocks + 1}.conv1.0.weight`)) blocks += 1;
  source.layer(`b${4 << blocks}.fromrgb`, 'convs.0', 0);
  for (let k = 1, side = 4 << blocks; k <= blocks; k++, side /= 2) {
    source.layer(`b${side}.conv0`, `convs.${k}.conv1`, 0);
    source.layer(`b${side}.conv1`, `convs.${k}.conv2`, 1);
    source.move(`b${side}.skip.weight`, `convs.${k}.skip.1.weight`);
  }
  source.layer('b4.conv', 'final_conv', 0);
  for (const [name, from] of [
    ['b4.fc', 'final_linear.0'],
    ['b4.out', 'final_linear.1'],
  ]) {
    source.move(`${name}.weight`, `${from}.weight`);
    source.move(`${name}.bias`, `${from}.bias`);
  }
  source.refuseOthers(/./);
  const config = inferDiscriminatorConfig(source.plan, `the StyleGAN2 discriminator in ${file}`);
  return { plan: source.plan, config, notes: [] };
}

/** The mean of w as the official one, or one for each layer where they differ. */
function centre(average: Later, { numWs, wDim }: GeneratorConfig): Later {
  const count = average.shape.reduce((a, b) => a * b, 1);
  if (count !== numWs * wDim || numWs === 1) return reshaped(average, [wDim]);
  const values = average.read();
  const same = values.every((v, i) => v === values[i % wDim]);
  return same ? { shape: [wDim], read: () => values.slice(0, wDim) } : { shape: [numWs, wDim], read: () => values };
}

/** Parameters that were moved to the official names, and those that remain. */
class Stored {
  readonly plan = new Map<string, Later>() satisfies Plan;
  /** Whether a layer's constant noise was missing. */
  silent = false;
  readonly #tensors: ReadonlyMap<string, Later>;
  readonly #prefix: string;
  readonly #file: string;
  readonly #moved = new Set<string>();

  constructor(tensors: ReadonlyMap<string, Later>, prefix: string, file: string) {
    this.#tensors = tensors;
    this.#prefix = prefix;
    this.#file = file;
  }

  peek(name: string): Later | undefined {
    return this.#tensors.get(`${this.#prefix}${name}`);
  }

  move(name: string, from: string, change: (tensor: Later) => Later = (t) => t): void {
    const tensor = this.peek(from);
    this.#moved.add(from);
    if (tensor) this.plan.set(name, change(tensor));
  }

  /** A styled convolution. Its weights are used times 1/√(fan-in), which counts beside the ε of the demodulation. */
  convolution(name: string, from: string, noise: number, side: number): void {
    this.#modulated(name, from);
    const weight = this.plan.get(`${name}.weight`);
    if (weight)
      this.plan.set(`${name}.weight`, scaled(weight, 1 / Math.sqrt(weight.shape.slice(1).reduce((a, b) => a * b, 1))));
    this.move(`${name}.bias`, `${from}.activate.bias`, flat);
    this.move(`${name}.noise_strength`, `${from}.noise.weight`, (t) => reshaped(t, []));
    this.move(`${name}.noise_const`, `noises.noise_${noise}`, (t) => reshaped(t, t.shape.slice(-2)));
    if (!this.plan.has(`${name}.noise_const`)) {
      this.plan.set(`${name}.noise_const`, zeros([side, side]));
      this.silent = true;
    }
  }

  /** Not demodulated: there the official style carries 1/√(fan-in), so weights stay as they are. */
  toRgb(name: string, from: string): void {
    this.#modulated(name, from);
    this.move(`${name}.bias`, `${from}.bias`, flat);
  }

  /** A layer of the discriminator: the convolution is item `index` of a sequence, its bias the next. */
  layer(name: string, from: string, index: number): void {
    this.move(`${name}.weight`, `${from}.${index}.weight`);
    this.move(`${name}.bias`, `${from}.${index + 1}.bias`, flat);
  }

  /** Filters are compared; any other parameter that was not moved means another architecture. */
  refuseOthers(wanted: RegExp): void {
    for (const [full, tensor] of this.#tensors) {
      const name = full.slice(this.#prefix.length);
      if (!full.startsWith(this.#prefix) || !wanted.test(name) || this.#moved.has(name)) continue;
      if (!name.endsWith('kernel')) this.plan.set(name, tensor);
      else checkFilter(tensor, full, this.#file);
    }
  }

  #modulated(name: string, from: string): void {
    this.move(`${name}.weight`, `${from}.conv.weight`, (t) => reshaped(t, t.shape.slice(-4)));
    this.move(`${name}.affine.weight`, `${from}.conv.modulation.weight`);
    this.move(`${name}.affine.bias`, `${from}.conv.modulation.bias`);
  }
}

const flat = (tensor: Later): Later => reshaped(tensor, [tensor.shape.reduce((a, b) => a * b, 1)]);
