/** Persistent ids: what torch's pickles hold in place of a storage. */
import { DiptychError } from '../errors.js';
import { printable } from './printable.js';
import { storageWidth } from './storage.js';
import type { Value } from './value.js';

/** A storage by reference, as torch/serialization.py's `persistent_id` writes it. */
export interface StorageId {
  /** Class, such as `torch.FloatStorage`. */
  readonly global: string;
  /** Names the storage's bytes in the file. */
  readonly key: string;
  readonly bytes: number;
  /** In legacy files: the part of those bytes that is meant. */
  readonly view: { readonly offset: number; readonly bytes: number };
}

/**
 * Reads `('storage', class, key, location, elements)` and, in legacy files, a sixth item `(key, offset, elements)`.
 * @param name what to call the file in an error
 * @throws DiptychError E_CHECKPOINT for anything else, and for classes of storages that torch does not have
 */
export function storageId(id: Value, name: string): StorageId {
  if (!Array.isArray(id) || id[0] !== 'storage') throw damaged(name, "a persistent id of a 'storage'");
  const [, type, key, , count, part] = id as readonly Value[];
  const global = classOf(type);
  if (global === undefined || !isKey(key) || !isCount(count)) throw damaged(name, 'a class, a key and a size');
  const width = storageWidth(global);
  if (width === undefined) throw damaged(name, 'a storage class of torch', printable(global));
  const bytes = count * width;
  if (!Array.isArray(part)) return { global, key: String(key), bytes, view: { offset: 0, bytes } };
  const [, first, size] = part as readonly Value[];
  if (!isCount(first) || !isCount(size) || first + size > count) throw damaged(name, 'a view inside its storage');
  return { global, key: String(key), bytes, view: { offset: first * width, bytes: size * width } };
}

/** The class arrives as a global; files of Python 2 may hold its name. */
function classOf(type: Value | undefined): string | undefined {
  if (typeof type === 'string') return type;
  return typeof type === 'object' && type !== null && 'kind' in type && type.kind === 'global' ? type.name : undefined;
}

const isKey = (key: Value | undefined): key is string | number => typeof key === 'string' || typeof key === 'number';

/** 2^48 elements are beyond any file, and sixteen times as many bytes are still counted exactly. */
const isCount = (n: Value | undefined): n is number =>
  typeof n === 'number' && Number.isSafeInteger(n) && n >= 0 && n < 2 ** 48;

/** An error that names the storage. */
export function storageError(key: string, name: string, expected: string, received: string): DiptychError {
  return new DiptychError(
    'E_CHECKPOINT',
    `Expected ${expected} for storage ${printable(key)} of ${name} but received ${received}`,
    { hint: 'The file is truncated or damaged: fetch it anew' },
  );
}

function damaged(name: string, expected: string, received = 'something else'): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected ${expected} for the storages of ${name} but received ${received}`, {
    hint: 'Use a file that torch.save wrote',
  });
}
