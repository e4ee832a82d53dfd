/** Numbers and texts that numpy pickles as scalars of a type. */
import { decodeInto } from '../dtype.js';
import { printable } from '../printable.js';
import type { Value } from '../value.js';
import type { StoredBytes } from './bytes.js';
import type { Machine } from './machine.js';
import { damaged } from './refusal.js';
import { integer } from './text.js';

/** Bytes of a text scalar: the same bytes could be asked for a million times. */
const TEXT_LIMIT = 4096;

/** A scalar of a little-endian type such as `f8`, `i8`, `b1` or `U5` (UTF-32). */
export function numpyScalar(code: string, bytes: StoredBytes, vm: Machine): Value {
  const decode = DECODERS.get(code);
  const isText = /^U\d+$/.test(code) && bytes.length <= TEXT_LIMIT && bytes.length % 4 === 0;
  if (!isText && (!decode || bytes.length !== Number(code.slice(1))))
    throw damaged(vm.name, 'a scalar of a known type', `${bytes.length} bytes of ${printable(code)}`);
  const content = bytes.read();
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  return decode ? decode(view) : text(view, vm);
}

const DECODERS: ReadonlyMap<string, (view: DataView) => Value> = new Map<string, (view: DataView) => Value>([
  ['f8', (v) => v.getFloat64(0, true)],
  ['f4', (v) => v.getFloat32(0, true)],
  ['f2', half],
  ['i8', (v) => integer(v.getBigInt64(0, true))],
  ['i4', (v) => v.getInt32(0, true)],
  ['i2', (v) => v.getInt16(0, true)],
  ['i1', (v) => v.getInt8(0)],
  ['u8', (v) => integer(v.getBigUint64(0, true))],
  ['u4', (v) => v.getUint32(0, true)],
  ['u2', (v) => v.getUint16(0, true)],
  ['u1', (v) => v.getUint8(0)],
  ['b1', (v) => v.getUint8(0) !== 0],
]);

function half(view: DataView): number {
  const out = new Float32Array(1);
  decodeInto(out, 0, new Uint8Array(view.buffer, view.byteOffset, 2), 'float16');
  return out[0]!;
}

/** UTF-32, zeros at the end dropped as numpy does. */
function text(view: DataView, vm: Machine): string {
  let out = '';
  for (let at = 0; at < view.byteLength; at += 4) {
    const point = view.getUint32(at, true);
    if (point > 0x10ffff) throw damaged(vm.name, 'a text in UTF-32', 'something else');
    out += String.fromCodePoint(point);
  }
  return out.replace(/\0+$/, '');
}
