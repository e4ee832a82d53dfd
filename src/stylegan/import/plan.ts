/**
 * Parameters on their way from a checkpoint's names and layouts to the official ones: shapes now, values when the whole
 * plan is known to fit. So a file that is no generator costs nothing, and one that is gets read once.
 */
import { printable } from '../../checkpoint/printable.js';
import { DiptychError } from '../../errors.js';
import type { Expected } from '../shapes.js';
import type { Weights } from '../weights.js';

/** A parameter whose values are read later, row-major float32. */
export interface Later {
  readonly shape: readonly number[];
  read(): Float32Array;
}

/** Parameters by official name. */
export type Plan = ReadonlyMap<string, Later>;

/** Values of a network, 1 GiB as float32: FFHQ-1024 has 30 million. Views that repeat could claim any number. */
const VALUE_LIMIT = 2 ** 28;

/** The same values under another shape. */
export function reshaped(source: Later, shape: readonly number[]): Later {
  return sizeOf(source.shape) === sizeOf(shape) ? { shape, read: () => source.read() } : source;
}

/** Every value times a gain. */
export function scaled(source: Later, gain: number): Later {
  return { shape: source.shape, read: () => source.read().map((v) => v * gain) };
}

/** Every value plus a number. */
export function raised(source: Later, by: number): Later {
  return { shape: source.shape, read: () => source.read().map((v) => v + by) };
}

/** Zeros. */
export function zeros(shape: readonly number[]): Later {
  return { shape, read: () => new Float32Array(sizeOf(shape)) };
}

/**
 * Axes in another order, as numpy's `transpose`: axis k of the result is axis `axes[k]` of the source, which is read
 * backwards where `flipped` names it. A source of another rank stays as it is, for the comparison of shapes to refuse.
 */
export function transposed(source: Later, axes: readonly number[], flipped: readonly number[] = []): Later {
  const from = source.shape;
  if (from.length !== axes.length) return source;
  const shape = axes.map((axis) => from[axis]!);
  const strides = axes.map((axis) => sizeOf(from.slice(axis + 1)) * (flipped.includes(axis) ? -1 : 1));
  const start = flipped.reduce((sum, axis) => sum + (from[axis]! - 1) * sizeOf(from.slice(axis + 1)), 0);
  return { shape, read: () => gather(source.read(), start, shape, strides) };
}

function gather(data: Float32Array, start: number, shape: readonly number[], strides: readonly number[]): Float32Array {
  const out = new Float32Array(data.length);
  const index = shape.map(() => 0);
  let at = start;
  for (let i = 0; i < out.length; i++) {
    out[i] = data[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return out;
}

/**
 * Compares a plan with what its configuration calls for.
 * @param kind what it should be, for errors, such as `StyleGAN2 generator`
 * @throws DiptychError E_CHECKPOINT for a parameter that is missing, superfluous or of another shape, or too many values
 */
export function checkPlan(plan: Plan, expected: readonly Expected[], kind: string, file: string): void {
  for (const [name, shape] of expected) {
    const found = plan.get(name);
    if (found && fits(found.shape, shape)) continue;
    const wanted = `Expected ${name} of shape [${shape.map((n) => n ?? 'any')}] for the ${kind} in ${file}`;
    throw refused(`${wanted} but received ${found ? `[${found.shape}]` : 'none'}`);
  }
  const known = new Set(expected.map(([name]) => name));
  const stray = [...plan.keys()].find((name) => !known.has(name));
  if (stray !== undefined) {
    throw refused(`Expected the parameters of a ${kind} for ${file} but received ${printable(stray)} beside them`);
  }
  const values = expected.reduce((sum, [name]) => sum + sizeOf(plan.get(name)!.shape), 0);
  if (values > VALUE_LIMIT) {
    throw refused(`Expected at most ${VALUE_LIMIT} values for the ${kind} in ${file} but received ${values}`);
  }
}

/** Reads the values of a plan that was checked. @throws DiptychError E_CHECKPOINT where they are damaged or not finite */
export function readPlan(plan: Plan, file: string): Weights {
  return new Map([...plan].map(([name, later]) => [name, readFinite(name, later, file)]));
}

function readFinite(name: string, later: Later, file: string): { data: Float32Array; shape: readonly number[] } {
  const data = later.read();
  const bad = data.findIndex((v) => !Number.isFinite(v));
  if (bad < 0) return { data, shape: later.shape };
  throw refused(`Expected finite numbers for ${name} in ${file} but received ${data[bad]} at ${bad}`);
}

const fits = (shape: readonly number[], expected: readonly (number | undefined)[]): boolean =>
  shape.length === expected.length && shape.every((n, i) => n > 0 && n === (expected[i] ?? n));

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

function refused(message: string): DiptychError {
  return new DiptychError('E_CHECKPOINT', message, {
    hint: 'The file is damaged, or of an architecture that shares names with StyleGAN2 and is not read',
  });
}
