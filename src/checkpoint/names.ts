/** Tensors by dotted name, wherever a checkpoint keeps them: state dictionaries, nested ones, and pickled modules. */
import { DiptychError } from '../errors.js';
import { printable } from './printable.js';
import type { StoredTensor } from './tensor.js';
import type { ObjectValue, Value } from './value.js';

/** Tensors and what holds them; a tree whose branches are shared can be far larger than the file that holds it. */
const BRANCH_LIMIT = 2 ** 18;
/** Values of all kinds: what a pickle may make. */
const ITEM_LIMIT = 2 ** 24;
const DEPTH_LIMIT = 100;
const NAME_LIMIT = 1000;

/** Pickled by NVlabs' torch_utils/persistence.py: the one argument is a dictionary with the module's `state`. */
const PERSISTENT = 'torch_utils.persistence._reconstruct_persistent_obj';

/**
 * Names as torch's `state_dict()` gives them: `_parameters`, `_buffers` and `_modules` of a module, keys of
 * dictionaries, positions in lists, joined by dots. A value that contains itself is followed once.
 * @throws DiptychError E_CHECKPOINT when a name occurs twice, or the tree is deeper, wider or named longer than any
 *   network's: 100 levels, 262,144 tensors and dictionaries, 1,000 characters
 */
export function tensorsOf(value: Value): Map<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  const path = new Set<Value>();
  let branches = 0;
  let items = 0;
  visit(value, '');
  return tensors;

  function visit(node: Value, name: string): void {
    if (!isBranch(node) || path.has(node)) return;
    branches += 1;
    if (branches > BRANCH_LIMIT) throw refused(`at most ${BRANCH_LIMIT} tensors and dictionaries`, 'more');
    if (name.length > NAME_LIMIT) throw refused(`names of at most ${NAME_LIMIT} characters`, printable(name));
    if (path.size >= DEPTH_LIMIT) throw refused(`at most ${DEPTH_LIMIT} levels`, 'more');
    if (isTensor(node)) {
      if (tensors.has(name)) throw refused('names that differ', `${printable(name)} twice`);
      tensors.set(name, node);
      return;
    }
    path.add(node);
    eachChild(node, (key, child) => {
      items += 1;
      if (items > ITEM_LIMIT) throw refused(`at most ${ITEM_LIMIT} values`, 'more');
      if (isBranch(child)) visit(child, join(name, String(key)));
    });
    path.delete(node);
  }
}

type Branch = Exclude<Value, null | boolean | number | bigint | string>;
type Key = string | number | bigint;
type Visit = (key: Key, child: Value) => void;

const isBranch = (node: Value): node is Branch => typeof node === 'object' && node !== null;

const isTensor = (node: Branch): node is StoredTensor => 'kind' in node && node.kind === 'tensor';

const join = (name: string, key: string): string => (name === '' || key === '' ? name + key : `${name}.${key}`);

/** What a value contains, under the names that a state dictionary would use. */
function eachChild(node: Exclude<Branch, StoredTensor>, visit: Visit): void {
  if (node instanceof Map) eachEntry(node, visit);
  else if (Array.isArray(node)) (node as readonly Value[]).forEach((item, i) => void visit(i, item));
  else if ('kind' in node && node.kind === 'object') eachMember(node, visit);
}

function eachEntry(map: Value | undefined, visit: Visit): void {
  if (!(map instanceof Map)) return;
  for (const [key, value] of map as ReadonlyMap<Value, Value>)
    if (typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint') visit(key, value);
}

const PARTS = ['_parameters', '_buffers', '_modules'] as const;

/** A module's parts in the order of `state_dict()`; any other object's state. */
function eachMember(object: ObjectValue, visit: Visit): void {
  const state = stateOf(object);
  const parts = state instanceof Map ? PARTS.map((part) => state.get(part) as Value | undefined) : [];
  if (parts.some((part) => part instanceof Map)) for (const part of parts) eachEntry(part, visit);
  else if (state !== undefined) visit('', state);
}

function stateOf({ global, args, state }: ObjectValue): Value | undefined {
  const [meta] = args;
  return global === PERSISTENT && meta instanceof Map ? (meta.get('state') as Value | undefined) : state;
}

function refused(expected: string, received: string): DiptychError {
  return new DiptychError(
    'E_CHECKPOINT',
    `Expected ${expected} for the tensors of a checkpoint but received ${received}`,
    {
      hint: 'Use the checkpoint of one network',
    },
  );
}
