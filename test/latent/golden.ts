/** InterFaceGAN's own numbers, which lie beside the repository and may be absent; and small helpers of these tests. */
import { existsSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../shared/golden/dev/interfacegan/', import.meta.url);

/** Arguments of a test's `skip`: whether, and why. */
export const goldenMissing = [!existsSync(FOLDER), 'needs ../shared/golden/dev/interfacegan'] as const;

/** Values of a float32 `.npy` of version 1.0. */
export function golden(name: string): Float32Array {
  const bytes = readFileSync(new URL(`${name}.npy`, FOLDER));
  const start = 10 + bytes.readUInt16LE(8);
  if (!bytes.toString('latin1', 10, start).includes("'<f4'")) throw new Error(`${name} is not float32`);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length));
}

/** Rows of [d] in a flat array. */
export function rowsOf(values: Float32Array, d: number): Float32Array[] {
  return Array.from({ length: values.length / d }, (_, i) => values.slice(i * d, (i + 1) * d));
}

export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const dot = (u: ArrayLike<number>, v: ArrayLike<number>): number =>
    Array.from(u).reduce((sum, value, k) => sum + value * v[k]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce((most, value, k) => Math.max(most, Math.abs(value - b[k]!)), 0);
}

/** Standard normal values by Box-Muller. */
export function normals(length: number, random: () => number): Float32Array {
  return Float32Array.from({ length }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
}
