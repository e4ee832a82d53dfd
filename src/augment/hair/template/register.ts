/** Brings a cloud of roots onto the scalp: trimmed iterative closest points (Chetverikov et al. 2002), both ways. Pure. */
import { gridOf, nearest } from '../grow/near.js';
import { feetOnScalp, type ScalpTarget } from './scalp-target.js';
import { alignPairs, applySimilarity, compose, type Similarity } from './similarity.js';

/** What is known beforehand. */
export interface RegisterOptions {
  readonly iterations: number;
  /** cm per unit. */
  readonly scale?: number | undefined;
}

/** Share of roots that lie on the scalp: the others may hang on hair, as a pony tail's. */
const ROOTS = 0.85;
/** Share of the scalp that has roots: it may be bald, shaved or parted. */
const COVERED = 0.6;
/** Points of the scalp that look for a root. */
const LOOKERS = 500;
/** Weight of the scalp's pairs beside that of the roots' pairs: they keep the scale from shrinking. */
const LOOKERS_WEIGHT = 0.7;
/** A head is nodded by no more than this in its file, radians. */
const MAX_NOD = 0.35;

/** A registration and how well it fits. */
export interface Registered {
  readonly similarity: Similarity;
  /** Mean distance of the nearest roots (85 %) from the scalp, cm. */
  readonly rootDistance: number;
  /** Mean distance of the best covered 60 % of the scalp from a root, cm. */
  readonly scalpDistance: number;
}

/**
 * roots [n, 3], already turned upright and facing the viewer, any unit → the nod, size and shift that bring them onto the
 * scalp.
 */
export function register(roots: Float32Array, scalp: ScalpTarget, options: RegisterOptions): Registered {
  const looking = every(scalp.points, LOOKERS);
  let similarity = start(roots, scalp.points, options.scale);
  // Looks for roots from the scalp happen in the roots' space, about in cm, where one grid serves all iterations.
  const unit = start(roots, scalp.points, undefined).scale;
  const grid = gridOf(
    roots.map((each) => each * unit),
    1,
  );
  let nod = 0;
  let [rootDistance, scalpDistance] = [Infinity, Infinity];
  for (let round = 0; round <= options.iterations; round++) {
    const moved = applySimilarity(similarity, roots);
    const { feet, distance } = feetOnScalp(scalp, moved);
    const back = looked(looking, grid, similarity, unit, moved);
    const [rootLimit, scalpLimit] = [quantile(distance, ROOTS), quantile(back.distance, COVERED)];
    rootDistance = meanUpTo(distance, rootLimit);
    scalpDistance = meanUpTo(back.distance, scalpLimit);
    if (round === options.iterations) break;
    const weightOf = (far: Float32Array, limit: number, total: number): Float32Array =>
      far.map((each) => (each <= limit ? total / far.length : 0));
    const step = alignPairs(
      {
        from: concat(moved, back.roots),
        to: concat(feet, looking),
        weight: concat(
          weightOf(distance, rootLimit, 1 / ROOTS),
          weightOf(back.distance, scalpLimit, LOOKERS_WEIGHT / COVERED),
        ),
      },
      MAX_NOD,
      options.scale === undefined ? undefined : 1,
    );
    nod += Math.atan2(step.rotation[7]!, step.rotation[8]!);
    if (Math.abs(nod) > MAX_NOD) break;
    similarity = compose(step, similarity);
  }
  return { similarity, rootDistance, scalpDistance };
}

/** Same middle and same spread, over what lies within the middle 90 % along each axis. */
function start(roots: Float32Array, scalp: Float32Array, scale: number | undefined): Similarity {
  const box = (points: Float32Array) =>
    [0, 1, 2].map((k) => {
      const sorted = axisOf(points, k).sort();
      const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
      return { middle: (at(0.05) + at(0.95)) / 2, size: at(0.95) - at(0.05) };
    });
  const [from, to] = [box(roots), box(scalp)];
  const diagonal = (sides: typeof from): number => Math.hypot(...sides.map(({ size }) => size));
  const unit = scale ?? diagonal(to) / (diagonal(from) || 1);
  const [x, y, z] = to.map(({ middle }, k) => middle - unit * from[k]!.middle) as [number, number, number];
  return { rotation: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), scale: unit, translation: [x, y, z] };
}

function axisOf(points: Float32Array, k: number): Float32Array {
  const values = new Float32Array(points.length / 3);
  for (let i = 0; i < values.length; i++) values[i] = points[3 * i + k]!;
  return values;
}

/** The root that is nearest to each point of the scalp, in head space. */
function looked(
  looking: Float32Array,
  grid: ReturnType<typeof gridOf>,
  { rotation, scale, translation }: Similarity,
  unit: number,
  moved: Float32Array,
) {
  const roots = new Float32Array(looking.length);
  const distance = new Float32Array(looking.length / 3);
  const found = new Int32Array(1);
  const far = new Float64Array(1);
  for (let i = 0; i < looking.length; i += 3) {
    const x = ((looking[i]! - translation[0]!) * unit) / scale;
    const y = ((looking[i + 1]! - translation[1]!) * unit) / scale;
    const z = ((looking[i + 2]! - translation[2]!) * unit) / scale;
    nearest(
      grid,
      rotation[0]! * x + rotation[3]! * y + rotation[6]! * z,
      rotation[1]! * x + rotation[4]! * y + rotation[7]! * z,
      rotation[2]! * x + rotation[5]! * y + rotation[8]! * z,
      found,
      far,
    );
    const at = Math.max(0, found[0]!) * 3;
    for (let k = 0; k < 3; k++) roots[i + k] = moved[at + k]!;
    distance[i / 3] = Math.hypot(
      looking[i]! - moved[at]!,
      looking[i + 1]! - moved[at + 1]!,
      looking[i + 2]! - moved[at + 2]!,
    );
  }
  return { roots, distance };
}

/** At most `count` of the points, evenly. */
export function every(points: Float32Array, count: number): Float32Array {
  const n = points.length / 3;
  if (n <= count) return points;
  const some = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) {
    const at = Math.floor(((i + 0.5) * n) / count) * 3;
    some.set(points.subarray(at, at + 3), i * 3);
  }
  return some;
}

function concat(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function quantile(values: Float32Array, share: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.floor(share * (sorted.length - 1))]!;
}

function meanUpTo(values: Float32Array, limit: number): number {
  let [sum, count] = [0, 0];
  for (const value of values)
    if (value <= limit) {
      sum += value;
      count++;
    }
  return sum / (count || 1);
}
