/** `torch.save` since PyTorch 1.6: a zip with a pickle and one entry a storage. */
import { DiptychError } from '../errors.js';
import { readPickle } from './pickle/index.js';
import { printable } from './printable.js';
import { type ByteSource, partOf } from './source.js';
import { storageValue } from './storage.js';
import { storageError, storageId } from './torch-persistent.js';
import type { Value } from './value.js';
import type { Archive } from './zip.js';

/** Whether it is one: any folder may hold the pickle, torch names it after the file. */
export const isTorchZip = ({ entries }: Archive): boolean => [...entries.keys()].some((name) => PICKLE.test(name));

const PICKLE = /^[^/]+\/data\.pkl$/;

/**
 * The saved value. Storages stay in the file, shared by the tensors that are views of them.
 * @throws DiptychError E_CHECKPOINT for TorchScript, big-endian files, missing or short storages
 */
export function readTorchZip(archive: Archive): Value {
  const root = rootOf(archive);
  const { entries, name } = archive;
  if (entries.has(`${root}/constants.pkl`) || [...entries.keys()].some((key) => key.startsWith(`${root}/code/`)))
    throw refused(name, 'a checkpoint of torch.save', 'a TorchScript archive', SCRIPTED);
  const order = entries.get(`${root}/byteorder`);
  if (order && textOf(order) !== 'little')
    throw refused(name, 'little-endian storages', `the byte order ${printable(textOf(order))}`, BIG);
  const persistent = (id: Value): Value => {
    const { global, key, bytes } = storageId(id, name);
    const entry = entries.get(`${root}/data/${key}`);
    if (!entry) throw storageError(key, name, `an entry data/${printable(key)}`, 'none');
    if (entry.size < bytes) throw storageError(key, name, `${bytes} bytes`, `${entry.size}`);
    return storageValue(global, partOf(entry, 0, bytes));
  };
  return readPickle(entries.get(`${root}/data.pkl`)!, { persistent }).value;
}

function rootOf({ entries, name }: Archive): string {
  const roots = [...entries.keys()].filter((key) => PICKLE.test(key)).map((key) => key.split('/')[0]!);
  if (roots.length !== 1)
    throw refused(name, 'one folder with a data.pkl', `${roots.length}`, 'Use a file of torch.save');
  return roots[0]!;
}

const textOf = (entry: ByteSource): string =>
  Buffer.from(entry.read(0, Math.min(entry.size, 64)))
    .toString('latin1')
    .trim();

const SCRIPTED = 'Load it with torch.jit.load and save its state_dict() with torch.save';
const BIG = 'Load it on a machine of its kind and save it again on a little-endian one';

function refused(name: string, expected: string, received: string, hint: string): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected ${expected} for ${name} but received ${received}`, { hint });
}
