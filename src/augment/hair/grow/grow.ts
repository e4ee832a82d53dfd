/** Grows a hairstyle on the generic head. Pure but for the hash that seeds it. */
import { hash32 } from '../../../random.js';
import type { DistanceField } from '../head/distance.js';
import type { HeadModel, Strands } from '../types.js';
import { BeardPlan } from './beard.js';
import { BrowPlan } from './brow.js';
import { traceGuides } from './guides.js';
import { locksOf } from './locks.js';
import { gridOf } from './near.js';
import type { Plan } from './plan.js';
import { type Density, groundOf, rootsOn } from './roots.js';
import { ScalpPlan } from './scalp.js';
import { strandsOn } from './strands.js';
import type { HairStyle } from './style.js';

export interface GrowOptions {
  readonly head: HeadModel;
  readonly field: DistanceField;
  /** Strands of a whole scalp; beards and brows get theirs in proportion, all thicker the fewer there are. */
  readonly strands: number;
  /** Length along the way: 1 is the style's own, 0 grows nothing. */
  readonly growth: number;
  readonly seed: number;
  readonly index: number;
}

// Between guides, cm: less than the features of any combing.
const GUIDES_APART = 0.85;
const EVENLY: Density = { density: () => 1 };

/**
 * The style's strands at a growth, by region in the order scalp, beard, brow. Every growth above 0 has the same roots
 * and the same chances, and is traced anew: a quarter's growth stands and falls as hair of that length does.
 */
export function growHair(style: HairStyle, options: GrowOptions): Strands {
  const { head, field, strands, growth, seed, index } = options;
  if (growth <= 0) return joined([]);
  const key = hash32(`${seed}/${index}/hair`);
  const plans = [
    ...(style.scalp ? [new ScalpPlan(style.scalp, key)] : []),
    ...(style.beard ? [new BeardPlan(style.beard, head, key + 1)] : []),
    ...(style.brow ? [new BrowPlan(style.brow, head, key + 2)] : []),
  ];
  return joined(plans.map((plan) => growRegion(plan, head, field, strands, growth, key + 7 * plan.region)));
}

function growRegion(
  plan: Plan,
  head: HeadModel,
  field: DistanceField,
  strands: number,
  growth: number,
  key: number,
): Strands {
  const ground = groundOf(head, plan);
  const count = Math.round((strands * plan.share * ground.area) / plan.fullArea);
  const roots = rootsOn(head, ground, count, key);
  const even = { ...ground, area: ground.support, growing: EVENLY };
  const apart = Math.min(GUIDES_APART, Math.sqrt(ground.support / 60));
  const guideRoots = rootsOn(head, even, Math.ceil(ground.support / apart ** 2), key + 1);
  const guides = traceGuides(guideRoots, plan, field, growth, key + 2);
  const guideGrid = gridOf(guideRoots.positions, 1.3 * apart);
  const lockRoots = rootsOn(head, even, Math.ceil(ground.support / plan.texture.clump.size ** 2), key + 3);
  const locks = locksOf(lockRoots, plan, guides, guideGrid, growth, key + 4);
  return strandsOn(roots, { plan, guides, guideGrid, locks, field, strands, growth, key: key + 5 });
}

function joined(parts: readonly Strands[]): Strands {
  if (parts.length === 1) return parts[0]!;
  const count = parts.reduce((sum, part) => sum + part.radius.length, 0);
  const points = new Float32Array(parts.reduce((sum, part) => sum + part.points.length, 0));
  const all = {
    points,
    first: new Uint32Array(count + 1),
    radius: new Float32Array(count),
    region: new Uint8Array(count),
  };
  let strand = 0;
  let at = 0;
  for (const part of parts) {
    points.set(part.points, at * 3);
    for (let s = 0; s < part.radius.length; s++) all.first[strand + s] = at + part.first[s]!;
    all.radius.set(part.radius, strand);
    all.region.set(part.region, strand);
    strand += part.radius.length;
    at += part.points.length / 3;
  }
  all.first[count] = at;
  return all;
}
