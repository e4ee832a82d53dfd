/**
 * z from a seed, as `numpy.random.RandomState(seed).randn(1, z_dim)` draws it, so that a seed published with NVlabs'
 * `generate.py --seeds` means the same face here.
 *
 * MT19937 (Matsumoto & Nishimura 1998), numpy's 53-bit doubles and its legacy polar Gaussian
 * (numpy/random/src/legacy/legacy-distributions.c). RandomState(0).randn(1, 2) = [1.7640524, 0.4001572].
 */
import { DiptychError } from '../errors.js';

const N = 624;
const M = 397;

/** The first `length` values of `RandomState(seed).randn`, rounded to float32. */
export function gaussianOfSeed(seed: number, length: number): Float32Array {
  const next = gaussianStream(doubleStream(seed));
  return Float32Array.from({ length }, next);
}

/** `85,600-605` → [85, 600, 601, …, 605], as `generate.py --seeds` reads it. @throws DiptychError E_USAGE */
export function parseSeeds(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const match = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part);
    const from = Number(match?.[1]);
    const to = Number(match?.[2] ?? match?.[1]);
    if (!match || to < from || to > 0xffffffff || to - from > 1e6) {
      throw new DiptychError('E_USAGE', `Expected seeds such as 85,600-605 for --seeds but received ${text}`, {
        hint: 'Seeds are whole numbers from 0 to 4294967295, ranges go upwards',
      });
    }
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** numpy's legacy Gaussian: the polar method gives two values a try and hands out the second one first. */
function gaussianStream(uniform: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    let x1 = 0;
    let x2 = 0;
    let r2 = 0;
    do {
      x1 = 2 * uniform() - 1;
      x2 = 2 * uniform() - 1;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1 || r2 === 0);
    const f = Math.sqrt((-2 * Math.log(r2)) / r2);
    spare = f * x1;
    return f * x2;
  };
}

/** Doubles in [0, 1) with 53 random bits from two outputs of MT19937. */
function doubleStream(seed: number): () => number {
  const next = mersenneTwister(seed);
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(N);
  state[0] = seed;
  for (let i = 1; i < N; i++) {
    const previous = state[i - 1]! ^ (state[i - 1]! >>> 30);
    state[i] = Math.imul(1812433253, previous) + i;
  }
  let at = N;
  return () => {
    if (at === N) {
      twist(state);
      at = 0;
    }
    let y = state[at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < N; i++) {
    const y = (state[i]! & 0x80000000) | (state[(i + 1) % N]! & 0x7fffffff);
    state[i] = state[(i + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  }
}
