/** Directions that a generator's own weights name, by SeFa: of a pack, or of a checkpoint that is none yet. */
import { openCheckpoint } from '../checkpoint/open.js';
import { DiptychError } from '../errors.js';
import { type AffineWeights, sefa } from '../latent/index.js';
import { formatLayers, parseLayers } from '../latent/layers.js';
import { affineNames } from '../stylegan/affine.js';
import { recogniseGenerator } from '../stylegan/import/recognise.js';
import { parameter } from '../stylegan/weights.js';
import { affineWeights } from './affine.js';
import type { DirectionDraft } from './draft.js';
import type { Pack } from './load.js';

/** Which components to take. */
export interface SefaOptions {
  /** `all`, `3` or `2-5`: layers whose affine weights are factorised, and which the directions move. */
  readonly layers: string;
  /** Components, from the largest eigenvalue down. */
  readonly top: number;
  /** Name of the directions, a number behind it where there are several. @default sefa-<layers> */
  readonly as?: string | undefined;
}

/** A component: what it is called, its unit vector [wDim], its layers, and its share of the weights' energy. */
export interface SefaComponent extends Pick<DirectionDraft, 'name' | 'normal' | 'layers' | 'source'> {
  readonly share: number;
}

/** The components of a pack, not yet written into it. @throws DiptychError E_USAGE, E_PACK */
export async function sefaOfPack(pack: Pack, options: SefaOptions): Promise<DirectionDraft[]> {
  const { numWs, synthesis } = pack.manifest.generator;
  const layers = parseLayers(options.layers, numWs);
  const weights = await affineWeights(pack, affineNames(numWs).slice(...layers));
  return components(weights, layers, numWs, options).map((found) => ({ ...found, licence: synthesis.licence }));
}

/** The components of a checkpoint's generator. @throws DiptychError E_USAGE, E_CHECKPOINT */
export async function sefaOfCheckpoint(file: string, options: SefaOptions): Promise<SefaComponent[]> {
  const checkpoint = await openCheckpoint(file);
  try {
    const { weights, config } = recogniseGenerator(checkpoint, { discriminator: false });
    const layers = parseLayers(options.layers, config.numWs);
    const affine = affineNames(config.numWs)
      .slice(...layers)
      .map((name) => ({ name, ...parameter(weights, name) }));
    return components(affine, layers, config.numWs, options);
  } finally {
    checkpoint.close();
  }
}

function components(
  weights: readonly AffineWeights[],
  layers: readonly [number, number],
  numWs: number,
  { top, as }: SefaOptions,
): SefaComponent[] {
  const { vectors, values, rank } = sefa(weights);
  if (top > rank) {
    throw new DiptychError('E_USAGE', `Expected at most ${rank} components of these layers but received ${top}`, {
      hint: 'Beyond them the weights do nothing: ask for fewer, or take more layers',
    });
  }
  const sum = values.reduce((a, b) => a + b, 0);
  const range = formatLayers(layers, numWs);
  return vectors.slice(0, top).map((normal, i) => {
    const share = values[i]! / sum;
    return {
      name: as !== undefined && top === 1 ? as : `${as ?? `sefa-${range}`}-${i + 1}`,
      normal,
      layers,
      share,
      source: `Component ${i + 1} of layers ${range} in closed form (SeFa), ${percent(share)} of the weights' energy`,
    };
  });
}

const percent = (share: number): string => `${(100 * share).toPrecision(3)} %`;
