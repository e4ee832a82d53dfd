/** Whether all states show one person. */
import { type Metric, worstAgainstBefore } from './metric.js';

/** Smallest cosine between the embedding of *before* and that of any other state. */
export const identity: Metric = {
  name: 'identity',
  unit: 'cosine',
  direction: 'higher',
  range: [-1, 1],
  describe: 'Smallest cosine of identity embeddings between before and any other state.',
  measure: (pair) => worstAgainstBefore(pair, Math.min, (a, b) => cosine(a.embedding, b.embedding)),
};

/** Cosine of two vectors of one length; undefined when either is absent or has no length. */
export function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number | undefined {
  if (!a || !b) return undefined;
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  const norm = Math.sqrt(aa * bb);
  return norm > 0 ? dot / norm : undefined;
}
