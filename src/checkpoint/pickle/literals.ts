/** Instructions that push one value which the pickle spells out: numbers, texts, bytes, names. */
import { storedBytes, utf8Latin1Bytes } from './bytes.js';
import { isGlobal, type Machine } from './machine.js';
import { OP } from './opcodes.js';
import { damaged } from './refusal.js';
import { decimalFloat, decimalInteger, latin1, littleInteger, rawUnicodeEscape, unquoted, utf8 } from './text.js';

/** An instruction whose opcode has been read. */
export type Instruction = (vm: Machine) => void;

/** Bytes of an integer. Any length is legal in Python, and conversion to decimal is quadratic in it. */
const INTEGER_LIMIT = 1024;
/** Texts above this are left in the file where that may be; below it they are cheap. */
const LONG_TEXT = 2 ** 16;
/** Longest text, in bytes: below the longest string of JavaScript. */
const TEXT_LIMIT = 2 ** 28;

export const LITERALS: readonly (readonly [number, Instruction])[] = [
  [OP.NONE, (vm) => vm.push(null)],
  [OP.NEWTRUE, (vm) => vm.push(true)],
  [OP.NEWFALSE, (vm) => vm.push(false)],
  [OP.INT, pushDecimal],
  [OP.LONG, pushDecimal],
  [OP.BININT, (vm) => vm.push(vm.cursor.int32())],
  [OP.BININT1, (vm) => vm.push(vm.cursor.byte())],
  [OP.BININT2, (vm) => vm.push(vm.cursor.uint16())],
  [OP.LONG1, (vm) => pushLittle(vm, vm.cursor.byte())],
  [OP.LONG4, (vm) => pushLittle(vm, vm.cursor.uint32())],
  [OP.FLOAT, (vm) => pushParsed(vm, 'a number', decimalFloat(latin1(vm.cursor.line())))],
  [OP.BINFLOAT, (vm) => vm.push(vm.cursor.float64())],
  [OP.UNICODE, (vm) => pushParsed(vm, 'a text', rawUnicodeEscape(longLine(vm)))],
  [OP.SHORT_BINUNICODE, (vm) => pushText(vm, vm.cursor.byte())],
  [OP.BINUNICODE, (vm) => pushText(vm, vm.cursor.uint32())],
  [OP.BINUNICODE8, (vm) => pushText(vm, vm.cursor.uint64())],
  [OP.STRING, (vm) => pushParsed(vm, 'a text in quotes', unquoted(longLine(vm)))],
  [OP.SHORT_BINSTRING, (vm) => pushString(vm, vm.cursor.byte())],
  [OP.BINSTRING, (vm) => pushString(vm, vm.cursor.uint32())],
  [OP.SHORT_BINBYTES, (vm) => pushBytes(vm, vm.cursor.byte())],
  [OP.BINBYTES, (vm) => pushBytes(vm, vm.cursor.uint32())],
  [OP.BINBYTES8, (vm) => pushBytes(vm, vm.cursor.uint64())],
  [OP.BYTEARRAY8, (vm) => pushBytes(vm, vm.cursor.uint64())],
  [OP.GLOBAL, (vm) => vm.create({ kind: 'global', name: readName(vm) })],
  [OP.STACK_GLOBAL, pushStackGlobal],
];

/** Two lines, module and name, joined by a dot. */
export function readName(vm: Machine): string {
  const module = utf8(vm.cursor.line());
  const name = utf8(vm.cursor.line());
  if (!module || !name) throw damaged(vm.name, 'the name of a class', 'no text');
  return `${module}.${name}`;
}

function pushStackGlobal(vm: Machine): void {
  const name = vm.pop();
  const module = vm.pop();
  if (typeof module !== 'string' || typeof name !== 'string')
    throw damaged(vm.name, 'the name of a class', 'something else');
  vm.spendText(module.length + name.length);
  vm.create({ kind: 'global', name: `${module}.${name}` });
}

/** INT spells True and False as 01 and 00. */
function pushDecimal(vm: Machine): void {
  const text = latin1(vm.cursor.line());
  if (text === '00' || text === '01') vm.push(text === '01');
  else pushParsed(vm, 'an integer', decimalInteger(text));
}

function pushLittle(vm: Machine, length: number): void {
  if (length > INTEGER_LIMIT)
    throw damaged(vm.name, `an integer of at most ${INTEGER_LIMIT} bytes`, `one of ${length}`);
  vm.push(littleInteger(vm.cursor.take(length)));
}

function pushText(vm: Machine, length: number): void {
  // Where bytes are written as a text they may be a whole tensor: protocols 0 to 2 have no other way.
  const called = vm.peek();
  if (length > LONG_TEXT && isGlobal(called) && called.name === '_codecs.encode') {
    vm.create(utf8Latin1Bytes(vm.cursor.skip(length)));
    return;
  }
  pushParsed(vm, 'a text in UTF-8', utf8(takeText(vm, length)));
}

/** Python 2's str: one character a byte while it may be a text, else bytes. */
function pushString(vm: Machine, length: number): void {
  if (length > LONG_TEXT) pushBytes(vm, length);
  else vm.push(latin1(takeText(vm, length)));
}

function pushBytes(vm: Machine, length: number): void {
  vm.create(storedBytes(vm.cursor.skip(length)));
}

function takeText(vm: Machine, length: number): Uint8Array {
  vm.spendText(length);
  return vm.cursor.take(length);
}

function longLine(vm: Machine): Uint8Array {
  const line = vm.cursor.line(TEXT_LIMIT);
  vm.spendText(line.length);
  return line;
}

function pushParsed(vm: Machine, expected: string, value: number | bigint | string | undefined): void {
  if (value === undefined) throw damaged(vm.name, expected, 'something else');
  vm.push(value);
}
