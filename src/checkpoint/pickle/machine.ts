/** The state of a pickle that is being read: a stack, marks on it, a memo, and how much of each a file may take. */
import { printable } from '../printable.js';
import type { ByteSource } from '../source.js';
import { isStorage } from '../storage.js';
import type { GlobalValue, ObjectValue, Value } from '../value.js';
import { latin1Bytes, type StoredBytes } from './bytes.js';
import { Cursor } from './cursor.js';
import { damaged, uncalled } from './refusal.js';

/** What a pickle may refer to beyond itself. Both answer with data, or throw. */
export interface Resolvers {
  /** Value of a persistent id, such as a storage; without it, such an id is refused. The id may contain itself. */
  readonly persistent?: (id: Value) => Value;
  /**
   * The `StorageValue` of a torch file that lies as bytes in the pickle (`torch.storage._load_from_bytes`); without it,
   * such bytes are refused. Its own reading must not allow another level.
   */
  readonly nested?: (bytes: ByteSource) => Value;
}

/**
 * Instructions of one pickle. One byte can ask for a dictionary of 200, so that the file's size does not bound the
 * memory: this and the next do. Two generators and a discriminator of 64 pixels as NVlabs pickles them take 21,753.
 */
const INSTRUCTION_LIMIT = 2 ** 22;
/** Lists, tuples, dictionaries, objects, byte strings. */
const NODE_LIMIT = 2 ** 20;
/** Bytes of all texts together; those of tensors stay in the file. */
const TEXT_LIMIT = 2 ** 28;

/** An object whose state is still to come. */
export type OpenObject = { -readonly [K in keyof ObjectValue]: ObjectValue[K] };

export class Machine {
  readonly cursor: Cursor;
  /** Of the file, for errors. */
  readonly name: string;
  /** What BUILD does for values that take their state elsewhere than in `ObjectValue.state`. */
  readonly builders = new WeakMap<object, (state: Value) => void>();
  readonly #resolvers: Resolvers;
  readonly #stack: Value[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, Value>();
  readonly #encoded = new Map<string, StoredBytes>();
  readonly #loaded = new Map<StoredBytes, Value>();
  #instructions = 0;
  #nodes = 0;
  #text = 0;

  constructor(source: ByteSource, offset: number, resolvers: Resolvers) {
    this.cursor = new Cursor(source, offset);
    this.name = source.name;
    this.#resolvers = resolvers;
  }

  /** Counts work: an instruction, or the items of a copy. */
  spend(count: number): void {
    this.#instructions += count;
    if (this.#instructions > INSTRUCTION_LIMIT)
      throw damaged(this.name, `a pickle of at most ${INSTRUCTION_LIMIT} instructions`, 'a longer one');
  }

  /** Counts bytes that become a text. */
  spendText(bytes: number): void {
    this.#text += bytes;
    if (this.#text > TEXT_LIMIT) throw damaged(this.name, `texts of at most ${TEXT_LIMIT} bytes`, 'more');
  }

  push(value: Value): void {
    this.#stack.push(value);
  }

  /** Pushes a value that was made just now, rather than shared. */
  create(value: Value & object): void {
    this.#nodes += 1;
    if (this.#nodes > NODE_LIMIT) throw damaged(this.name, `a pickle of at most ${NODE_LIMIT} values`, 'more');
    this.#stack.push(value);
  }

  pop(): Value {
    this.top();
    return this.#stack.pop()!;
  }

  top(): Value {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0))
      throw damaged(this.name, 'a value before every instruction that takes one', 'none');
    return this.#stack.at(-1)!;
  }

  /** The top of the stack, or undefined where there is none. */
  peek(): Value | undefined {
    return this.#stack.at(-1);
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** Whether nothing was pushed since the last mark. */
  get atMark(): boolean {
    return this.#marks.at(-1) === this.#stack.length;
  }

  /** All values since the last mark, which goes too. */
  popMark(): Value[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw damaged(this.name, 'a mark before every instruction that takes one', 'none');
    return this.#stack.splice(mark);
  }

  remember(index: number): void {
    this.#memo.set(index, this.top());
  }

  get memoSize(): number {
    return this.#memo.size;
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw damaged(this.name, `a value remembered as ${index}`, 'none');
    this.#stack.push(value);
  }

  /** The name of what is to be called. */
  nameOf(value: Value | undefined): string {
    if (isGlobal(value)) return value.name;
    throw uncalled(this.name, `a call of ${describe(value)}`);
  }

  popArguments(): readonly Value[] {
    const value = this.pop();
    if (isArray(value)) return value;
    throw damaged(this.name, 'arguments as a tuple', describe(value));
  }

  /** Bytes that were written as a text; the same text gives the same bytes. */
  encoded(text: string): StoredBytes {
    const known = this.#encoded.get(text);
    if (known) return known;
    const bytes = latin1Bytes(text, this.name);
    this.#encoded.set(text, bytes);
    return bytes;
  }

  persistent(id: Value): Value {
    if (!this.#resolvers.persistent) throw uncalled(this.name, 'a reference to data outside the pickle');
    return this.#resolvers.persistent(id);
  }

  /**
   * Reads a nested file once, however often it is asked for: else few bytes could ask for the same work for ever. It
   * must be a storage, as torch writes no other: whole trees would each have the limits above to themselves.
   */
  nested(bytes: StoredBytes): Value {
    if (!this.#resolvers.nested) throw uncalled(this.name, 'a torch file inside it');
    const known = this.#loaded.get(bytes);
    if (known !== undefined) return known;
    const value = this.#resolvers.nested(bytes.source);
    if (!isStorage(value)) throw damaged(this.name, 'the storage of a tensor', describe(value));
    this.#loaded.set(bytes, value);
    return value;
  }
}

export function isGlobal(value: Value | undefined): value is GlobalValue {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'global';
}

/** A list or a tuple. */
export const isArray = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** What a value is, in a few words, for an error. */
export function describe(value: Value | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'None';
  if (isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Map) return `a dictionary of ${value.size}`;
  if (typeof value === 'string') return `'${printable(value)}'`;
  if (typeof value !== 'object') return typeof value === 'bigint' ? 'a very large number' : String(value);
  const { kind } = value as Exclude<typeof value, readonly Value[] | ReadonlyMap<Value, Value>>;
  if (isGlobal(value)) return printable(value.name);
  return kind === 'object' ? `an object of ${printable((value as ObjectValue).global)}` : `a value of kind ${kind}`;
}
