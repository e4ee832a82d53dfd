/** Lines from the brows over the forehead to the crown of the generic head. Pure. */
import type { HeadModel } from '../types.js';

/** A line on the head, from the brow up, with a point every {@link STEP} cm. */
export interface Path {
  /** [n, 3], cm. */
  readonly points: Float32Array;
  /** cm along the line to where the scalp begins: the hairline that templates have. */
  readonly hairline: number;
}

/** Between a path's points, cm. */
export const STEP = 0.25;
/** Turn of the paths' planes from the middle, degrees. */
const PLANES = [-32, -24, -16, -8, 0, 8, 16, 24, 32] as const;
/** The planes meet in the vertical line through here; paths run from one angle above the horizon to the other. */
const CENTRE = [0, 0, 1] as const;
const [LOWEST, HIGHEST] = [-8, 78] as const;
const SLICES = 100;

const cache = new WeakMap<HeadModel, readonly Path[]>();

/** The paths of the generic head, from its right to its left. */
export function pathsOf(head: HeadModel): readonly Path[] {
  const known = cache.get(head);
  if (known) return known;
  const made = PLANES.map((plane) => pathOf(head, (plane * Math.PI) / 180));
  cache.set(head, made);
  return made;
}

function pathOf(head: HeadModel, plane: number): Path {
  const cut = trianglesCut(head, plane);
  const raw: number[][] = [];
  for (let s = 0; s <= SLICES; s++) {
    const angle = ((LOWEST + ((HIGHEST - LOWEST) * s) / SLICES) * Math.PI) / 180;
    const along = [Math.sin(plane) * Math.cos(angle), Math.sin(angle), Math.cos(plane) * Math.cos(angle)];
    const hit = outermost(head, cut, along);
    if (hit) raw.push(hit);
  }
  return evenly(raw);
}

/** Places in `triangles` of those of the face and skull that the plane cuts. */
function trianglesCut({ positions, triangles, label, labels }: HeadModel, plane: number): number[] {
  const skin = labels.indexOf('skin');
  const [cos, sin] = [Math.cos(plane), Math.sin(plane)];
  const beside = (v: number): number =>
    (positions[v * 3]! - CENTRE[0]) * cos - (positions[v * 3 + 2]! - CENTRE[2]) * sin;
  const cut: number[] = [];
  for (let t = 0; t < triangles.length; t += 3) {
    const v = triangles[t]!;
    if (label[v] !== skin || positions[v * 3 + 1]! < -4 || positions[v * 3 + 2]! < -2) continue;
    const [a, b, c] = [beside(v), beside(triangles[t + 1]!), beside(triangles[t + 2]!)];
    if (Math.min(a, b, c) <= 0 && Math.max(a, b, c) >= 0) cut.push(t);
  }
  return cut;
}

/** Where the ray from the centre leaves the head: x, y, z and the weight of the scalp (Möller and Trumbore 1997). */
function outermost(
  { positions, triangles, weights }: HeadModel,
  candidates: readonly number[],
  d: readonly number[],
): number[] | undefined {
  let best = 0;
  let hit: number[] | undefined;
  for (const t of candidates) {
    const corners = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
    const at = (v: number): number[] => CENTRE.map((from, k) => positions[v * 3 + k]! - from);
    const [a, b, c] = [at(corners[0]!), at(corners[1]!), at(corners[2]!)];
    // Barycentric coordinates are the volumes that the ray spans with each edge.
    const shares = [volume(d, b, c), volume(d, c, a), volume(d, a, b)];
    const sum = shares[0]! + shares[1]! + shares[2]!;
    if (sum <= 0 || shares.some((share) => share < 0)) continue;
    const mix = (x: number, y: number, z: number): number => (shares[0]! * x + shares[1]! * y + shares[2]! * z) / sum;
    const distance = mix(dot(a, d), dot(b, d), dot(c, d));
    if (distance <= best) continue;
    best = distance;
    const scalp = mix(...(corners.map((v) => weights.scalp[v]!) as [number, number, number]));
    hit = [...d.map((value, k) => CENTRE[k]! + distance * value), scalp];
  }
  return hit;
}

/** Points at equal distances along the line through `raw`, and where the scalp begins on it. */
function evenly(raw: number[][]): Path {
  const points: number[] = [...raw[0]!.slice(0, 3)];
  let hairline = Infinity;
  let walked = 0;
  let next = STEP;
  for (let i = 1; i < raw.length; i++) {
    const [p, q] = [raw[i - 1]!, raw[i]!];
    const length = Math.hypot(q[0]! - p[0]!, q[1]! - p[1]!, q[2]! - p[2]!);
    if (hairline === Infinity && q[3]! >= 0.5) hairline = walked + (length * (0.5 - p[3]!)) / (q[3]! - p[3]!);
    for (; next <= walked + length; next += STEP) {
      const share = (next - walked) / length;
      for (let k = 0; k < 3; k++) points.push(p[k]! * (1 - share) + q[k]! * share);
    }
    walked += length;
  }
  return { points: Float32Array.from(points), hairline };
}

const dot = (a: readonly number[], b: readonly number[]): number => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

const volume = (a: readonly number[], b: readonly number[], c: readonly number[]): number =>
  a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) +
  a[1]! * (b[2]! * c[0]! - b[0]! * c[2]!) +
  a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);
