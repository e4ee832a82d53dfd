/** Calls of Python's own types that checkpoints contain, as the data they would return. */
import { bytesSource } from '../source.js';
import type { Value } from '../value.js';
import { bytesOf, type Call, inert } from './arguments.js';
import { storedBytes } from './bytes.js';
import { describe, isArray, type Machine } from './machine.js';
import { damaged, uncalled } from './refusal.js';
import { decimalFloat, decimalInteger } from './text.js';

/** Dictionaries with the order and attributes of their own: here all are maps in insertion order. */
const MAPPINGS = [
  'builtins.dict',
  'collections.OrderedDict',
  'collections.Counter',
  'dnnlib.util.EasyDict',
  'dnnlib.EasyDict',
  'easydict.EasyDict',
  'torch_utils.misc.EasyDict',
  'munch.Munch',
  'yacs.config.CfgNode',
  'pytorch_lightning.utilities.parsing.AttributeDict',
];

export const PYTHON_CALLS: readonly (readonly [string, Call])[] = [
  ...MAPPINGS.map((name): [string, Call] => [name, ([content], vm) => mapping(content, vm)]),
  // The first argument makes missing values: a name that is never called.
  ['collections.defaultdict', ([, content], vm) => mapping(content, vm)],
  ['collections.deque', ([items], vm) => copy(items, vm)],
  ['builtins.list', ([items], vm) => copy(items, vm)],
  ['builtins.set', ([items], vm) => copy(items, vm)],
  ['builtins.tuple', ([items], vm) => Object.freeze(copy(items, vm))],
  ['builtins.frozenset', ([items], vm) => Object.freeze(copy(items, vm))],
  ['builtins.bytes', byteString],
  ['builtins.bytearray', byteString],
  ['_codecs.encode', byteString],
  ['builtins.int', (args, vm) => number('int', decimalInteger, args, vm)],
  ['builtins.float', (args, vm) => number('float', decimalFloat, args, vm)],
  ['builtins.complex', (args) => inert('builtins.complex', args)],
  ['builtins.slice', (args) => inert('builtins.slice', args)],
  ['builtins.range', (args) => inert('builtins.range', args)],
];

/** `bytes()`, `bytearray(b'…')`, `bytearray('…', 'latin-1')`, `_codecs.encode('…', 'latin1')` */
function byteString([content, encoding]: readonly Value[], vm: Machine): Value {
  if (content === undefined) return storedBytes(bytesSource(new Uint8Array(0), vm.name));
  if (encoding !== undefined && !(typeof encoding === 'string' && /^(latin-?1|iso-?8859-1)$/i.test(encoding)))
    throw uncalled(vm.name, `a text to be encoded as ${describe(encoding)}`);
  return bytesOf(content, vm);
}

function copy(items: Value | undefined, vm: Machine): Value[] {
  if (items === undefined) return [];
  if (!isArray(items)) throw damaged(vm.name, 'a list or a tuple', describe(items));
  vm.spend(items.length);
  return [...items];
}

/** Nothing, another dictionary, or pairs. */
function mapping(content: Value | undefined, vm: Machine): Map<Value, Value> {
  if (content === undefined) return new Map();
  if (content instanceof Map) {
    vm.spend(content.size);
    return new Map(content as ReadonlyMap<Value, Value>);
  }
  const pairs = copy(content, vm);
  const isPair = (pair: Value): pair is readonly [Value, Value] => isArray(pair) && pair.length === 2;
  if (!pairs.every(isPair)) throw damaged(vm.name, 'pairs of a key and a value', 'something else');
  return new Map(pairs);
}

type Decimal = (text: string) => number | bigint | undefined;

/** `int()`, `int(3)`, `float('nan')` */
function number(type: string, parse: Decimal, [value]: readonly Value[], vm: Machine): Value {
  const parsed = typeof value === 'string' && value.length <= 4096 ? parse(value) : (value ?? 0);
  if (typeof parsed === 'number' || typeof parsed === 'bigint') return parsed;
  throw damaged(vm.name, `a number for ${type}()`, describe(value));
}
