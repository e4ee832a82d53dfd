/**
 * Where the members of a tar lie, from its headers alone: contents are skipped, not read, so a shard of a gigabyte
 * takes as many small reads as it has members. (tar-stream, which writes our shards, would read all of it.)
 *
 * Reads v7, ustar, GNU (long names, sizes in base 256) and pax (POSIX.1-2001, `path` and `size`).
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { RefError, readFully } from './ref.js';

const BLOCK = 512;

/** Bytes read at once: some headers with small contents between them, such as JSON. */
const WINDOW = 16384;

/** Longest long name or pax header that is read. */
const MAX_EXTENSION_BYTES = 1 << 20;

/** A file in a tar. */
export interface TarMember {
  readonly name: string;
  /** Where its bytes begin. */
  readonly offset: number;
  readonly bytes: number;
  /** Whether the archive ends before the member does. */
  readonly cut: boolean;
}

/**
 * Yields the files of a tar in its order, until its end mark or the end of the file.
 *
 * @param name What to call the archive in a trouble.
 * @throws RefError `empty`, `truncated` or `unreadable` where the archive is damaged; what came before is good.
 */
export async function* tarMembers(path: string, name: string): AsyncGenerator<TarMember> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new RefError('unreadable', `${name} is no file`);
    const { size } = stats;
    if (size === 0) throw new RefError('empty', `${name} has 0 bytes`);
    const window = windowOn(file);
    let global: Extension = {};
    let next: Extension = {};
    for (let at = 0; at < size; ) {
      const header = await window(at, BLOCK);
      if (header.length < BLOCK) throw new RefError('truncated', `${name} ends within a header, at byte ${size}`);
      if (header.every((byte) => byte === 0)) return;
      if (!checksumFits(header)) throw new RefError('unreadable', `${name} has no tar header at byte ${at}`);

      const type = String.fromCharCode(header[156]!);
      const special = 'xgLK'.includes(type);
      const bytes = (special ? undefined : (next.size ?? global.size)) ?? numberAt(header, 124, 12);
      if (!Number.isSafeInteger(bytes) || bytes < 0)
        throw new RefError('unreadable', `${name} has a bad size at byte ${at}`);
      const offset = at + BLOCK;
      at = offset + Math.ceil(bytes / BLOCK) * BLOCK;

      if (special) {
        if (bytes > MAX_EXTENSION_BYTES) throw new RefError('unreadable', `${name} has a name of ${bytes} bytes`);
        const data = await window(offset, bytes);
        if (data.length < bytes) throw new RefError('truncated', `${name} ends within a header, at byte ${size}`);
        if (type === 'L') next = { ...next, path: textOf(data) };
        else if (type === 'x') next = { ...next, ...paxOf(data) };
        else if (type === 'g') global = { ...global, ...paxOf(data) };
        continue;
      }
      const member = next.path ?? global.path ?? nameIn(header);
      next = {};
      if (['0', '\0', '7'].includes(type) && !member.endsWith('/')) {
        yield { name: member, offset, bytes, cut: offset + bytes > size };
      }
      if (offset + bytes > size) return;
    }
  } finally {
    await file.close();
  }
}

/** What a special header says of the member behind it. */
interface Extension {
  readonly path?: string;
  readonly size?: number;
}

/** Reads through one buffer; returns fewer bytes at the end of the file. */
function windowOn(file: FileHandle): (position: number, bytes: number) => Promise<Buffer> {
  let buffer = Buffer.alloc(0);
  let start = 0;
  return async (position, bytes) => {
    if (position < start || position + bytes > start + buffer.length) {
      const fresh = Buffer.allocUnsafe(Math.max(bytes, WINDOW));
      buffer = fresh.subarray(0, await readFully(file, fresh, position));
      start = position;
    }
    return buffer.subarray(position - start, position - start + bytes);
  };
}

/** Sum of the header's bytes with the field itself as spaces; some old writers summed signed bytes. */
function checksumFits(header: Buffer): boolean {
  let unsigned = 0;
  let signed = 0;
  for (const [i, byte] of header.entries()) {
    const value = i >= 148 && i < 156 ? 0x20 : byte;
    unsigned += value;
    signed += (value << 24) >> 24;
  }
  const expected = numberAt(header, 148, 8);
  return expected === unsigned || expected === signed;
}

/** Octal digits, or base 256 where the highest bit is set; NaN for anything else. */
function numberAt(header: Buffer, start: number, length: number): number {
  const field = header.subarray(start, start + length);
  if (field[0]! & 0x80) {
    if (field[0] !== 0x80) return Number.NaN;
    return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  }
  const digits = textOf(field).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : Number.NaN;
}

/** Name with the prefix of ustar; GNU keeps times in that place. */
function nameIn(header: Buffer): string {
  const name = textOf(header.subarray(0, 100));
  const ustar = header.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = ustar ? textOf(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Records `<length> <key>=<value>\n`, of which the length counts itself. */
function paxOf(data: Buffer): Extension {
  const found: { path?: string; size?: number } = {};
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(0x20, at);
    const length = space < 0 ? Number.NaN : Number.parseInt(data.toString('latin1', at, space), 10);
    if (!(length > 0)) break;
    const [, key, value] = /^(.*?)=(.*)$/s.exec(data.toString('utf8', space + 1, at + length - 1)) ?? [];
    if (key === 'path') found.path = value!;
    if (key === 'size') found.size = Number(value);
    at += length;
  }
  return found;
}

/** Text up to the first zero byte. */
function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}
