/**
 * Directions that others have found, from their files: InterFaceGAN's boundaries (1, wDim), directions of the StyleGAN2
 * community with a row a layer (numWs, wDim) of any length, and encoder4editing's tensors.
 */
import path from 'node:path';
import { tensorsOf } from '../checkpoint/names.js';
import { openCheckpoint } from '../checkpoint/open.js';
import type { StoredTensor } from '../checkpoint/tensor.js';
import { DiptychError } from '../errors.js';
import { hasRows, rowLength, toUnit, type WsShape } from '../latent/index.js';
import { formatLayers, parseLayers } from '../latent/layers.js';
import { nearest } from '../presets.js';
import type { DirectionDraft } from './draft.js';
import type { Pack } from './load.js';

/** How to read a file. */
export interface ImportDirectionOptions {
  readonly name: string;
  readonly attribute?: string | undefined;
  /** `all`, `3` or `2-5`. @default the layers whose rows are not zero */
  readonly layers?: string | undefined;
  /** Space that the direction was found in; only `z` cannot be told from the shape. */
  readonly space?: 'w' | 'w+' | 'z' | undefined;
  /** Name of the tensor, for a file that holds several. */
  readonly key?: string | undefined;
  /** Turn it round. */
  readonly flip?: boolean | undefined;
  /** @default unknown */
  readonly licence?: string | undefined;
}

/** A draft, and how long the file's normal was: what a strength of 1 was worth there, in W units. */
export interface ImportedDirection extends DirectionDraft {
  readonly fileLength: number;
}

/**
 * Reads a direction for a pack: `.npy`, `.npz`, torch files, safetensors.
 * @throws DiptychError E_CHECKPOINT for a file of another size, or values that are no direction; E_USAGE for space z
 */
export async function readDirection(
  file: string,
  { manifest }: Pack,
  options: ImportDirectionOptions,
): Promise<ImportedDirection> {
  const { name, attribute, space, key, flip, licence = 'unknown' } = options;
  const { generator } = manifest;
  if (space === 'z') throw isOfZ(file);
  const checkpoint = await openCheckpoint(file);
  let stored: Float32Array;
  try {
    stored = fitting(tensorsOf(checkpoint.root), file, { key, shape: generator, pack: manifest.name }).read();
  } finally {
    checkpoint.close();
  }
  if (!stored.every(Number.isFinite)) throw unusable(file, 'finite numbers', 'others');
  const rows = hasRows(stored, generator);
  if (space !== undefined && (space === 'w+') !== rows) {
    throw new DiptychError(
      'E_USAGE',
      `Expected a direction in ${space} for ${file} but received one in ${rows ? 'w+' : 'w'}`,
    );
  }
  const layers =
    options.layers === undefined ? movedLayers(stored, generator, file) : parseLayers(options.layers, generator.numWs);
  const fileLength = rowLength(stored, generator, layers);
  if (!(fileLength > 0))
    throw unusable(file, `a direction on layers ${formatLayers(layers, generator.numWs)}`, 'zeros');
  const unit = toUnit(stored, generator, layers);
  return {
    name,
    attribute,
    normal: flip ? unit.map((value) => -value) : unit,
    layers,
    licence,
    source: `Imported from ${path.basename(file)} (diptych direction import)`,
    fileLength,
  };
}

/** The tensor of a direction's size, or the one of that name. */
function fitting(
  tensors: ReadonlyMap<string, StoredTensor>,
  file: string,
  { key, shape, pack }: { readonly key: string | undefined; readonly shape: WsShape; readonly pack: string },
): StoredTensor {
  const { numWs, wDim } = shape;
  const named = key === undefined ? undefined : tensors.get(key);
  if (key !== undefined && !named) {
    throw new DiptychError('E_USAGE', `Expected a tensor of ${file} for --key but received ${key}`, {
      hint: `Did you mean ${nearest(key, [...tensors.keys()])}?`,
    });
  }
  const all = named ? [[key!, named] as const] : [...tensors];
  const fit = all.filter(([, tensor]) => {
    const sizes = tensor.shape.filter((size) => size !== 1).join();
    return sizes === `${wDim}` || sizes === `${numWs},${wDim}`;
  });
  if (fit.length === 1) return fit[0]![1];
  if (fit.length > 1) {
    const names = fit.slice(0, 8).map(([name]) => name);
    throw new DiptychError('E_USAGE', `Expected one direction for ${file} but received ${fit.length}`, {
      hint: `Name one with --key: ${names.join(', ')}`,
    });
  }
  const received =
    all.length === 0
      ? 'no tensor'
      : all
          .slice(0, 3)
          .map(([, t]) => `(${t.shape.join(', ')})`)
          .join(' ');
  throw new DiptychError(
    'E_CHECKPOINT',
    `Expected (1, ${wDim}) or (${numWs}, ${wDim}) values for ${file}, as the pack ${pack} has them, but received ${received}`,
    { hint: 'A direction belongs to the generator that it was found on: import that one as a pack' },
  );
}

/** From the first to the last layer whose row is not zero; all of them for a single vector. */
function movedLayers(normal: Float32Array, shape: WsShape, file: string): [number, number] {
  if (!hasRows(normal, shape)) return [0, shape.numWs];
  const moved = Array.from({ length: shape.numWs }, (_, layer) => rowLength(normal, shape, [layer, layer + 1]) > 0);
  if (!moved.includes(true)) throw unusable(file, 'a direction', 'zeros');
  return [moved.indexOf(true), moved.lastIndexOf(true) + 1];
}

function unusable(file: string, expected: string, received: string): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected ${expected} for ${file} but received ${received}`, {
    hint: 'Fetch the file anew, or export the direction again',
  });
}

function isOfZ(file: string): DiptychError {
  return new DiptychError('E_USAGE', `Expected a direction of W for ${file} but received one of Z`, {
    hint: 'A boundary in Z says nothing of W, which is where edits are made: fit one in W with diptych direction fit',
  });
}
