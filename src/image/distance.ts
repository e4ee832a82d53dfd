/** Exact Euclidean distance transform: lower envelope of parabolas (Felzenszwalb and Huttenlocher 2012, section 2). */
import type { Plane } from '../pair.js';

const FAR = 1e12;

/**
 * For every pixel, the distance in px to the centre of the nearest pixel that is set; 0 on set pixels themselves.
 * `set` is [H, W], non-zero where set. Without any set pixel every distance is 1e6. Allocates; O(width · height).
 */
export function distanceTo(set: Uint8Array, width: number, height: number): Plane {
  const squared = columnDistances(set, width, height);
  const data = new Float32Array(width * height);
  const line = new Float64Array(width);
  const scratch = makeScratch(width);
  for (let y = 0; y < height; y++) {
    line.set(squared.subarray(y * width, (y + 1) * width));
    envelope(line, width, scratch);
    for (let x = 0; x < width; x++) data[y * width + x] = Math.sqrt(Math.min(scratch.out[x]!, FAR));
  }
  return { data, width, height };
}

/** Squared distance to the nearest set pixel of the same column: one scan down, one up. */
function columnDistances(set: Uint8Array, width: number, height: number): Float64Array {
  const steps = new Float64Array(width * height);
  const far = Math.sqrt(FAR);
  for (let i = 0; i < steps.length; i++) steps[i] = set[i] ? 0 : i < width ? far : Math.min(far, steps[i - width]! + 1);
  for (let i = width * (height - 1) - 1; i >= 0; i--) steps[i] = Math.min(steps[i]!, steps[i + width]! + 1);
  for (let i = 0; i < steps.length; i++) steps[i]! *= steps[i]!;
  return steps;
}

interface Scratch {
  readonly out: Float64Array;
  /** Vertices of the parabolas of the lower envelope, and where each begins to be the lowest. */
  readonly vertex: Int32Array;
  readonly begin: Float64Array;
}

function makeScratch(n: number): Scratch {
  return { out: new Float64Array(n), vertex: new Int32Array(n), begin: new Float64Array(n + 1) };
}

/** out[q] = min over p of (q − p)² + f[p]. */
function envelope(f: Float64Array, n: number, { out, vertex, begin }: Scratch): void {
  let k = 0;
  vertex[0] = 0;
  begin[0] = -Infinity;
  begin[1] = Infinity;
  for (let q = 1; q < n; q++) {
    let cross = crossing(f, vertex[k]!, q);
    while (cross <= begin[k]!) cross = crossing(f, vertex[--k]!, q);
    vertex[++k] = q;
    begin[k] = cross;
    begin[k + 1] = Infinity;
  }
  for (let q = 0, i = 0; q < n; q++) {
    while (begin[i + 1]! < q) i++;
    const p = vertex[i]!;
    out[q] = (q - p) * (q - p) + f[p]!;
  }
}

/** Where the parabolas over p and q, p < q, meet. */
function crossing(f: Float64Array, p: number, q: number): number {
  return (f[q]! + q * q - (f[p]! + p * p)) / (2 * (q - p));
}
