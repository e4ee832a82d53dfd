/** Where strands stand: roots on the head's mesh, evenly spread, as dense as a function says. Pure. */
import type { HeadModel } from '../types.js';
import { uniform } from './noise.js';

/** Roots, each array by root. */
export interface Roots {
  readonly count: number;
  /** [count, 3], cm, head space. */
  readonly positions: Float32Array;
  /** [count, 3], unit length. */
  readonly normals: Float32Array;
}

/** A part of the head with how dense hair grows there, [0, 1]. */
export interface Ground {
  /** Offsets in `triangles` of those where anything grows. */
  readonly triangles: Uint32Array;
  /** cm², weighted by density. */
  readonly area: number;
  /** Area of the triangles, cm². */
  readonly support: number;
  readonly growing: Density;
}

/** How dense hair grows. */
export interface Density {
  /** At a point with shares u, v of the triangle's first corners, [0, 1]. */
  density(x: number, y: number, z: number, triangle: number, u: number, v: number): number;
}

// Steps of the R2 sequence (Roberts 2018), the most even additive recurrence in the plane.
const R2 = [0.7548776662466927, 0.5698402909980532] as const;

/** The triangles where hair grows and their weighted area. */
export function groundOf(head: HeadModel, growing: Density): Ground {
  const triangles: number[] = [];
  let area = 0;
  let support = 0;
  for (let t = 0; t < head.triangles.length; t += 3) {
    let sum = 0;
    for (let k = 0; k < 16; k++) sum += densityAt(head, t, (k * R2[0]) % 1, (k * R2[1]) % 1, growing);
    if (sum === 0) continue;
    const size = areaOf(head, t);
    triangles.push(t);
    support += size;
    area += (size * sum) / 16;
  }
  return { triangles: Uint32Array.from(triangles), area, support, growing };
}

/** `count` roots. Candidates spread evenly over all triangles; those stay whose density is largest for their draw. */
export function rootsOn(head: HeadModel, ground: Ground, count: number, key: number): Roots {
  const { triangles, support, area } = ground;
  const capacity = Math.ceil((count * 1.04 * support) / Math.max(area, 1e-9)) + triangles.length;
  const positions = new Float32Array(capacity * 3);
  const normals = new Float32Array(capacity * 3);
  const rank = new Float32Array(capacity);
  let made = 0;
  let due = 0;
  for (const t of triangles) {
    due += (areaOf(head, t) / support) * (capacity - triangles.length);
    // The sequence starts elsewhere in each triangle and leaves out what falls beyond it: folded back, it would lose
    // its evenness.
    let u = uniform(key, 2 * t);
    let v = uniform(key, 2 * t + 1);
    for (; made < due && made < capacity; made++) {
      do {
        u = (u + R2[0]) % 1;
        v = (v + R2[1]) % 1;
      } while (u + v > 1);
      for (let k = 0; k < 3; k++) {
        positions[3 * made + k] = blend(head.positions, head.triangles, t, k, u, v);
        normals[3 * made + k] = blend(head.normals, head.triangles, t, k, u, v);
      }
      const [x, y, z] = [positions[3 * made]!, positions[3 * made + 1]!, positions[3 * made + 2]!];
      const density = ground.growing.density(x, y, z, t, u, v);
      rank[made] = density > 0 ? uniform(key ^ 13, made) / density : Infinity;
    }
  }
  const kept = Math.min(count, made);
  const limit = Float32Array.from(rank.subarray(0, made)).sort()[kept - 1] ?? 0;
  let n = 0;
  for (let i = 0; i < made && n < kept; i++) {
    if (rank[i]! > limit || rank[i] === Infinity) continue;
    positions.copyWithin(3 * n, 3 * i, 3 * i + 3);
    const [x, y, z] = [normals[3 * i]!, normals[3 * i + 1]!, normals[3 * i + 2]!];
    const length = Math.sqrt(x * x + y * y + z * z) || 1;
    normals[3 * n] = x / length;
    normals[3 * n + 1] = y / length;
    normals[3 * n + 2] = z / length;
    n++;
  }
  return { count: n, positions: positions.slice(0, 3 * n), normals: normals.slice(0, 3 * n) };
}

function densityAt(head: HeadModel, t: number, a: number, b: number, growing: Density): number {
  const folded = a + b > 1;
  const u = folded ? 1 - a : a;
  const v = folded ? 1 - b : b;
  const { positions, triangles } = head;
  const x = blend(positions, triangles, t, 0, u, v);
  const y = blend(positions, triangles, t, 1, u, v);
  return growing.density(x, y, blend(positions, triangles, t, 2, u, v), t, u, v);
}

/** Component k of a vertex attribute inside triangle t. */
function blend(values: Float32Array, triangles: Uint32Array, t: number, k: number, u: number, v: number): number {
  return (
    u * values[triangles[t]! * 3 + k]! +
    v * values[triangles[t + 1]! * 3 + k]! +
    (1 - u - v) * values[triangles[t + 2]! * 3 + k]!
  );
}

function areaOf(head: HeadModel, t: number): number {
  const edge = (k: number, c: number) =>
    head.positions[head.triangles[t + k]! * 3 + c]! - head.positions[head.triangles[t]! * 3 + c]!;
  const [ux, uy, uz] = [edge(1, 0), edge(1, 1), edge(1, 2)];
  const [vx, vy, vz] = [edge(2, 0), edge(2, 1), edge(2, 2)];
  return Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / 2;
}
