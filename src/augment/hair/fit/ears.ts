/** Brings the ears' outline onto the person's, where no hair hides them. Pure. */
import type { Camera, HeadModel, PortraitRegions } from '../types.js';
import { project } from './camera.js';
import { type Controls, control } from './field.js';
import { median, sample } from './sample.js';

/** Heights on the generic head that an ear is looked at, cm. */
const [LOWEST, HIGHEST, STEP] = [-7, -1, 0.5] as const;
/** The ear stands out from here on, cm from the middle plane. */
const ROOT = 6.6;
/** Ears that stand out farther or lie closer than this from what was expected are something else, cm. */
const MOST = 1.6;
/** Hair on the last cm before the outline hides the ear. */
const HIDDEN = 0.3;
const NOISE = 0.15;

/**
 * Adds to `controls` what moves each visible ear's edge sideways; its root stays.
 *
 * @param positions The head's vertices as fitted so far, [vertices, 3].
 */
export function addEars(
  controls: Controls,
  head: HeadModel,
  positions: Float32Array,
  camera: Camera,
  { person, hair }: Pick<PortraitRegions, 'person' | 'hair'>,
): void {
  const seen = project(camera, positions);
  const tilt = Math.atan2(camera.rotation[1]!, camera.rotation[4]!);
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)];
  for (const side of [-1, 1]) {
    const gaps: number[] = [];
    const tips: number[] = [];
    for (let y = LOWEST; y <= HIGHEST; y += STEP) {
      const tip = tipAt(head, seen, y, side, cos, sin);
      if (tip === undefined) continue;
      tips.push(tip);
      const gap = gapAt(seen[tip * 3]!, seen[tip * 3 + 1]!, side * cos, side * sin, camera.scale, person, hair);
      if (gap !== undefined) gaps.push(gap);
    }
    // An ear is seen when most of its heights are: a mask that is wrong in one place does not move it.
    if (gaps.length < 4 || gaps.length < tips.length / 2) continue;
    const gap = median(gaps);
    if (Math.abs(gap) > MOST) continue;
    const move = side * gap;
    for (const tip of tips) {
      const at = [...head.positions.subarray(tip * 3, tip * 3 + 3)];
      control(controls, at, [move, 0, 0], NOISE);
      for (const x of [ROOT, ROOT - 2]) control(controls, [side * x, at[1]!, at[2]! + 1], [0, 0, 0], NOISE);
    }
  }
}

/** The ear's vertex within half a step of this height that lies farthest out in the picture, along the head's own horizontal. */
function tipAt(
  head: HeadModel,
  seen: Float32Array,
  y: number,
  side: number,
  cos: number,
  sin: number,
): number | undefined {
  const ear = head.labels.indexOf('ear');
  const p = head.positions;
  let best: number | undefined;
  let far = -Infinity;
  for (let v = 0; v < head.label.length; v++) {
    if (head.label[v] !== ear || side * p[v * 3]! < ROOT || Math.abs(p[v * 3 + 1]! - y) > STEP / 2) continue;
    const out = side * (seen[v * 3]! * cos + seen[v * 3 + 1]! * sin);
    if (out > far) {
      far = out;
      best = v;
    }
  }
  return best;
}

/** cm from a point outwards to the person's edge, negative inwards; undefined where hair covers it or there is no edge. */
function gapAt(
  x: number,
  y: number,
  dx: number,
  dy: number,
  scale: number,
  person: PortraitRegions['person'],
  hair: PortraitRegions['hair'],
): number | undefined {
  const start = Math.round(-2 * MOST * scale);
  for (let r = start; r <= 2 * MOST * scale; r++) {
    const value = sample(person, x + r * dx, y + r * dy);
    if (value === undefined) return undefined;
    if (value >= 0.5) continue;
    if (r === start) return undefined;
    let covered = 0;
    const steps = Math.max(1, Math.round(scale));
    for (let s = 0; s < steps; s++) covered += (sample(hair, x + (r - s) * dx, y + (r - s) * dy) ?? 0) / steps;
    return covered > HIDDEN ? undefined : r / scale;
  }
  return undefined;
}
