/**
 * Calls by which torch rebuilds tensors, as views of their storages. Source of the signatures: torch/_utils.py.
 */
import { printable } from '../printable.js';
import { isStorage, type StorageValue, torchDType } from '../storage.js';
import { stridedTensor } from '../strided.js';
import type { DType } from '../tensor.js';
import type { Value } from '../value.js';
import { asSizes, bytesOf, type Call, inert } from './arguments.js';
import { describe, isArray, isGlobal, type Machine } from './machine.js';
import { damaged, uncalled } from './refusal.js';

/** NVlabs' torch_utils/persistence.py. */
const PERSISTENT = 'torch_utils.persistence._reconstruct_persistent_obj';

/** What makes a tensor from a storage, an offset, a shape and strides; the rest is about gradients and hooks. */
const REBUILD: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['torch._utils._rebuild_tensor', rebuildTensor],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_tensor_v3', rebuildTyped],
]);

export const TORCH_CALLS: readonly (readonly [string, Call])[] = [
  ...REBUILD,
  ['torch._utils._rebuild_parameter', ([tensor], vm) => sameTensor(tensor, vm)],
  ['torch._utils._rebuild_parameter_with_state', ([tensor], vm) => sameTensor(tensor, vm)],
  ['torch._tensor._rebuild_from_type', rebuildFromType],
  ['torch._tensor._rebuild_from_type_v2', rebuildFromType],
  ['torch.storage._load_from_bytes', ([bytes], vm) => vm.nested(bytesOf(bytes, vm))],
  ['torch.Size', ([sizes], vm) => asSizes(sizes, vm)],
  ['torch.device', (args) => inert('torch.device', args)],
  ['torch.serialization._get_layout', (args) => inert('torch.serialization._get_layout', args)],
  // Its one argument has `type`, `module_src` (a program: never looked at), `class_name` and `state`.
  [PERSISTENT, persistentObject],
];

/** (storage, offset, shape, strides, …) */
function rebuildTensor(args: readonly Value[], vm: Machine): Value {
  const storage = asStorage(args[0], vm);
  return view(storage, storage.dtype, args, vm);
}

/** (storage, offset, shape, strides, requires_grad, hooks, dtype, …): the storage is untyped. */
function rebuildTyped(args: readonly Value[], vm: Machine): Value {
  const type = args[6];
  const dtype = isGlobal(type) ? torchDType(type.name) : undefined;
  if (!dtype) throw damaged(vm.name, 'a tensor of a known type', describe(type));
  return view(asStorage(args[0], vm), dtype, args, vm);
}

function view(storage: StorageValue, dtype: DType, [, offset, shape, strides]: readonly Value[], vm: Machine): Value {
  if (typeof offset !== 'number') throw damaged(vm.name, 'an offset into a storage', describe(offset));
  return stridedTensor(storage.source, dtype, offset, asSizes(shape, vm), asSizes(strides, vm));
}

/** (function, class, arguments, state): a subclass of tensor is taken as the tensor it is. */
function rebuildFromType([rebuild, , args]: readonly Value[], vm: Machine): Value {
  const name = vm.nameOf(rebuild);
  const call = REBUILD.get(name);
  if (!call || !isArray(args)) throw uncalled(vm.name, `a call of ${printable(name)}`);
  return call(args, vm);
}

function persistentObject([meta]: readonly Value[], vm: Machine): Value {
  if (!(meta instanceof Map)) throw damaged(vm.name, 'the description of a persistent object', describe(meta));
  // The state stays in there alone: named twice, nested modules would double a walk with every level.
  return inert(PERSISTENT, [meta]);
}

function asStorage(value: Value | undefined, vm: Machine): StorageValue {
  if (isStorage(value)) return value;
  throw damaged(vm.name, 'the storage of a tensor', describe(value));
}

function sameTensor(value: Value | undefined, vm: Machine): Value {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'tensor') return value;
  throw damaged(vm.name, 'the tensor of a parameter', describe(value));
}
