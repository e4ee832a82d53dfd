/** The low-pass filter of up- and down-sampling, which the graph holds as a constant: [1, 3, 3, 1] and no other. */
import { printable } from '../../checkpoint/printable.js';
import { DiptychError } from '../../errors.js';
import type { Later } from './plan.js';

const TAPS = [1, 3, 3, 1];

/**
 * Compares a stored filter, whatever its gain, with [1, 3, 3, 1], or with its outer product when it has two dimensions.
 * @throws DiptychError E_CHECKPOINT for another one, such as that of a generator without low-pass filter
 */
export function checkFilter(filter: Later, name: string, file: string): void {
  const flat = filter.shape.length === 1;
  const expected = flat ? TAPS : TAPS.flatMap((y) => TAPS.map((x) => y * x));
  const fits = (flat || filter.shape.length === 2) && filter.shape.every((n) => n === TAPS.length);
  const values = fits ? [...filter.read()] : [];
  const sum = values.reduce((a, b) => a + b, 0);
  const total = expected.reduce((a, b) => a + b, 0);
  if (fits && values.every((v, i) => Math.abs(v / sum - expected[i]! / total) < 1e-4)) return;
  throw otherFilter(name, fits ? values.slice(0, 4).join(', ') : `shape [${filter.shape}]`, file);
}

/** The same for a filter that is a list of numbers. */
export function otherFilter(name: string, received: string, file: string): DiptychError {
  return new DiptychError(
    'E_CHECKPOINT',
    `Expected the filter 1, 3, 3, 1 as ${printable(name)} of ${file} but received ${received}`,
    { hint: 'Generators with another up-sampling filter are not read' },
  );
}
