/**
 * What a checkpoint holds, as inert data: the vocabulary that every reader in this folder speaks.
 *
 * Nothing here can run. A class that a pickle names becomes an `ObjectValue` that remembers the name, and stays one.
 */
import type { StoredTensor } from './tensor.js';

/** A value of a checkpoint. Python's lists and tuples are arrays; dictionaries are `Map`s, insertion order kept. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | BytesValue
  | StoredTensor
  | GlobalValue
  | ObjectValue
  | readonly Value[]
  | ReadonlyMap<Value, Value>;

/** Bytes that are left where they are, to be read by offset. */
export interface BytesValue {
  readonly kind: 'bytes';
  readonly length: number;
  read(): Uint8Array;
}

/** A class or function by its name; never looked up, never called. */
export interface GlobalValue {
  readonly kind: 'global';
  /** Such as `torch._utils._rebuild_tensor_v2`. */
  readonly name: string;
}

/** Something that a pickle would have built by calling `global`: the name, what it was given, and its state. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly global: string;
  readonly args: readonly Value[];
  /** What `__setstate__` or `__dict__` would have received; undefined where there was none. */
  readonly state: Value | undefined;
}

/** An opened checkpoint. Tensors are read on demand: close it when all are read. */
export interface Checkpoint {
  /** Path, for errors. */
  readonly name: string;
  readonly format: 'pickle' | 'torch-zip' | 'torch-legacy' | 'safetensors' | 'npy' | 'npz';
  readonly root: Value;
  close(): void;
}
