/** Float32 tensors as sessions take and give them, row-major. Pure. */
import { invariant } from '../errors.js';

/** A float32 tensor, row-major. */
export interface FloatTensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Items of one shape → [N, …shape]. */
export function batchOf(items: readonly Float32Array[], shape: readonly number[]): FloatTensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const data = new Float32Array(items.length * size);
  items.forEach((item, n) => {
    invariant(item.length === size, `an item of ${item.length} values in a batch of ${size}`);
    data.set(item, n * size);
  });
  return { data, shape: [items.length, ...shape] };
}

/** A batched output, cut into its items of `size` values. */
export function rows(tensor: FloatTensor | undefined, size: number): Float32Array[] {
  invariant(tensor && size > 0 && tensor.data.length % size === 0, 'a network gave an output of another shape');
  return Array.from({ length: tensor.data.length / size }, (_, n) => tensor.data.slice(n * size, (n + 1) * size));
}
