/** Instructions that fill lists, tuples, dictionaries and sets, and those that move values about. */
import type { Value } from '../value.js';
import type { Instruction } from './literals.js';
import { describe, isArray, type Machine } from './machine.js';
import { OP } from './opcodes.js';
import { damaged } from './refusal.js';
import { decimalInteger, latin1 } from './text.js';

export const CONTAINERS: readonly (readonly [number, Instruction])[] = [
  [OP.MARK, (vm) => vm.mark()],
  [OP.POP, (vm) => void (vm.atMark ? vm.popMark() : vm.pop())],
  [OP.POP_MARK, (vm) => void vm.popMark()],
  [OP.DUP, (vm) => vm.push(vm.top())],
  [OP.EMPTY_TUPLE, (vm) => vm.create(tuple([]))],
  [OP.TUPLE1, (vm) => vm.create(tuple([vm.pop()]))],
  [OP.TUPLE2, (vm) => vm.create(tuple([vm.pop(), vm.pop()].reverse()))],
  [OP.TUPLE3, (vm) => vm.create(tuple([vm.pop(), vm.pop(), vm.pop()].reverse()))],
  [OP.TUPLE, (vm) => vm.create(tuple(vm.popMark()))],
  [OP.EMPTY_LIST, (vm) => vm.create([])],
  [OP.LIST, (vm) => vm.create(vm.popMark())],
  [OP.APPEND, (vm) => append(vm, [vm.pop()])],
  [OP.APPENDS, (vm) => append(vm, vm.popMark())],
  [OP.EMPTY_SET, (vm) => vm.create([])],
  [OP.ADDITEMS, (vm) => append(vm, vm.popMark())],
  [OP.FROZENSET, (vm) => vm.create(tuple(vm.popMark()))],
  [OP.EMPTY_DICT, (vm) => vm.create(new Map())],
  [OP.DICT, (vm) => vm.create(assign(vm, new Map(), vm.popMark()))],
  [OP.SETITEM, (vm) => setItems(vm, [vm.pop(), vm.pop()].reverse())],
  [OP.SETITEMS, (vm) => setItems(vm, vm.popMark())],
  [OP.PUT, (vm) => vm.remember(memoIndex(vm))],
  [OP.BINPUT, (vm) => vm.remember(vm.cursor.byte())],
  [OP.LONG_BINPUT, (vm) => vm.remember(vm.cursor.uint32())],
  [OP.MEMOIZE, (vm) => vm.remember(vm.memoSize)],
  [OP.GET, (vm) => vm.recall(memoIndex(vm))],
  [OP.BINGET, (vm) => vm.recall(vm.cursor.byte())],
  [OP.LONG_BINGET, (vm) => vm.recall(vm.cursor.uint32())],
];

/** Frozen, so that nothing is appended to it: a tuple can then only contain what was there before. */
const tuple = (items: Value[]): readonly Value[] => Object.freeze(items);

function append(vm: Machine, items: readonly Value[]): void {
  const list = vm.top();
  if (!isArray(list) || Object.isFrozen(list)) throw damaged(vm.name, 'a list to append to', describe(list));
  for (const item of items) (list as Value[]).push(item);
}

function setItems(vm: Machine, items: readonly Value[]): void {
  const map = vm.top();
  if (!(map instanceof Map)) throw damaged(vm.name, 'a dictionary to fill', describe(map));
  assign(vm, map, items);
}

/** Keys and values by turns. */
function assign(vm: Machine, map: Map<Value, Value>, items: readonly Value[]): Map<Value, Value> {
  if (items.length % 2) throw damaged(vm.name, 'keys and values by turns', `${items.length} of them`);
  for (let i = 0; i < items.length; i += 2) map.set(items[i]!, items[i + 1]!);
  return map;
}

function memoIndex(vm: Machine): number {
  const index = decimalInteger(latin1(vm.cursor.line()));
  if (typeof index !== 'number' || index < 0) throw damaged(vm.name, 'an index of the memo', 'something else');
  return index;
}
