/** Guide strands: traced step by step over the head, as combing, gravity, stiffness and the head's surface lead them. Pure. */
import { type DistanceField, sampleDistance, sampleGradient } from '../head/distance.js';
import { fall } from './fall.js';
import { tie } from './knot.js';
import { ramp, uniform, waves } from './noise.js';
import type { Plan, Point, Root } from './plan.js';
import type { Roots } from './roots.js';
import { apart, normalise, tangential } from './vector.js';

/** Points of a guide; strands lie between them. */
export const GUIDE_POINTS = 32;

// At most this far in a step, cm: half of what an ear is thick.
const STEP = 0.75;

export interface Guides {
  readonly roots: Roots;
  /** Points less their root, evenly spaced along the guide, [guides, GUIDE_POINTS, 3], cm. */
  readonly offsets: Float32Array;
  /** At this growth, cm. */
  readonly lengths: Float32Array;
  /** What the plan asks for at the root, at growth 1, cm. */
  readonly full: Float32Array;
  /** Share of that which a level leaves. */
  readonly cut: Float32Array;
}

/** All guides at a growth. A guide's length at growth 1 is the plan's or where it comes to its level; growth shortens that. */
export function traceGuides(roots: Roots, plan: Plan, field: DistanceField, growth: number, key: number): Guides {
  const offsets = new Float32Array(roots.count * GUIDE_POINTS * 3);
  const lengths = new Float32Array(roots.count);
  const wanted = new Float32Array(roots.count);
  const cut = new Float32Array(roots.count);
  const tracer = new Tracer(plan, field, key);
  const scratch = new Float32Array(GUIDE_POINTS * 3);
  for (let g = 0; g < roots.count; g++) {
    const root = rootAt(roots, g);
    const full = plan.length(root);
    const level = plan.level(root);
    root.length = full;
    let length = full;
    // What grows below the cut is kept short.
    if (root.y <= level) length = Math.min(full, 1);
    else if (level > -Infinity) length = lengthTo(level, tracer.trace(root, g, scratch, 0), full, root.y);
    root.length = Math.max(length * growth, 1e-3);
    tracer.trace(root, g, offsets, g * GUIDE_POINTS * 3);
    lengths[g] = root.length;
    wanted[g] = full;
    cut[g] = length / full;
  }
  return { roots, offsets, lengths, full: wanted, cut };
}

export function rootAt(roots: Roots, i: number): Root {
  const { positions: p, normals: n } = roots;
  return {
    x: p[3 * i]!,
    y: p[3 * i + 1]!,
    z: p[3 * i + 2]!,
    nx: n[3 * i]!,
    ny: n[3 * i + 1]!,
    nz: n[3 * i + 2]!,
    length: 0,
  };
}

/** Where a traced guide first comes below a height. */
function lengthTo(level: number, offsets: Float32Array, length: number, from: number): number {
  for (let j = 1; j < GUIDE_POINTS; j++) {
    const y = from + offsets[3 * j + 1]!;
    if (y > level) continue;
    const before = from + offsets[3 * j - 2]!;
    return (length * (j - 1 + (before - level) / Math.max(before - y, 1e-6))) / (GUIDE_POINTS - 1);
  }
  return length;
}

/** Traces one guide after the other. */
class Tracer {
  readonly #plan: Plan;
  readonly #field: DistanceField;
  readonly #key: number;
  readonly #p: Point = new Float64Array(3);
  readonly #d: Point = new Float64Array(3);
  readonly #pull: Point = new Float64Array(3);
  readonly #up: Point = new Float64Array(3);
  readonly #astray: Point = new Float64Array(3);

  constructor(plan: Plan, field: DistanceField, key: number) {
    this.#plan = plan;
    this.#field = field;
    this.#key = key;
  }

