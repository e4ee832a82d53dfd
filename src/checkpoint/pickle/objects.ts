/** Instructions by which Python would call, instantiate or restore something. Here each makes a node, or is refused. */
import { printable } from '../printable.js';
import { isStorage } from '../storage.js';
import type { Value } from '../value.js';
import { CALLS } from './calls.js';
import { canonical, isInertClass } from './classes.js';
import { type Instruction, readName } from './literals.js';
import { describe, type Machine, type OpenObject } from './machine.js';
import { OP } from './opcodes.js';
import { damaged, uncalled } from './refusal.js';
import { latin1 } from './text.js';

export const OBJECTS: readonly (readonly [number, Instruction])[] = [
  [OP.REDUCE, reduce],
  [OP.NEWOBJ, newObject],
  [OP.NEWOBJ_EX, newObjectWithKeywords],
  [OP.OBJ, object],
  [OP.INST, (vm) => instantiate(vm, readName(vm), vm.popMark())],
  [OP.BUILD, build],
  [OP.PERSID, (vm) => vm.push(vm.persistent(latin1(vm.cursor.line())))],
  [OP.BINPERSID, (vm) => vm.push(vm.persistent(vm.pop()))],
  [OP.EXT1, (vm) => refuseExtension(vm, vm.cursor.byte())],
  [OP.EXT2, (vm) => refuseExtension(vm, vm.cursor.uint16())],
  [OP.EXT4, (vm) => refuseExtension(vm, vm.cursor.uint32())],
  [OP.NEXT_BUFFER, refuseBuffer],
  [OP.READONLY_BUFFER, refuseBuffer],
];

/** `function(*arguments)` in Python. */
function reduce(vm: Machine): void {
  const args = vm.popArguments();
  const name = vm.nameOf(vm.pop());
  const called = canonical(name);
  const call = CALLS.get(called);
  if (call) push(vm, call(args, vm));
  else if (called === 'copyreg._reconstructor') reconstruct(vm, args);
  else if (called === 'copyreg.__newobj__') instantiate(vm, vm.nameOf(args[0]), rest(vm, args));
  else throw uncalled(vm.name, `a call of ${printable(name)}`);
}

/** (class, base, content of the base): how protocols 0 and 1 write what later ones have NEWOBJ for. */
function reconstruct(vm: Machine, [cls, base, content]: readonly Value[]): void {
  const plain = content === undefined || canonical(vm.nameOf(base)) === 'builtins.object';
  instantiate(vm, vm.nameOf(cls), plain ? [] : [content]);
}

/** `class.__new__(class, *arguments)` */
function newObject(vm: Machine): void {
  const args = vm.popArguments();
  instantiate(vm, vm.nameOf(vm.pop()), args);
}

/** The same with keyword arguments, which are kept as the last argument. */
function newObjectWithKeywords(vm: Machine): void {
  const keywords = vm.pop();
  const args = vm.popArguments();
  vm.spend(args.length);
  instantiate(vm, vm.nameOf(vm.pop()), [...args, keywords]);
}

/** `class(*arguments)`, the class first after the mark. */
function object(vm: Machine): void {
  const args = vm.popMark();
  instantiate(vm, vm.nameOf(args[0]), rest(vm, args));
}

function rest(vm: Machine, args: readonly Value[]): readonly Value[] {
  vm.spend(args.length);
  return args.slice(1);
}

/** An object of a class that is known to hold data only. Anything else is refused by name, although nothing would run. */
function instantiate(vm: Machine, name: string, args: readonly Value[]): void {
  const cls = canonical(name);
  const call = CALLS.get(cls);
  if (call) push(vm, call(args, vm));
  else if (isInertClass(cls)) vm.create({ kind: 'object', global: cls, args, state: undefined });
  else throw uncalled(vm.name, `a call of ${printable(name)}`);
}

function push(vm: Machine, value: Value): void {
  if (typeof value === 'object' && value !== null) vm.create(value);
  else vm.push(value);
}

/** `object.__setstate__(state)`. A dictionary or a tensor may carry attributes beside its content: they are dropped. */
function build(vm: Machine): void {
  const state = vm.pop();
  const target = vm.top();
  if (typeof target !== 'object' || target === null || Array.isArray(target) || isStorage(target))
    throw damaged(vm.name, 'an object that takes a state', describe(target));
  const builder = vm.builders.get(target);
  if (builder) builder(state);
  else if (target instanceof Map || !('kind' in target) || target.kind === 'tensor') return;
  else if (target.kind === 'object') (target as OpenObject).state = state;
  else throw damaged(vm.name, 'an object that takes a state', describe(target));
}

/** Codes stand for classes in a registry of the program that wrote the file. */
function refuseExtension(vm: Machine, code: number): never {
  throw uncalled(vm.name, `a class by the extension code ${code}`);
}

function refuseBuffer(vm: Machine): never {
  throw uncalled(vm.name, 'a buffer outside the pickle (protocol 5, out of band)');
}
