/** Random numbers by index: the same strand draws the same at any growth and in any order. Pure. */

/** Uniform in [0, 1) for an item, by the mixing of MurmurHash3 (Appleby). */
export function uniform(key: number, item: number): number {
  let h = (key ^ Math.imul(item + 1, 0x9e3779b1)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** Smooth noise over space, about [-1, 1], features of about 6 / rate cm: three crossed waves. */
export function waves(key: number, rate: number, x: number, y: number, z: number): number {
  const a = uniform(key, 0) * 6.2832;
  const b = uniform(key, 1) * 6.2832;
  const c = uniform(key, 2) * 6.2832;
  return (
    (Math.sin(rate * (x + 0.7 * y - 0.3 * z) + a) +
      Math.sin(rate * (0.8 * y + 0.9 * z - 0.4 * x) * 1.31 + b) +
      Math.sin(rate * (z - 0.6 * x + 0.2 * y) * 1.73 + c)) /
    2.2
  );
}

/** 0 at low, 1 at high (which may be the smaller), smooth between. */
export function ramp(value: number, low: number, high: number): number {
  const t = Math.min(Math.max((value - low) / (high - low), 0), 1);
  return t * t * (3 - 2 * t);
}

/** a at 0, b at 1. */
export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
