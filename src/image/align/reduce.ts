/** Resampling with Lanczos' kernel of three lobes, widened by the scale when it shrinks, as Pillow's LANCZOS. */
import type { Picture } from '../../item.js';

/** Something that has rows of RGB: writes row y, [width, 3] in 0..255, into the buffer. */
export interface Rows {
  readonly width: number;
  readonly height: number;
  readonly read: (y: number, into: Float32Array) => void;
}

/** Pixels of the result that are wanted: from (left, top) to (right, bottom), the ends left out. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * The rows as a picture of `width` × `height`, of which only `window` is computed. Separable, one pass: rows are read
 * once and in order, and only as many are held as the kernel is high.
 */
export function reduce(rows: Rows, width: number, height: number, window: Window): Picture {
  const columns = taps(rows.width, width, window.left, window.right);
  const lines = taps(rows.height, height, window.top, window.bottom);
  const span = (window.right - window.left) * 3;
  const held = Math.max(...lines.map(({ weights }) => weights.length));
  const ring = Array.from({ length: held }, () => new Float32Array(span));
  const row = new Float32Array(rows.width * 3);
  const sum = new Float32Array(span);
  const data = new Uint8Array(span * lines.length);

  let next = lines[0]!.first;
  lines.forEach(({ first, weights }, y) => {
    for (; next < first + weights.length; next++) {
      rows.read(next, row);
      squeeze(row, columns, ring[next % held]!);
    }
    sum.fill(0.5);
    for (let k = 0; k < weights.length; k++) {
      const line = ring[(first + k) % held]!;
      const weight = weights[k]!;
      for (let i = 0; i < span; i++) sum[i]! += weight * line[i]!;
    }
    for (let i = 0; i < span; i++) data[y * span + i] = Math.min(255, Math.max(0, sum[i]!));
  });
  return { data, width: window.right - window.left, height: lines.length };
}

interface Taps {
  /** First sample that counts. */
  readonly first: number;
  readonly weights: Float32Array;
}

function squeeze(row: Float32Array, columns: readonly Taps[], into: Float32Array): void {
  for (let x = 0; x < columns.length; x++) {
    const { first, weights } = columns[x]!;
    let r = 0;
    let g = 0;
    let b = 0;
    for (let k = 0, i = first * 3; k < weights.length; k++, i += 3) {
      const weight = weights[k]!;
      r += weight * row[i]!;
      g += weight * row[i + 1]!;
      b += weight * row[i + 2]!;
    }
    into[x * 3] = r;
    into[x * 3 + 1] = g;
    into[x * 3 + 2] = b;
  }
}

/** Samples and weights for results `begin` to `end`; the kernel is cut at the picture's edges and normalised. */
function taps(from: number, to: number, begin: number, end: number): Taps[] {
  const scale = from / to;
  const widen = Math.max(scale, 1);
  return Array.from({ length: end - begin }, (_, i) => {
    const centre = (begin + i + 0.5) * scale;
    const first = Math.max(Math.floor(centre - 3 * widen + 0.5), 0);
    const last = Math.min(Math.floor(centre + 3 * widen + 0.5), from);
    const weights = Float32Array.from({ length: last - first }, (_, k) => lanczos((first + k + 0.5 - centre) / widen));
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((w) => w / sum) };
  });
}

function lanczos(x: number): number {
  return Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
