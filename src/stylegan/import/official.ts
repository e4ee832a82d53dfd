/**
 * Generators under the official names: NVlabs' pickles of modules, and state dictionaries saved from them.
 *
 * Source: training/networks.py in NVlabs/stylegan2-ada-pytorch and training/networks_stylegan2.py in NVlabs/stylegan3.
 */
import { printable } from '../../checkpoint/printable.js';
import type { Value } from '../../checkpoint/value.js';
import { DiptychError } from '../../errors.js';
import { type DiscriminatorConfig, inferDiscriminatorConfig } from '../discriminator.js';
import { type GeneratorConfig, inferConfig, MAPPING_RATE } from '../weights.js';
import { checkFilter } from './filter.js';
import { checkActivation, commonCount, commonNumber, type Fields, moduleAt } from './modules.js';
import type { Later, Plan } from './plan.js';

/** A network's parameters by official name, and how it is built. */
export interface Found<Config> {
  readonly plan: Plan;
  readonly config: Config;
  /** What a user should know of it. */
  readonly notes: readonly string[];
}

/**
 * The generator whose names begin with `prefix`. Its modules are asked where the checkpoint has them; a state dictionary
 * does not say the clamp and the mapping rate, so the official defaults are taken and noted.
 * @throws DiptychError E_CHECKPOINT for a generator that the graph does not cover
 */
export function officialGenerator(
  tensors: ReadonlyMap<string, Later>,
  prefix: string,
  root: Value,
  file: string,
): Found<GeneratorConfig> {
  const plan = planOf(tensors, prefix, file, (name) => /^(mapping|synthesis)\./.test(name));
  const inferred = inferConfig(plan, `the StyleGAN2 generator in ${file}`);
  const { blocks, mappingLayers } = inferred;
  const at = (name: string): Fields[] => existing(moduleAt(root, `${prefix}${name}`));
  const convolutions = blocks.flatMap((side) =>
    ['conv0', 'conv1', 'torgb'].flatMap((layer) => at(`synthesis.b${side}.${layer}`)),
  );
  const layers = Array.from({ length: mappingLayers }, (_, i) => at(`mapping.fc${i}`)).flat();
  checkActivation([...convolutions, ...layers], file);
  const config = {
    ...inferred,
    mappingRate: commonNumber(layers, 'bias_gain', file) ?? MAPPING_RATE,
    convClamp: commonNumber(convolutions, 'conv_clamp', file),
  };
  const unsaid =
    'A state dictionary does not say the clamp of activations and the mapping rate: none and 0.01 are taken';
  return { plan, config, notes: convolutions.length > 0 ? [] : [unsaid] };
}

/** The discriminator whose names begin with `prefix`. @throws DiptychError E_CHECKPOINT where the graph does not cover it */
export function officialDiscriminator(
  tensors: ReadonlyMap<string, Later>,
  prefix: string,
  root: Value,
  file: string,
): Found<DiscriminatorConfig> {
  const plan = planOf(tensors, prefix, file, () => true);
  const inferred = inferDiscriminatorConfig(plan, `the StyleGAN2 discriminator in ${file}`);
  const at = (name: string): Fields[] => existing(moduleAt(root, `${prefix}${name}`));
  const convolutions = inferred.blocks.flatMap((side) =>
    ['conv0', 'conv1'].flatMap((layer) => at(`b${side}.${layer}`)),
  );
  const layers = Array.from({ length: inferred.mappingLayers }, (_, i) => at(`mapping.fc${i}`)).flat();
  checkActivation([...convolutions, ...layers], file);
  const [deviation] = at('b4.mbstd');
  // A group size of None means the whole batch, however large it is.
  const group = deviation && (commonCount([deviation], 'group_size', file) ?? 2 ** 31);
  const config = {
    ...inferred,
    mappingRate: commonNumber(layers, 'bias_gain', file) ?? MAPPING_RATE,
    convClamp: commonNumber([...convolutions, ...at('b4.conv')], 'conv_clamp', file),
    deviation: { ...inferred.deviation, ...(group !== undefined && { group }) },
  };
  return { plan, config, notes: [] };
}

/** Parameters below a prefix, without the filters, which the graph has as constants. */
function planOf(
  tensors: ReadonlyMap<string, Later>,
  prefix: string,
  file: string,
  wanted: (name: string) => boolean,
): Plan {
  const plan = new Map<string, Later>();
  for (const [full, tensor] of tensors) {
    if (!full.startsWith(prefix)) continue;
    const name = full.slice(prefix.length);
    if (name.endsWith('resample_filter')) checkFilter(tensor, full, file);
    else if (wanted(name)) plan.set(name, tensor);
  }
  const colours = plan.get([...plan.keys()].find((name) => /torgb\.weight$/.test(name)) ?? '')?.shape[0];
  if (colours !== undefined && colours !== 3) throw otherChannels(colours, file);
  return plan;
}

/** A generator of something else than RGB. */
export function otherChannels(channels: number, file: string): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected 3 image channels for ${file} but received ${channels}`, {
    hint: `Only generators of RGB images are read, not ${channels === 1 ? 'grey ones' : 'those with further channels'}`,
  });
}

const existing = (fields: Fields | undefined): Fields[] => (fields ? [fields] : []);

/** A name that begins a path to a network, for messages: `G_ema.` → `G_ema`. */
export const pathOf = (prefix: string): string => printable(prefix.replace(/\.$/, ''));
