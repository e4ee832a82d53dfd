/** Dense strands between guides: drawn into locks, curled, frizzed, ragged. Pure. */
import { type DistanceField, isClear, sampleDistance, sampleGradient } from '../head/distance.js';
import type { Strands } from '../types.js';
import { diverges, FOLLOWED, Follower } from './follow.js';
import { GUIDE_POINTS, type Guides, rootAt } from './guides.js';
import { drawn, type Locks } from './locks.js';
import { type Grid, nearest } from './near.js';
import { mix, ramp, uniform } from './noise.js';
import type { Plan } from './plan.js';
import type { Roots } from './roots.js';

// A mean scalp hair's radius, cm; a head has about 100,000.
const RADIUS = 0.0045;
const FULL_HEAD = 100_000;
// Between 0.5 (as much hair by volume) and 1 (as much by what it covers, but drawn like wires).
const COVER = 0.8;
// What strands keep from the head, cm; near their root they keep less.
const CLEARANCE = 0.07;
const LAST = GUIDE_POINTS - 1;

export interface Growing {
  readonly plan: Plan;
  readonly guides: Guides;
  readonly guideGrid: Grid;
  readonly locks: Locks;
  readonly field: DistanceField;
  /** Strands that a whole head would have, for their thickness. */
  readonly strands: number;
  readonly growth: number;
  readonly key: number;
}

