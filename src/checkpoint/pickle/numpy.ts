/**
 * Calls by which numpy rebuilds arrays, types and scalars. Source of the signatures: `array_reduce`, `array_setstate` and
 * `arraydescr_setstate` in numpy/_core/src/multiarray; `_frombuffer` in numpy/_core/numeric.py.
 */
import { DTYPE_BYTES } from '../dtype.js';
import { printable } from '../printable.js';
import { columnMajor, rowMajor, stridedTensor } from '../strided.js';
import type { DType, StoredTensor } from '../tensor.js';
import type { Value } from '../value.js';
import { asSizes, bytesOf, type Call, inert } from './arguments.js';
import type { StoredBytes } from './bytes.js';
import { describe, isArray, isGlobal, type Machine } from './machine.js';
import { numpyScalar } from './numpy-scalar.js';
import { damaged, uncalled } from './refusal.js';

export const NUMPY_CALLS: readonly (readonly [string, Call])[] = [
  ['numpy.core.multiarray._reconstruct', reconstruct],
  ['numpy.core.numeric._frombuffer', fromBuffer],
  ['numpy.core.multiarray.scalar', ([type, bytes], vm) => numpyScalar(typeCode(type, vm), bytesOf(bytes, vm), vm)],
  ['numpy.dtype', (args) => inert('numpy.dtype', args)],
];

const DTYPES: ReadonlyMap<string, DType> = new Map([
  ['f8', 'float64'],
  ['f4', 'float32'],
  ['f2', 'float16'],
  ['i8', 'int64'],
  ['i4', 'int32'],
  ['i2', 'int16'],
  ['i1', 'int8'],
  ['u1', 'uint8'],
  ['b1', 'bool'],
]);

type OpenTensor = { -readonly [K in keyof StoredTensor]: StoredTensor[K] };

/** (class, (0,), b'b'): an empty array, which BUILD fills. */
function reconstruct([cls]: readonly Value[], vm: Machine): Value {
  if (!isGlobal(cls) || !/^numpy\.[\w.]+$/.test(cls.name))
    throw uncalled(vm.name, `an array of class ${describe(cls)}`);
  const array: OpenTensor = { kind: 'tensor', shape: [0], dtype: 'float32', read: () => new Float32Array(0) };
  vm.builders.set(array, (state) => void Object.assign(array, restored(state, vm)));
  return array;
}

/** (version, shape, type, whether in Fortran order, content) */
function restored(state: Value, vm: Machine): StoredTensor {
  if (!isArray(state) || state.length !== 5) throw damaged(vm.name, 'the state of an array', describe(state));
  const [, shape, type, fortran, content] = state;
  const dtype = dtypeOf(type, vm);
  return array(bytesOf(content, vm), dtype, asSizes(shape, vm), fortran === true || fortran === 1, vm);
}

/** (buffer, type, shape, order) */
function fromBuffer([buffer, type, shape, order]: readonly Value[], vm: Machine): Value {
  return array(bytesOf(buffer, vm), dtypeOf(type, vm), asSizes(shape, vm), order === 'F', vm);
}

function array(
  bytes: StoredBytes,
  dtype: DType,
  shape: readonly number[],
  fortran: boolean,
  vm: Machine,
): StoredTensor {
  const size = shape.reduce((a, b) => a * b, DTYPE_BYTES[dtype]);
  if (size !== bytes.length) throw damaged(vm.name, `${size} bytes of an array`, String(bytes.length));
  return stridedTensor(bytes.source, dtype, 0, shape, fortran ? columnMajor(shape) : rowMajor(shape));
}

function dtypeOf(type: Value | undefined, vm: Machine): DType {
  const code = typeCode(type, vm);
  const dtype = DTYPES.get(code);
  if (!dtype) throw damaged(vm.name, `arrays of the types ${[...DTYPES.keys()].join(' ')}`, printable(code));
  return dtype;
}

/** The code of a little-endian type, such as `f4`. State: (version, byte order, …), absent for most types in Python 2. */
function typeCode(type: Value | undefined, vm: Machine): string {
  const isType = typeof type === 'object' && type !== null && 'kind' in type && type.kind === 'object';
  const code = isType && type.global === 'numpy.dtype' ? type.args[0] : undefined;
  if (!isType || typeof code !== 'string') throw damaged(vm.name, 'the type of an array', describe(type));
  const order = isArray(type.state) ? type.state[1] : code[0];
  if (order === '>' || code.startsWith('>')) throw damaged(vm.name, 'little-endian arrays', 'big-endian ones');
  return code.replace(/^[<=|]/, '');
}
