/** A tensor that stays in its file until it is read. */

/** Element types that readers convert from. */
export type DType =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint8'
  | 'bool';

/** A tensor of a checkpoint: shape and type known, values in the file. */
export interface StoredTensor {
  readonly kind: 'tensor';
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** All values as float32, row-major, whatever the strides were. @throws DiptychError E_CHECKPOINT when truncated */
  read(): Float32Array;
}
