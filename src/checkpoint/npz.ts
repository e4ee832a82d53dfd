/** NumPy's `.npz` files: a zip of `.npy` files, read as data. */
import { unzipSync } from 'fflate';
import { DiptychError } from '../errors.js';
import { type NpyArray, npyTensor, parseNpy } from './npy.js';
import type { StoredTensor } from './tensor.js';
import type { Archive } from './zip.js';

/** Room that the unpacked arrays may take: a small zip can claim any size. */
const UNPACKED_LIMIT = 4 * 2 ** 30;
/** Deflate cannot do better than 1,032 to 1: an entry that claims to is not believed, nor room made for it. */
const BEST_RATIO = 1100;

/** Whether an archive holds arrays. */
export const isNpz = ({ entries }: Archive): boolean => [...entries.keys()].some((name) => name.endsWith('.npy'));

/**
 * All arrays of an opened archive by name, without the `.npy` ending, left in the file.
 * @throws DiptychError E_CHECKPOINT when one is damaged or holds objects
 */
export function npzTensors(archive: Archive): Map<string, StoredTensor> {
  const arrays = [...archive.entries].filter(([file]) => file.endsWith('.npy'));
  return new Map(arrays.map(([file, source]) => [file.slice(0, -4), npyTensor(source)]));
}

/**
 * All arrays of an archive that is in memory by name, without the `.npy` ending.
 * @throws DiptychError E_CHECKPOINT when it is not a zip of arrays, or unpacks to more than 4 GiB
 */
export function parseNpz(bytes: Uint8Array, name: string): Map<string, NpyArray> {
  let unpacked = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: (file) => {
        unpacked += file.originalSize;
        if (unpacked > UNPACKED_LIMIT) throw new RangeError('it unpacks to more than 4 GiB');
        if (file.originalSize > BEST_RATIO * (file.size + 1)) throw new RangeError('an entry that claims too much');
        return file.name.endsWith('.npy');
      },
    });
  } catch (cause) {
    throw new DiptychError('E_CHECKPOINT', `Expected a .npz archive for ${name} but received ${describe(cause)}`, {
      cause,
      hint: 'Write it again with numpy.savez, or fetch it anew',
    });
  }
  return new Map(
    Object.entries(files).map(([file, data]) => [file.slice(0, -4), parseNpy(data, `${file} in ${name}`)]),
  );
}

const describe = (cause: unknown): string => (cause instanceof RangeError ? cause.message : 'a damaged or other file');