  /** Writes the offsets of a guide of `root.length` cm from `at` on; returns `out`. */
  trace(root: Root, guide: number, out: Float32Array, at: number): Float32Array {
    const plan = this.#plan;
    const { texture, knot } = plan;
    const field = this.#field;
    const key = this.#key;
    const p = this.#p;
    const d = this.#d;
    const pull = this.#pull;
    const up = this.#up;
    const astray = this.#astray;
    const { length } = root;
    const inner = Math.max(1, Math.ceil(length / (GUIDE_POINTS - 1) / STEP));
    const step = length / (GUIDE_POINTS - 1) / inner;
    const turn = 1 - Math.exp(-step / texture.bend);
    const hold = plan.hold(root);
    const layer = 0.1 + plan.thickness * uniform(key ^ 21, guide) * Math.min(1, length / 8);
    const wander = 0.1 * texture.wander * ramp(length, 1, 8);
    astray.fill(0);
    p.set([root.x, root.y, root.z]);
    plan.comb(p, root, pull);
    tangential(pull, root.nx, root.ny, root.nz, 1);
    const rise = (plan.rise(root) * Math.PI) / 180;
    d[0] = root.nx * Math.sin(rise) + pull[0]! * Math.cos(rise);
    d[1] = root.ny * Math.sin(rise) + pull[1]! * Math.cos(rise);
    d[2] = root.nz * Math.sin(rise) + pull[2]! * Math.cos(rise);
    normalise(d);
    let tied = Infinity;
    for (let j = 1, n = at; j < GUIDE_POINTS; j++) {
      n += 3;
      if (wander > 0) {
        const along = 0.3 * step * inner * j;
        astray[0] = wander * waves(key + 31, 0.35, root.x + along, root.y, root.z);
        astray[1] = wander * 0.5 * waves(key + 32, 0.35, root.x, root.y + along, root.z);
        astray[2] = wander * waves(key + 33, 0.35, root.x, root.y, root.z + along);
      }
      for (let i = 0; i < inner; i++) {
        const s = ((j - 1) * inner + i) * step;
        let far = sampleGradient(field, p[0]!, p[1]!, p[2]!, up);
        normalise(up);
        if (knot && tied === Infinity && apart(p, knot.at) < knot.radius + 1.1) tied = s;
        if (knot && tied < Infinity) tie(pull, p, knot, s - tied, guide, key);
        else {
          const held = Math.exp(-((s / Math.max(hold, 1e-6)) ** 2));
          plan.comb(p, root, pull);
          tangential(pull, up[0]!, up[1]!, up[2]!, ramp(far, 3, 1.2));
          const lift = plan.lift(p, root) * (1 - Math.exp(-s / 1.5));
          const shell = 0.8 * Math.min(Math.max(lift - far, -1), 1);
          for (let k = 0; k < 3; k++) pull[k] = held * (pull[k]! + shell * up[k]!);
          fall(pull, p, root, far, texture.gravity * (1 - held));
        }
        for (let k = 0; k < 3; k++) pull[k]! += astray[k]!;
        if (plan.flip !== 0) {
          const tip = plan.flip * ramp(s / length, 0.72, 1) * ramp(length, 4, 12);
          const out = Math.hypot(p[0]!, p[2]! + 1) || 1;
          pull[0]! += (tip * p[0]!) / out;
          pull[2]! += (tip * (p[2]! + 1)) / out;
        }
        // Where combing and growth oppose each other the pull is weak and the hair goes on as it came.
        const bent = turn * Math.min(1, normalise(pull));
        for (let k = 0; k < 3; k++) d[k] = d[k]! + (pull[k]! - d[k]!) * bent;
        normalise(d);
        const [x, y, z] = [p[0]!, p[1]!, p[2]!];
        for (let k = 0; k < 3; k++) p[k] = p[k]! + d[k]! * step;
        plan.clear?.(p, root, step);
        far = sampleDistance(field, p[0]!, p[1]!, p[2]!);
        const clearance = Math.min(0.03 + 0.25 * (s + step), layer);
        if (far < clearance) {
          sampleGradient(field, p[0]!, p[1]!, p[2]!, up);
          normalise(up);
          for (let k = 0; k < 3; k++) p[k] = p[k]! + up[k]! * Math.min(clearance - far, step);
        }
        d[0] = p[0]! - x;
        d[1] = p[1]! - y;
        d[2] = p[2]! - z;
        normalise(d);
        // What collisions moved the point by must not lengthen the guide.
        p[0] = x + d[0]! * step;
        p[1] = y + d[1]! * step;
        p[2] = z + d[2]! * step;
      }
      out[n] = p[0]! - root.x;
      out[n + 1] = p[1]! - root.y;
      out[n + 2] = p[2]! - root.z;
    }
    return out;
  }
}
