/** NumPy's `.npz` files: a zip of `.npy` files, read as data. */
import { unzipSync } from 'fflate';
import { DiptychError } from '../errors.js';
import { type NpyArray, parseNpy } from './npy.js';

/** Room that the unpacked arrays may take: a small zip can claim any size. */
const UNPACKED_LIMIT = 4 * 2 ** 30;

/**
 * All arrays by name, without the `.npy` ending.
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
