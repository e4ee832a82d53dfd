/** Deflated bytes as a source: the beginning cheaply, the rest when it is asked for. */
import { constants, inflateRawSync } from 'node:zlib';
import { DiptychError } from '../errors.js';
import { type ByteSource, bytesSource } from './source.js';

/** Room for the one entry of an archive that is unpacked at a time. */
export interface Slot {
  owner: ByteSource | undefined;
  bytes: ByteSource | undefined;
}

/** Deflated bytes that the beginning is unpacked from: enough for the header of an array. */
const HEAD = 16 * 1024;
/** Deflate cannot do better than 1,032 to 1. */
const BEST_RATIO = 1100;

/**
 * A source of `size` bytes over their deflated form.
 * @throws DiptychError E_CHECKPOINT, also when read, if they unpack to more or less, or are damaged
 */
export function inflatedSource(packed: ByteSource, size: number, slot: Slot): ByteSource {
  if (size > BEST_RATIO * packed.size + 1024 || packed.size > 2 * size + 1024) throw damaged(packed, size);
  let head: Uint8Array | undefined;
  const whole = (): ByteSource => {
    if (slot.owner !== packed || !slot.bytes) {
      slot.bytes = undefined;
      const bytes = inflate(packed, packed.size, size, constants.Z_FINISH);
      if (bytes.length !== size) throw damaged(packed, size);
      slot.owner = packed;
      slot.bytes = bytesSource(bytes, packed.name);
    }
    return slot.bytes;
  };
  return {
    name: packed.name,
    size,
    read: (offset, length) => {
      if (offset + length <= HEAD && packed.size > HEAD) {
        head ??= inflate(packed, HEAD, BEST_RATIO * HEAD, constants.Z_SYNC_FLUSH).slice(0, HEAD);
        if (offset + length <= head.length && offset + length <= size)
          return bytesSource(head, packed.name).read(offset, length);
      }
      return whole().read(offset, length);
    },
  };
}

function inflate(packed: ByteSource, length: number, limit: number, finishFlush: number): Uint8Array {
  try {
    return inflateRawSync(packed.read(0, length), { finishFlush, maxOutputLength: Math.max(1, limit) });
  } catch (cause) {
    throw damaged(packed, limit, cause);
  }
}

function damaged(packed: ByteSource, size: number, cause?: unknown): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected ${size} packed bytes for ${packed.name} but received others`, {
    cause,
    hint: 'The archive is damaged or was made to mislead: fetch it anew',
  });
}
