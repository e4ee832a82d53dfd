/** Torch's storages: the flat runs of elements that tensors are views of, several tensors often of one. */
import { DTYPE_BYTES } from './dtype.js';
import type { ByteSource } from './source.js';
import type { DType } from './tensor.js';
import type { ObjectValue, Value } from './value.js';

/**
 * A storage that a persistent id named or a nested blob held. To every other reader it is an inert object, whose
 * `global` is the storage's class; whoever rebuilds a tensor takes `source` and `dtype` from it.
 */
export interface StorageValue extends ObjectValue {
  /** Packed little-endian elements. */
  readonly source: ByteSource;
  /** Of the elements; `uint8` where the storage is untyped and the tensor tells. */
  readonly dtype: DType;
}

/** The storage of a class such as `torch.FloatStorage`; one whose elements no reader converts stays a plain object. */
export function storageValue(global: string, source: ByteSource): ObjectValue {
  const dtype = storageDType(global);
  const object: ObjectValue = { kind: 'object', global, args: [], state: undefined };
  const storage: StorageValue | undefined = dtype && { ...object, source, dtype };
  return storage ?? object;
}

/** Whether a value is a storage. */
export function isStorage(value: Value | undefined): value is StorageValue {
  return typeof value === 'object' && value !== null && 'source' in value && 'dtype' in value;
}

/** `torch.FloatStorage` and `torch.cuda.FloatStorage` → `float32`; undefined for complex, quantised and unknown ones. */
export function storageDType(global: string): DType | undefined {
  return STORAGES.get(nameOf(global));
}

const nameOf = (global: string): string => /^torch\.(?:cuda\.|storage\.)?(\w+)Storage$/.exec(global)?.[1] ?? '';

/** Bytes of an element, of complex and quantised ones too; undefined for an unknown class. */
export function storageWidth(global: string): number | undefined {
  const dtype = storageDType(global);
  return dtype ? DTYPE_BYTES[dtype] : INCONVERTIBLE.get(nameOf(global));
}

/** `torch.bfloat16` → `bfloat16`; undefined for types that no reader converts. */
export function torchDType(global: string): DType | undefined {
  return DTYPES.get(/^torch\.(\w+)$/.exec(global)?.[1] ?? '');
}

const STORAGES: ReadonlyMap<string, DType> = new Map([
  ['Double', 'float64'],
  ['Float', 'float32'],
  ['Half', 'float16'],
  ['BFloat16', 'bfloat16'],
  ['Long', 'int64'],
  ['Int', 'int32'],
  ['Short', 'int16'],
  ['Char', 'int8'],
  ['Byte', 'uint8'],
  ['Bool', 'bool'],
  ['Untyped', 'uint8'],
]);

const INCONVERTIBLE: ReadonlyMap<string, number> = new Map([
  ['ComplexFloat', 8],
  ['ComplexDouble', 16],
  ['QInt8', 1],
  ['QUInt8', 1],
  ['QInt32', 4],
  ['QUInt4x2', 1],
  ['QUInt2x4', 1],
]);

const DTYPES: ReadonlyMap<string, DType> = new Map([
  ['float64', 'float64'],
  ['double', 'float64'],
  ['float32', 'float32'],
  ['float', 'float32'],
  ['float16', 'float16'],
  ['half', 'float16'],
  ['bfloat16', 'bfloat16'],
  ['int64', 'int64'],
  ['long', 'int64'],
  ['int32', 'int32'],
  ['int', 'int32'],
  ['int16', 'int16'],
  ['short', 'int16'],
  ['int8', 'int8'],
  ['uint8', 'uint8'],
  ['bool', 'bool'],
]);