/** One strand for every root. */
export function strandsOn(roots: Roots, growing: Growing): Strands {
  const { plan, guides, guideGrid, locks, field, growth, key } = growing;
  const { texture } = plan;
  const { curl } = texture;
  const count = roots.count;
  const chosen = new Uint32Array(count * FOLLOWED);
  const weight = new Float32Array(count * FOLLOWED);
  const stretch = new Float32Array(count);
  const lengths = new Float32Array(count);
  const first = new Uint32Array(count + 1);
  const follower = new Follower(guides, guideGrid, plan.follow);
  const radius = new Float32Array(count);
  const mine = new Uint32Array(FOLLOWED);
  const share = new Float32Array(FOLLOWED);
  const thick = RADIUS * texture.coarse * (FULL_HEAD / growing.strands) ** COVER;
  for (let s = 0; s < count; s++) {
    const root = rootAt(roots, s);
    const full = plan.length(root);
    follower.find(root.x, root.y, root.z, full, mine, share);
    let cut = 0;
    let mean = 0;
    for (let i = 0; i < FOLLOWED; i++) {
      chosen[s * FOLLOWED + i] = mine[i]!;
      weight[s * FOLLOWED + i] = share[i]!;
      cut += share[i]! * guides.cut[mine[i]!]!;
      mean += share[i]! * guides.lengths[mine[i]!]!;
    }
    const length = Math.max(Math.min(full * cut * growth, 1.4 * mean), 1e-3);
    lengths[s] = length;
    stretch[s] = length / mean;
    first[s + 1] = first[s]! + pointsFor(length, curl.radius > 0 ? curl.wavelength : Infinity);
    // Stubble shows its root through the skin too.
    radius[s] = thick * (1 + 0.6 * ramp(length, 1.2, 0.2)) * (0.8 + 0.4 * uniform(key ^ 60, s));
  }
  const points = new Float32Array(first[count]! * 3);
  const found = new Int32Array(1);
  const far = new Float64Array(1);
  const up = new Float64Array(3);
  const tangent = Math.tan((texture.scatter * Math.PI) / 180);
  const jitter = 0.35 * texture.clump.size;
  for (let s = 0; s < count; s++) {
    const [x0, y0, z0] = [roots.positions[3 * s]!, roots.positions[3 * s + 1]!, roots.positions[3 * s + 2]!];
    const away = uniform(key ^ 61, s) < texture.flyaways;
    const [jx, jy, jz] = [signed(key ^ 62, s), signed(key ^ 63, s), signed(key ^ 64, s)];
    nearest(locks.grid, x0 + jitter * jx, y0 + jitter * jy, z0 + jitter * jz, found, far);
    const k = found[0]!;
    const n = first[s + 1]! - first[s]! - 1;
    const ragged = texture.ragged * mix(uniform(key ^ 65, k), uniform(key ^ 66, s) ** 2, 0.5);
    const root = rootAt(roots, s);
    root.length = lengths[s]!;
    const reach = (1 - ragged) * (away ? 0.75 : 1) * plan.fine(root);
    const length = lengths[s]! * reach;
    const alike = lengths[s]! / locks.lengths[k]!;
    // A lock that goes elsewhere (beyond a parting, an edge of the cut) does not draw this strand.
    const strength =
      (away ? 0.2 : 1) *
      texture.clump.strength *
      (alike > 0.6 && alike < 1.6 && !diverges(guides.offsets, chosen[FOLLOWED * s]!, locks.paths, k, lengths[s]!)
        ? 1
        : 0);
    const full = drawn(strength, length);
    const spread = tangent * (away ? 3 : 1);
    const frizz = texture.frizz * (away ? 4 : 1) * (0.5 + uniform(key ^ 67, s)) * ramp(length, 0.5, 6);
    const [fx, fy, fz] = [signed(key ^ 68, s), signed(key ^ 69, s), signed(key ^ 70, s)];
    const step = length / n;
    // The curl and two waves of frizz are phasors that turn by the same angle from point to point.
    const wavelength = locks.wavelength[k]! * (0.94 + 0.12 * uniform(key ^ 71, s));
    const turn = (2 * Math.PI * step) / wavelength;
    const [turnCos, turnSin] = [Math.cos(turn), Math.sin(turn)];
    const phase = locks.phase[k]! + 0.5 * signed(key ^ 72, s);
    let [c, d] = [Math.cos(phase), Math.sin(phase)];
    const curled = curl.radius * (0.65 + 0.7 * uniform(key ^ 73, s)) * ramp(length, 0.5, Math.max(curl.onset, 1) * 1.5);
    const quick = (2 * Math.PI * step) / (2.2 + 3 * uniform(key ^ 74, s));
    const [quickCos, quickSin] = [Math.cos(quick), Math.sin(quick)];
    let [e, f] = [Math.cos(6.28 * jx), Math.sin(6.28 * jx)];
    const [g0, g1, g2] = [
      chosen[3 * s]! * GUIDE_POINTS,
      chosen[3 * s + 1]! * GUIDE_POINTS,
      chosen[3 * s + 2]! * GUIDE_POINTS,
    ];
    const [w0, w1, w2] = [
      weight[3 * s]! * stretch[s]!,
      weight[3 * s + 1]! * stretch[s]!,
      weight[3 * s + 2]! * stretch[s]!,
    ];
    const { offsets } = guides;
    const { paths, frames } = locks;
    let out = first[s]! * 3;
    points[out] = x0;
    points[out + 1] = y0;
    points[out + 2] = z0;
    for (let j = 1; j <= n; j++) {
      out += 3;
      const t = (j / n) * reach;
      const arc = step * j;
      const at = t * LAST;
      const i = at | 0;
      const u = at - i;
      const v = 1 - u;
      const a = (g0 + i) * 3;
      const b = (g1 + i) * 3;
      const q = (g2 + i) * 3;
      let x =
        x0 +
        w0 * (v * offsets[a]! + u * offsets[a + 3]!) +
        w1 * (v * offsets[b]! + u * offsets[b + 3]!) +
        w2 * (v * offsets[q]! + u * offsets[q + 3]!);
      let y =
        y0 +
        w0 * (v * offsets[a + 1]! + u * offsets[a + 4]!) +
        w1 * (v * offsets[b + 1]! + u * offsets[b + 4]!) +
        w2 * (v * offsets[q + 1]! + u * offsets[q + 4]!);
      let z =
        z0 +
        w0 * (v * offsets[a + 2]! + u * offsets[a + 5]!) +
        w1 * (v * offsets[b + 2]! + u * offsets[b + 5]!) +
        w2 * (v * offsets[q + 2]! + u * offsets[q + 5]!);
      const on = Math.min(at * alike, LAST - 1e-3);
      const l = on | 0;
      const lu = on - l;
      const m = k * GUIDE_POINTS + l;
      const pull = full * Math.sqrt(t) * Math.sqrt(Math.sqrt(t));
      x += pull * (paths[3 * m]! + lu * (paths[3 * m + 3]! - paths[3 * m]!) - x);
      y += pull * (paths[3 * m + 1]! + lu * (paths[3 * m + 4]! - paths[3 * m + 1]!) - y);
      z += pull * (paths[3 * m + 2]! + lu * (paths[3 * m + 5]! - paths[3 * m + 2]!) - z);
      if (curled > 0) {
        const before = c;
        c = before * turnCos - d * turnSin;
        d = before * turnSin + d * turnCos;
        const grown = curled * Math.min(1, arc / (curl.onset + 1e-3));
        const across = grown * c;
        const over = grown * d * (1 - curl.flat);
        x += across * frames[6 * m]! + over * frames[6 * m + 3]!;
        y += across * frames[6 * m + 1]! + over * frames[6 * m + 4]!;
        z += across * frames[6 * m + 2]! + over * frames[6 * m + 5]!;
      }
      const was = e;
      e = was * quickCos - f * quickSin;
      f = was * quickSin + f * quickCos;
      const apart = (spread * arc) / (1 + arc / 4);
      const wave = frizz * Math.min(1, arc / 2);
      x += apart * jx + wave * (e * fx + f * fy);
      y += apart * jy + wave * (e * fy + f * fz);
      z += apart * jz + wave * (e * fz + f * fx);
      if (plan.clear && z > -1.5 && y < 4.6) {
        up[0] = x;
        up[1] = y;
        up[2] = z;
        plan.clear(up, root, 4);
        x = up[0];
        y = up[1];
        z = up[2];
      }
      const clearance = Math.min(0.012 + 0.15 * arc, CLEARANCE);
      let close = isClear(field, x, y, z) ? CLEARANCE : sampleDistance(field, x, y, z);
      for (let tries = 0; close < clearance && tries < 3; tries++) {
        sampleGradient(field, x, y, z, up);
        const size = (clearance - close) / (Math.sqrt(up[0]! * up[0]! + up[1]! * up[1]! + up[2]! * up[2]!) || 1);
        x += up[0]! * size;
        y += up[1]! * size;
        z += up[2]! * size;
        close = sampleDistance(field, x, y, z);
      }
      if (close < -0.05) {
        // In a fold where no way out is found: it stays with the point before.
        x = points[out - 3]! + 0.01 * jx;
        y = points[out - 2]! + 0.01 * jy;
        z = points[out - 1]! + 0.01 * jz;
      }
      points[out] = x;
      points[out + 1] = y;
      points[out + 2] = z;
    }
  }
  return { points, first, radius, region: new Uint8Array(count).fill(plan.region) };
}

/** Uniform in [-1, 1). */
function signed(key: number, item: number): number {
  return 2 * uniform(key, item) - 1;
}

/** Points of a strand: enough for its bends, and four a turn for its curls. */
function pointsFor(length: number, wavelength: number): number {
  const bends = 4 + length * 0.8;
  const curls = 3 + (4.4 * length) / wavelength;
  return Math.max(4, Math.ceil(Math.max(Math.min(bends, 22), Math.min(curls, 44))));
}
