/** A place in a pickle: reads forward through a window, so that a file of any size takes little memory. */
import { type ByteSource, partOf } from '../source.js';
import { damaged } from './refusal.js';

/** Bytes read at once: many instructions, yet little beside a tensor that is then skipped. */
const WINDOW = 2 ** 16;
/** A name or a number in text form. CPython has no limit; no real one comes near. */
const LINE_LIMIT = 4096;

export class Cursor {
  readonly source: ByteSource;
  #window: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#window.buffer);
  /** Where the window begins in the source. */
  #start: number;
  /** Where the next byte is in the window. */
  #at = 0;

  constructor(source: ByteSource, offset: number) {
    this.source = source;
    this.#start = offset;
  }

  /** Of the next byte, in the source. */
  get position(): number {
    return this.#start + this.#at;
  }

  byte(): number {
    return this.#ahead(1).getUint8(this.#at - 1);
  }

  uint16(): number {
    return this.#ahead(2).getUint16(this.#at - 2, true);
  }

  int32(): number {
    return this.#ahead(4).getInt32(this.#at - 4, true);
  }

  uint32(): number {
    return this.#ahead(4).getUint32(this.#at - 4, true);
  }

  /** A length of eight bytes; beyond 2^53 it is inexact, and beyond every file. */
  uint64(): number {
    return Number(this.#ahead(8).getBigUint64(this.#at - 8, true));
  }

  /** Big-endian, as protocol 1 has it. */
  float64(): number {
    return this.#ahead(8).getFloat64(this.#at - 8, false);
  }

  /** The next bytes, not to be kept: they may be a view of the window. @throws DiptychError E_CHECKPOINT beyond the end */
  take(length: number): Uint8Array {
    if (length <= WINDOW) {
      const at = this.#advance(length);
      return this.#window.subarray(at, at + length);
    }
    const bytes = this.source.read(this.position, length);
    this.#at += length;
    return bytes;
  }

  /** Leaves the next bytes where they are. @throws DiptychError E_CHECKPOINT beyond the end */
  skip(length: number): ByteSource {
    const part = partOf(this.source, this.position, length);
    this.#at += length;
    return part;
  }

  /** Bytes to the next line feed, which is passed over. */
  line(limit = LINE_LIMIT): Uint8Array {
    const parts: Uint8Array[] = [];
    for (let length = 0; ; ) {
      if (length > limit) throw damaged(this.source.name, `a line of at most ${limit} bytes`, 'a longer one');
      if (this.#at >= this.#window.length) this.#fill(1);
      const end = this.#window.indexOf(10, this.#at);
      const part = this.#window.subarray(this.#at, end < 0 ? undefined : end);
      this.#at += part.length;
      length += part.length;
      if (end < 0) {
        parts.push(part);
        continue;
      }
      this.#at += 1;
      if (length > limit) continue;
      return parts.length === 0 ? part : Buffer.concat([...parts, part]);
    }
  }

  /** The window, once the next n bytes, n ≤ WINDOW, lie in it and have been passed over. */
  #ahead(n: number): DataView {
    this.#advance(n);
    return this.#view;
  }

  /** Passes over n bytes, n ≤ WINDOW, and tells where in the window they are. */
  #advance(n: number): number {
    if (this.#at + n > this.#window.length) this.#fill(n);
    const at = this.#at;
    this.#at += n;
    return at;
  }

  /** Moves the window to the next byte. Too few bytes there are reported by the source. */
  #fill(n: number): void {
    const start = this.position;
    const length = Math.max(n, Math.min(WINDOW, this.source.size - start));
    const window = this.source.read(start, length);
    this.#window = window;
    this.#view = new DataView(window.buffer, window.byteOffset, window.byteLength);
    this.#start = start;
    this.#at = 0;
  }
}
