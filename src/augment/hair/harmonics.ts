/** Real spherical harmonics of order 2 without constants, in the order of `Light.sh`. Pure. */
import type { Light } from './types.js';

/** 1, y, z, x, xy, yz, 3z² − 1, xz, x² − y² of a unit vector, into `out`. */
export function harmonics(x: number, y: number, z: number, out: Float64Array): void {
  out[0] = 1;
  out[1] = y;
  out[2] = z;
  out[3] = x;
  out[4] = x * y;
  out[5] = y * z;
  out[6] = 3 * z * z - 1;
  out[7] = x * z;
  out[8] = x * x - y * y;
}

/** Light that a surface with this unit normal reflects per albedo, linear, at least 0. */
export function irradiance({ sh }: Pick<Light, 'sh'>, x: number, y: number, z: number, channel: number): number {
  const at = (k: number): number => sh[3 * k + channel]!;
  const value =
    at(0) +
    at(1) * y +
    at(2) * z +
    at(3) * x +
    at(4) * x * y +
    at(5) * y * z +
    at(6) * (3 * z * z - 1) +
    at(7) * x * z +
    at(8) * (x * x - y * y);
  return value > 0 ? value : 0;
}

/** `count` unit vectors spread evenly over the sphere (Fibonacci lattice), [count, 3]. */
export function sphere(count: number): Float64Array {
  const out = new Float64Array(3 * count);
  const turn = Math.PI * (3 - Math.sqrt(5));
  for (let i = 0; i < count; i++) {
    const z = 1 - (2 * i + 1) / count;
    const r = Math.sqrt(1 - z * z);
    out.set([r * Math.cos(turn * i), r * Math.sin(turn * i), z], 3 * i);
  }
  return out;
}
