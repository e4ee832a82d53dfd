/**
 * Python's pickles as data: protocols 0 to 5, nothing looked up, nothing called.
 *
 * Format: CPython's Lib/pickletools.py and PEPs 307, 3154 and 574. A pickle is a program for a small stack machine;
 * here every instruction makes inert values. What Python would call becomes a tensor, a dictionary or a list where an
 * allow-list says how (calls.ts), an `ObjectValue` where a class is known to hold data only (classes.ts), and is
 * otherwise refused by name. Byte strings, and so tensors, stay in the file.
 */
import type { ByteSource } from '../source.js';
import type { Value } from '../value.js';
import { CONTAINERS } from './containers.js';
import { type Instruction, LITERALS } from './literals.js';
import { Machine, type Resolvers } from './machine.js';
import { OBJECTS } from './objects.js';
import { OP } from './opcodes.js';
import { damaged, uncalled } from './refusal.js';
import { checkTree } from './tree.js';

export interface PickleOptions extends Resolvers {
  /** Where the pickle begins. @default 0 */
  readonly offset?: number;
}

export interface Pickle {
  /**
   * Dictionaries of any class are `Map`s without their attributes; lists, tuples and sets are arrays. No container
   * holds itself, none is nested more than 512 deep, and a plain recursive walk meets at most 2^24 values.
   */
  readonly value: Value;
  /** Offset after the pickle: another may follow. */
  readonly end: number;
}

/**
 * Reads one pickle. Its byte strings and tensors read from `source` later.
 * @throws DiptychError E_CHECKPOINT when it is damaged, truncated or outsized, or asks for anything but data
 */
export function readPickle(source: ByteSource, options: PickleOptions = {}): Pickle {
  const { offset = 0, ...resolvers } = options;
  const vm = new Machine(source, offset, resolvers);
  for (;;) {
    const opcode = vm.cursor.byte();
    if (opcode === OP.STOP) break;
    const instruction = INSTRUCTIONS[opcode];
    if (!instruction)
      throw damaged(source.name, 'a pickle', `a byte 0x${opcode.toString(16)} at ${vm.cursor.position - 1}`);
    vm.spend(1);
    instruction(vm);
  }
  const value = vm.pop();
  checkTree(value, source.name);
  return { value, end: vm.cursor.position };
}

const FRAMING: readonly (readonly [number, Instruction])[] = [
  [OP.PROTO, checkProtocol],
  // A frame says only how much may be read at once; a window does as well.
  [OP.FRAME, (vm) => void vm.cursor.uint64()],
];

const INSTRUCTIONS: readonly (Instruction | undefined)[] = (() => {
  const table = new Array<Instruction | undefined>(256).fill(undefined);
  for (const [opcode, instruction] of [...FRAMING, ...LITERALS, ...CONTAINERS, ...OBJECTS]) table[opcode] = instruction;
  return table;
})();

function checkProtocol(vm: Machine): void {
  const version = vm.cursor.byte();
  if (version > 5) throw uncalled(vm.name, `a pickle of protocol ${version}, where 5 is the highest known`);
}
