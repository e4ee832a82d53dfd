/** Compares the outline of the fitted skull with the person's in the picture. Pure. */
import type { Plane } from '../../../pair.js';
import type { Camera, HeadModel } from '../types.js';
import { project } from './camera.js';
import { type Controls, control } from './field.js';
import { median, sample } from './sample.js';

/** Rays from the middle of the head over its top, from above one ear to above the other. */
const RAYS = 33;
const WIDEST = (95 * Math.PI) / 180;
/** Middle of the braincase, head space, cm: rays leave its image. */
const MIDDLE = [0, 1, 0] as const;
/** Hair of a living head is at least this thick at the outline, cm, where there is any. */
const HAIR = 0.5;
/** A ray with less hair than this share of its last 2 cm meets bare skin. */
const BARE = 0.35;
const LAST = 2;
/** A head is bald if this share of rays does; else rays without hair are gaps of the mask of hair. */
const BALD = 0.6;
/** Rays beyond `OUTWARD` of which a larger share says that the mask of hair missed it. */
const MISSED = 0.15;
/** No skull is larger than its face tells by more than this, cm: such an outline is hair that the mask missed. */
const OUTWARD = 1.6;
/** Longer moves inwards than this are errors of the mask, cm. */
const INWARD = 2.5;
const NOISE = 0.25;

interface Rim {
  /** Distance from the rays' start to the outline, px. */
  readonly radius: Float64Array;
  /** The outline's points on the generic head, [rays, 3]. */
  readonly at: Float64Array;
}

/**
 * Adds to `controls` what brings the skull's outline onto the bare head's, and what keeps it inside the hair; where the
 * person's outline leaves the picture, or there is room for hair, nothing.
 *
 * @param positions The head's vertices as fitted so far, [vertices, 3].
 */
export function addSilhouette(
  controls: Controls,
  head: HeadModel,
  positions: Float32Array,
  camera: Camera,
  { person, hair }: { readonly person: Plane; readonly hair?: Plane | undefined },
): void {
  const middle = project(camera, Float32Array.from(MIDDLE));
  const up = Math.atan2(camera.rotation[1]!, camera.rotation[4]!);
  const rim = rimOf(head, project(camera, positions), middle[0]!, middle[1]!, up);
  const gaps: (number | undefined)[] = [];
  const bare: boolean[] = [];
  for (const [ray, radius] of rim.radius.entries()) {
    const angle = up + angleOf(ray);
    const [dx, dy] = [Math.sin(angle), -Math.cos(angle)];
    const edge = radius > 0 ? edgeAlong(person, middle[0]!, middle[1]!, dx, dy, radius) : undefined;
    gaps.push(edge === undefined ? undefined : (edge - radius) / camera.scale);
    const hairy = edge && hair ? hairAlong(hair, middle[0]!, middle[1]!, dx, dy, edge, LAST * camera.scale) : 1;
    bare.push(hairy < BARE);
  }
  const seen = gaps.filter((gap) => gap !== undefined);
  const bald =
    bare.filter(Boolean).length >= BALD * seen.length &&
    seen.filter((gap) => gap > OUTWARD).length <= MISSED * seen.length;
  const r = camera.rotation;
  for (const [ray, own] of gaps.entries()) {
    // The median of neighbours passes over holes in the mask.
    const gap = own && median(gaps.slice(Math.max(0, ray - 2), ray + 3).filter((each) => each !== undefined));
    if (gap === undefined || (bald && !bare[ray])) continue;
    const move = bald ? gap : Math.min(0, gap - HAIR);
    if (move > OUTWARD || move < -INWARD || (!bald && move === 0)) continue;
    const angle = up + angleOf(ray);
    const by = [0, 1, 2].map((k) => move * (r[k]! * Math.sin(angle) + r[3 + k]! * Math.cos(angle)));
    control(controls, [...rim.at.subarray(ray * 3, ray * 3 + 3)], by, NOISE);
  }
}

/** Angle of a ray from the head's up, clockwise. */
const angleOf = (ray: number): number => ((2 * ray) / (RAYS - 1) - 1) * WIDEST;

/** Where each ray leaves the scalp's image: the farthest crossing with an edge of its triangles. */
function rimOf(
  { positions: generic, triangles, weights: { scalp } }: HeadModel,
  seen: Float32Array,
  x: number,
  y: number,
  up: number,
): Rim {
  const radius = new Float64Array(RAYS);
  const at = new Float64Array(RAYS * 3);
  const [cos, sin] = [Math.cos(up), Math.sin(up)];
  for (let t = 0; t < triangles.length; t++) {
    const a = triangles[t]!;
    const b = triangles[t % 3 === 2 ? t - 2 : t + 1]!;
    // Each inner edge belongs to two triangles and runs once either way.
    if (a > b || scalp[a]! + scalp[b]! < 1) continue;
    const [ax, ay] = [seen[a * 3]! - x, y - seen[a * 3 + 1]!];
    const [bx, by] = [seen[b * 3]! - x, y - seen[b * 3 + 1]!];
    const from = Math.atan2(ax * cos - ay * sin, ax * sin + ay * cos);
    const to = Math.atan2(bx * cos - by * sin, bx * sin + by * cos);
    if (Math.abs(from - to) > Math.PI / 2) continue;
    const [low, high] = [rayAt(Math.min(from, to)), rayAt(Math.max(from, to))];
    for (let ray = Math.max(0, Math.ceil(low)); ray <= Math.min(RAYS - 1, Math.floor(high)); ray++) {
      const angle = up + angleOf(ray);
      const [dx, dy] = [Math.sin(angle), Math.cos(angle)];
      const across = (bx - ax) * dy - (by - ay) * dx;
      const share = across === 0 ? 0 : (ay * dx - ax * dy) / across;
      const distance = (ax + share * (bx - ax)) * dx + (ay + share * (by - ay)) * dy;
      if (distance <= radius[ray]!) continue;
      radius[ray] = distance;
      for (let k = 0; k < 3; k++) at[ray * 3 + k] = generic[a * 3 + k]! * (1 - share) + generic[b * 3 + k]! * share;
    }
  }
  return { radius, at };
}

const rayAt = (angle: number): number => ((angle / WIDEST + 1) * (RAYS - 1)) / 2;

/** px along the ray to where the mask ends, to a part of a pixel; undefined where it has not begun or leaves the picture. */
function edgeAlong(mask: Plane, x: number, y: number, dx: number, dy: number, expected: number): number | undefined {
  let before = sample(mask, x + 0.6 * expected * dx, y + 0.6 * expected * dy);
  if (before === undefined || before < 0.5) return undefined;
  for (let r = 0.6 * expected + 1; ; r++) {
    const value = sample(mask, x + r * dx, y + r * dy);
    if (value === undefined) return undefined;
    if (value < 0.5) return r - (0.5 - value) / (before - value);
    before = value;
  }
}

/** Share of hair on the last `length` px of the ray before `edge`. */
function hairAlong(hair: Plane, x: number, y: number, dx: number, dy: number, edge: number, length: number): number {
  const steps = Math.max(1, Math.round(length));
  let sum = 0;
  for (let s = 0; s < steps; s++) {
    const r = edge - (length * (s + 0.5)) / steps;
    sum += sample(hair, x + r * dx, y + r * dy) ?? 0;
  }
  return sum / steps;
}
