/** Where hair goes once it is tied. Head space, cm. Pure. */
import { mix, ramp, uniform } from './noise.js';
import type { Plan, Point } from './plan.js';
import { apart, normalise } from './vector.js';

const axis: Point = new Float64Array(3);

/** Writes the direction of a guide at p, s cm beyond the knot: a tail falls behind it, a bun winds around it. */
export function tie(
  pull: Point,
  p: Point,
  knot: NonNullable<Plan['knot']>,
  s: number,
  guide: number,
  key: number,
): void {
  if (knot.bun) wind(pull, p, knot, s, guide, key);
  else trail(pull, p, knot.at, s, guide, key);
}

/** Through the knot, then out of it and down, opening into a tail. */
function trail(pull: Point, p: Point, at: readonly number[], s: number, guide: number, key: number): void {
  const away = Math.exp(-s / 3) / (Math.sqrt(at[0]! ** 2 + at[2]! ** 2) || 1);
  const through = Math.exp(-((s / 1.2) ** 2)) / (apart(p, at) || 1);
  const open = 0.22 * ramp(s, 0, 3) * ramp(s, 16, 5);
  pull[0] = away * at[0]! + through * (at[0]! - p[0]!) + open * (2 * uniform(key ^ 45, guide) - 1);
  pull[1] = -(1 - 0.8 * Math.exp(-s / 3)) + through * (at[1]! - p[1]!);
  pull[2] = away * at[2]! + through * (at[2]! - p[2]!) + open * (2 * uniform(key ^ 46, guide) - 1);
}

/** About an axis out of the head, each guide about its own, at its own distance. */
function wind(pull: Point, p: Point, knot: NonNullable<Plan['knot']>, s: number, guide: number, key: number): void {
  const { at, radius } = knot;
  const far = apart(axis.fill(0), at);
  for (let k = 0; k < 3; k++) axis[k] = at[k]! / far + 1.1 * (uniform(key ^ (41 + k), guide) - 0.5);
  normalise(axis);
  const [x, y, z] = [p[0]! - at[0]!, p[1]! - at[1]!, p[2]! - at[2]!];
  const away = Math.sqrt(x * x + y * y + z * z) || 1e-6;
  const wound = radius * mix(0.9, 1.9, uniform(key ^ 44, guide)) * ramp(s, -3, 6);
  const out = Math.min(Math.max((wound - away) * 1.2, -1), 1) / away;
  pull[0] = (axis[1]! * z - axis[2]! * y) / away + out * x;
  pull[1] = (axis[2]! * x - axis[0]! * z) / away + out * y;
  pull[2] = (axis[0]! * y - axis[1]! * x) / away + out * z;
}
