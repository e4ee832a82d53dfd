/** Byte strings of a pickle, left where they are until they are asked for. */
import { type ByteSource, bytesSource, partOf } from '../source.js';
import type { BytesValue, Value } from '../value.js';
import { damaged } from './refusal.js';

/** A byte string that a tensor can be a view of. */
export interface StoredBytes extends BytesValue {
  readonly source: ByteSource;
}

export function storedBytes(source: ByteSource): StoredBytes {
  return { kind: 'bytes', length: source.size, source, read: () => source.read(0, source.size) };
}

/** Whether a value is one of ours, rather than any other `BytesValue`. */
export function isStoredBytes(value: Value | undefined): value is StoredBytes {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'bytes' && 'source' in value;
}

/**
 * Bytes that protocols 0 to 2 write as text, one character a byte: `_codecs.encode(text, 'latin1')`.
 * Encoded on every read, so that nothing is held twice.
 */
export function latin1Bytes(text: string, name: string): StoredBytes {
  return storedBytes({
    name,
    size: text.length,
    read: (offset, length) => {
      const part = text.slice(offset, offset + length);
      if (/[^\0-\xff]/.test(part)) throw damaged(name, 'bytes written as latin-1', 'other characters');
      return bytesSource(Buffer.from(part, 'latin1'), name).read(0, length);
    },
  });
}

/**
 * The same, of text that stays in the file as UTF-8: a large array would need several times its size as a string.
 * Reading goes on from where it last stopped, and begins anew for what lies before.
 */
export function utf8Latin1Bytes(text: ByteSource): StoredBytes {
  let place: Place = START;
  const read = (offset: number, length: number) => {
    const decoded = decode(text, offset < place.character ? START : place, offset, length);
    place = decoded.place;
    return decoded.bytes;
  };
  const size = count(text);
  return storedBytes(partOf({ name: text.name, size, read }, 0, size));
}

/** Where the byte `at` of a text begins a character, and how many there are before. */
interface Place {
  readonly at: number;
  readonly character: number;
}

const START: Place = { at: 0, character: 0 };
const WINDOW = 2 ** 16;

/** Characters of a UTF-8 text: bytes that do not continue another. */
function count(text: ByteSource): number {
  let characters = 0;
  for (let at = 0; at < text.size; at += WINDOW)
    for (const byte of text.read(at, Math.min(WINDOW, text.size - at))) if ((byte & 0xc0) !== 0x80) characters += 1;
  return characters;
}

/** Characters [offset, offset + length) of a UTF-8 text whose characters are at most U+00FF, a byte each. */
function decode(text: ByteSource, from: Place, offset: number, length: number): { bytes: Uint8Array; place: Place } {
  const bytes = new Uint8Array(length);
  let { at, character } = from;
  // `character` counts those begun: the one that a byte belongs to is the last of them.
  for (; at < text.size; ) {
    for (const byte of text.read(at, Math.min(WINDOW, text.size - at))) {
      const continues = (byte & 0xc0) === 0x80;
      if (!continues && character >= offset + length) return { bytes, place: { at, character } };
      // Two bytes hold eight bits: 1100 00ab, 10cd efgh. A lead byte above 0xc3 begins a character above U+00FF.
      if (byte > 0xc3) throw damaged(text.name, 'bytes written as latin-1', 'other characters');
      if (!continues) character += 1;
      at += 1;
      const index = character - 1 - offset;
      if (index < 0) continue;
      if (!continues) bytes[index] = byte < 0x80 ? byte : (byte & 3) << 6;
      else bytes[index]! |= byte & 0x3f;
    }
  }
  return { bytes, place: { at, character } };
}
