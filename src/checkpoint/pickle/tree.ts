/** Makes sure that whoever walks a value comes to an end. */
import type { ObjectValue, Value } from '../value.js';
import { damaged } from './refusal.js';

/** Levels of nesting. A module within a module takes four; readers recurse without fear. */
const DEPTH_LIMIT = 512;
/** Values, each counted as often as a walk from the root meets it: shared ones can multiply without end. */
const WALK_LIMIT = 2 ** 24;

/** What is known of a container once all it holds was seen. */
interface Extent {
  readonly depth: number;
  readonly walk: number;
}

interface Visit {
  readonly value: object;
  readonly children: Iterator<Value>;
  depth: number;
  walk: number;
}

/**
 * Checks that no container holds itself, that none is nested more than 512 deep, and that a walk from the root, which
 * meets shared values again and again, meets at most 2^24.
 * @throws DiptychError E_CHECKPOINT otherwise
 */
export function checkTree(root: Value, name: string): void {
  // Without recursion, which a nested file could make as deep as it is long.
  const known = new Map<object, Extent>();
  const open = new Set<object>();
  const path: Visit[] = [];
  const result: Visit = { value: [], children: [root].values(), depth: 0, walk: 0 };
  path.push(result);
  while (path.length > 0) {
    const visit = path.at(-1)!;
    const next = visit.children.next();
    if (next.done) {
      path.pop();
      open.delete(visit.value);
      known.set(visit.value, visit);
      const parent = path.at(-1);
      if (parent) add(parent, visit, name);
      continue;
    }
    const children = childrenOf(next.value);
    const value = next.value as object;
    if (!children) {
      visit.walk += 1;
      continue;
    }
    if (open.has(value)) throw damaged(name, 'lists and dictionaries that end', 'one that contains itself');
    const extent = known.get(value);
    if (extent) {
      add(visit, extent, name);
      continue;
    }
    if (path.length > DEPTH_LIMIT) throw tooDeep(name);
    open.add(value);
    path.push({ value, children, depth: 0, walk: 1 });
  }
}

function add(parent: Visit, child: Extent, name: string): void {
  parent.depth = Math.max(parent.depth, child.depth + 1);
  parent.walk += child.walk;
  if (parent.depth > DEPTH_LIMIT) throw tooDeep(name);
  if (parent.walk > WALK_LIMIT)
    throw damaged(name, `at most ${WALK_LIMIT} values`, 'lists that share others so often that there are more');
}

/** Undefined for what holds no other values. */
function childrenOf(value: Value): Iterator<Value> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return (value as readonly Value[]).values();
  if (value instanceof Map) return entries(value);
  if (!('kind' in value) || value.kind !== 'object') return undefined;
  const { args, state } = value as ObjectValue;
  return [args, state ?? null].values();
}

function* entries(map: ReadonlyMap<Value, Value>): Generator<Value> {
  for (const [key, value] of map) {
    yield key;
    yield value;
  }
}

function tooDeep(name: string): Error {
  return damaged(name, `values nested at most ${DEPTH_LIMIT} deep`, 'deeper ones');
}
