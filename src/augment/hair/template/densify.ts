/** More strands between those of a sparse template. Pure. */
import { streamOf } from '../../../random.js';
import { gridOf, nearest } from '../grow/near.js';
import type { Strands } from '../types.js';
import { arcOf, evenly } from './resample.js';

/** Neighbours that a strand may share its shape with. */
const NEIGHBOURS = 7;
/** Two strands go the same way when they part by no more than this share of their length, plus what parts their roots. */
const PARTING = 0.35;
/** Points of a new strand. */
const POINTS = { min: 8, max: 48 } as const;
/** Distance of a new strand from its place between two, as a share of the mean distance of roots; and at its tip, cm. */
const AROUND = 0.5;
const ASTRAY = 0.25;
/** New strands are shorter by up to this share. */
const SHORTER = 0.12;

/**
 * `count` strands: those there are, and new ones, each between a strand and one of its neighbours that goes the same way
 * (no strand stands between a fringe and the hair combed back from it), a little off both. The same seed gives the same
 * strands. Radii shrink, so that hair keeps its cross-section. With `count` strands or more they come back as they are.
 *
 * @param strands cm; roots on the head.
 */
export function densify(strands: Strands, count: number, seed: number): Strands {
  const given = strands.first.length - 1;
  const wanted = Math.floor(count);
  if (given >= wanted) return strands;
  const random = streamOf(seed, 0, 'densify');
  const partners = partnersOf(strands);
  const { points, first } = strands;

  // (1) Every strand has its share of the new ones; the rest goes to strands spread over all.
  const added = wanted - given;
  const parents = new Uint32Array(added);
  for (let i = 0; i < added; i++) parents[i] = Math.floor(((i + 0.5) * given) / added);
  const sizes = parents.map((s) => Math.min(POINTS.max, Math.max(POINTS.min, first[s + 1]! - first[s]!)));
  const begins = new Uint32Array(wanted + 1);
  begins.set(first);
  for (let i = 0; i < added; i++) begins[given + i + 1] = begins[given + i]! + sizes[i]!;

  // (2) Each between its parent and a partner.
  const out = new Float32Array(begins[wanted]! * 3);
  out.set(points.subarray(0, first[given]! * 3));
  const radius = new Float32Array(wanted);
  const region = new Uint8Array(wanted);
  radius.set(strands.radius);
  region.set(strands.region);
  const other = new Float32Array(POINTS.max * 3);
  for (let i = 0; i < added; i++) {
    const [s, at, size] = [parents[i]!, begins[given + i]!, sizes[i]!];
    const near = partners.near.subarray(s * NEIGHBOURS, s * NEIGHBOURS + partners.count[s]!);
    const arc = 1 - SHORTER * random() ** 2;
    stretch(points, first[s]!, first[s + 1]!, out, at, size, arc);
    if (near.length > 0) {
      const t = near[Math.floor(random() * near.length)]!;
      stretch(points, first[t]!, first[t + 1]!, other, 0, size, arc);
      const share = 0.5 * random();
      for (let p = 0; p < size * 3; p++) out[at * 3 + p]! += share * (other[p]! - out[at * 3 + p]!);
    }
    strew(out, at, size, AROUND * partners.spacing, ASTRAY, random);
    radius[given + i] = strands.radius[s]! * (0.85 + 0.3 * random());
    region[given + i] = strands.region[s]!;
  }
  const thinner = Math.sqrt(given / wanted);
  return { points: out, first: begins, radius: radius.map((each) => each * thinner), region };
}

/** Neighbours by root that go the same way, [strands, NEIGHBOURS] of which count are set; and the mean distance of roots. */
function partnersOf({ points, first, region }: Strands) {
  const strands = first.length - 1;
  const roots = new Float32Array(strands * 3);
  for (let s = 0; s < strands; s++) roots.set(points.subarray(first[s]! * 3, first[s]! * 3 + 3), s * 3);
  // Roots cover about 700 cm²: cells that hold a few.
  const grid = gridOf(roots, Math.min(4, Math.max(0.3, 2 * Math.sqrt(700 / strands))));
  const near = new Uint32Array(strands * NEIGHBOURS);
  const count = new Uint8Array(strands);
  const found = new Int32Array(NEIGHBOURS + 1);
  const far = new Float64Array(NEIGHBOURS + 1);
  let [sum, pairs] = [0, 0];
  for (let s = 0; s < strands; s++) {
    nearest(grid, roots[s * 3]!, roots[s * 3 + 1]!, roots[s * 3 + 2]!, found, far);
    for (let n = 0; n < found.length; n++) {
      const t = found[n]!;
      if (t < 0 || t === s) continue;
      if (n < 4) {
        sum += Math.sqrt(far[n]!);
        pairs++;
      }
      if (region[s] !== region[t] || !sameWay(points, first, s, t, Math.sqrt(far[n]!))) continue;
      if (count[s]! < NEIGHBOURS) near[s * NEIGHBOURS + count[s]!++] = t;
    }
  }
  return { near, count, spacing: Math.min(1, sum / (pairs || 1)) };
}

/** Whether two strands stay beside each other, at half and at the whole of their length. */
function sameWay(points: Float32Array, first: Uint32Array, s: number, t: number, apart: number): boolean {
  const [a, b, c, d] = [first[s]!, first[s + 1]!, first[t]!, first[t + 1]!];
  const [arcS, arcT] = [arcOf(points, a, b), arcOf(points, c, d)];
  const limit = PARTING * Math.min(arcS, arcT) + apart;
  const three = new Float32Array(18);
  evenly(points, a, b, three, 0, 3, arcS);
  evenly(points, c, d, three, 3, 3, arcT);
  for (const p of [3, 6])
    if (Math.hypot(three[p]! - three[p + 9]!, three[p + 1]! - three[p + 10]!, three[p + 2]! - three[p + 11]!) > limit)
      return false;
  return true;
}

/** The first part of a strand's arc length in `count` points. */
function stretch(
  points: Float32Array,
  from: number,
  to: number,
  out: Float32Array,
  at: number,
  count: number,
  part: number,
): void {
  evenly(points, from, to, out, at, count, arcOf(points, from, to) * part);
}

/**
 * Moves a strand aside as a whole by about `around`, and along it more and more by up to `astray`, in one direction. Aside is
 * over the head, across the line from its middle to the root: a root that moved outwards would float.
 */
function strew(
  out: Float32Array,
  at: number,
  count: number,
  around: number,
  astray: number,
  random: () => number,
): void {
  const root = [0, 1, 2].map((k) => out[at * 3 + k]!);
  const squared = root.reduce((sum, each) => sum + each * each, 0) || 1;
  const free = [0, 1, 2].map(() => (2 * random() - 1) * around);
  const outwards = free.reduce((sum, each, k) => sum + each * root[k]!, 0) / squared;
  const off = free.map((each, k) => each - outwards * root[k]!);
  const away = [0, 1, 2].map(() => (2 * random() - 1) * astray);
  for (let i = 0; i < count; i++) {
    const along = i / (count - 1);
    for (let k = 0; k < 3; k++) out[(at + i) * 3 + k]! += off[k]! + along * along * away[k]!;
  }
}
