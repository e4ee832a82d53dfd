/**
 * `torch.save` before PyTorch 1.6, and the form in which other pickles carry a storage: a run of pickles, then the
 * storages. Layout: torch/serialization.py, `_legacy_save`.
 */
import { DiptychError } from '../errors.js';
import { readPickle } from './pickle/index.js';
import { printable } from './printable.js';
import { type ByteSource, partOf } from './source.js';
import { storageValue, storageWidth } from './storage.js';
import { type StorageId, storageError, storageId } from './torch-persistent.js';
import type { Value } from './value.js';

/** 0x1950a86a20f9469cfc6c as a pickled LONG1. */
const MAGIC = Buffer.from('8a0a6cfc9c46f9206aa85019', 'hex');
const PROTOCOL = 1001;

/** Whether the first bytes are those of a legacy file: the magic number after PROTO, and FRAME since protocol 4. */
export const isTorchLegacy = (head: Uint8Array): boolean =>
  [2, 11].some((at) => MAGIC.equals(head.subarray(at, at + MAGIC.length)));

/**
 * The saved value; a storage that was saved on its own is a `StorageValue`.
 * @throws DiptychError E_CHECKPOINT for big-endian files, other protocols, missing or short storages
 */
export function parseTorchLegacy(source: ByteSource): Value {
  const { name } = source;
  if (!isTorchLegacy(source.read(0, Math.min(64, source.size))))
    throw refused(name, 'the magic number of torch.save', 'other bytes', AGAIN);
  const magic = readPickle(source);
  const protocol = readPickle(source, { offset: magic.end });
  if (protocol.value !== PROTOCOL) throw refused(name, `protocol ${PROTOCOL} of torch.save`, 'another', AGAIN);
  const system = readPickle(source, { offset: protocol.end });
  if (!(system.value instanceof Map) || system.value.get('little_endian') !== true)
    throw refused(name, 'little-endian storages', 'a big-endian file', BIG);

  const wanted = new Map<string, StorageId>();
  const found = new Map<string, ByteSource>();
  const persistent = (id: Value): Value => {
    // A module was saved with the text of its class; the text is of no use to a reader that runs nothing.
    if (Array.isArray(id) && id[0] === 'module') return (id as readonly Value[])[1] ?? null;
    const storage = storageId(id, name);
    const known = wanted.get(storage.key);
    if (known && (known.bytes !== storage.bytes || known.global !== storage.global))
      throw storageError(storage.key, name, 'one class and size', 'two');
    wanted.set(storage.key, storage);
    return storageValue(storage.global, laterPart(name, storage, found));
  };
  const content = readPickle(source, { offset: system.end, persistent });
  locateStorages(source, content.end, wanted, found);
  return content.value;
}

/** Storages follow the pickle that refers to them: where one is becomes known before anybody reads it. */
function laterPart(name: string, { key, view }: StorageId, found: ReadonlyMap<string, ByteSource>): ByteSource {
  return {
    name: `storage ${printable(key)} of ${name}`,
    size: view.bytes,
    read: (offset, length) => partOf(found.get(key)!, view.offset, view.bytes).read(offset, length),
  };
}

/** A pickled list of keys, then for each an int64 count of elements and the elements. */
function locateStorages(
  source: ByteSource,
  offset: number,
  wanted: ReadonlyMap<string, StorageId>,
  found: Map<string, ByteSource>,
): void {
  const { name } = source;
  const keys = readPickle(source, { offset });
  if (!Array.isArray(keys.value)) throw refused(name, 'a list of storages', 'something else', AGAIN);
  let at = keys.end;
  for (const item of keys.value as readonly Value[]) {
    const key = typeof item === 'string' || typeof item === 'number' ? String(item) : '';
    const storage = wanted.get(key);
    if (!storage || found.has(key)) throw storageError(key, name, 'one use and one place', 'others');
    const { bytes, global } = storage;
    const count = Buffer.from(source.read(at, 8)).readBigInt64LE();
    if (count * BigInt(storageWidth(global)!) !== BigInt(bytes))
      throw storageError(key, name, `${bytes} bytes`, `${count} elements`);
    found.set(key, partOf(source, at + 8, bytes, `storage ${printable(key)} of ${name}`));
    at += 8 + bytes;
  }
  for (const key of wanted.keys()) if (!found.has(key)) throw storageError(key, name, 'elements', 'none');
}

const AGAIN = 'Load it with torch and save it again with torch.save';
const BIG = 'Load it on a machine of its kind and save it again on a little-endian one';

function refused(name: string, expected: string, received: string, hint: string): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected ${expected} for ${name} but received ${received}`, { hint });
}
