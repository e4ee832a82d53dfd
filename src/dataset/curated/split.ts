/** A split's name in the datasets that we write, from whatever a foreign dataset calls it. */
import type { Split } from '../splits.js';

const NAMES: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
  eval: 'test',
};

/** `val` → validation, and so on; whatever is unknown, or absent, trains. */
export function splitNamed(name: string | undefined): Split {
  return NAMES[name?.toLowerCase() ?? ''] ?? 'train';
}
