/** Finds a person's own hairline, and moves the template's onto it. Pure. */
import type { Camera, HeadModel, PortraitRegions, Warp } from '../types.js';
import { project } from './camera.js';
import { type Controls, control } from './field.js';
import { type Path, pathsOf, STEP } from './paths.js';
import { median, sample, within } from './sample.js';
import { warpPoints } from './warp.js';

/** Farther from the template's is a fringe that covers the forehead, or a bald head, cm. */
const FARTHEST = 3.2;
/** A hairline is moved by this much at most, cm. */
const MOST = 2;
/** Paths that must see it. */
const FEWEST = 3;
/** cm along which hair has to go on, so that a strand across the forehead is none. */
const LASTING = 1.5;
/** Cosine between the line of sight and the surface beyond which a path is not looked at. */
const SLANT = 0.2;
/** Of the hairline around its median, cm: what lies farther is a lock or a shadow. */
const SPREAD = 0.7;
const NOISE = 0.15;

/**
 * Adds to `controls` what slides the roots along the forehead onto the person's hairline; nothing where it is not seen.
 *
 * @param warp The fit so far.
 * @returns The median shift, cm, upwards; undefined where no hairline was found.
 */
export function addHairline(
  controls: Controls,
  head: HeadModel,
  warp: Warp,
  camera: Camera,
  hair: PortraitRegions['hair'],
): number | undefined {
  const paths = pathsOf(head);
  const fitted = paths.map(({ points }) => warpPoints(warp, points.slice()));
  const shifts = paths.map((path, i) => {
    const found = hairlineOn(fitted[i]!, camera, hair);
    return found === undefined ? undefined : found - path.hairline;
  });
  const seen = shifts.filter((shift) => shift !== undefined);
  if (seen.length < FEWEST) return undefined;
  const middle = median(seen);
  if (Math.abs(middle) > FARTHEST) return undefined;
  for (const [i, path] of paths.entries()) {
    const shift = within(median(around(shifts, i)) || middle, middle - SPREAD, middle + SPREAD);
    slide(controls, path, fitted[i]!, within(shift, -MOST, MOST));
  }
  return middle;
}

/** cm along a fitted path to where hair begins above bare skin; undefined where it does not, or where it is not seen. */
function hairlineOn(fitted: Float32Array, camera: Camera, hair: PortraitRegions['hair']): number | undefined {
  const seen = project(camera, fitted);
  const count = seen.length / 3;
  const lasting = Math.round(LASTING / STEP);
  const values: number[] = [];
  for (let i = 0; i < count; i++) {
    const next = Math.min(count - 1, i + 1) * 3;
    const previous = Math.max(0, i - 1) * 3;
    const climb = Math.hypot(seen[next]! - seen[previous]!, seen[next + 1]! - seen[previous + 1]!);
    const value = climb < SLANT * camera.scale * 2 * STEP ? undefined : sample(hair, seen[i * 3]!, seen[i * 3 + 1]!);
    if (value === undefined) break;
    values.push(value);
  }
  // Brows may pass for hair.
  const start = Math.round(1.5 / STEP);
  if ((values[start] ?? 1) >= 0.5) return undefined;
  for (let i = start + 1; i + lasting <= values.length; i++) {
    if (values[i]! < 0.5) continue;
    const share = values.slice(i, i + lasting).reduce((sum, value) => sum + value, 0) / lasting;
    if (share > 0.6) return (i - (values[i]! - 0.5) / Math.max(1e-6, values[i]! - values[i - 1]!)) * STEP;
  }
  return undefined;
}

/** Roots at the hairline move by `shift` along the path, those behind it ever less; the brows stay. */
function slide(controls: Controls, { points, hairline }: Path, fitted: Float32Array, shift: number): void {
  const last = fitted.length / 3 - 1;
  const clamp = (s: number): number => Math.max(0, Math.min(last, Math.round(s / STEP)));
  for (const [from, share] of [
    [0, 0],
    [hairline * 0.35, 0],
    [hairline, 1],
    [hairline + 2, 0.75],
    [hairline + 5, 0.25],
  ] as const) {
    const at = clamp(from);
    const to = clamp(from + shift * share);
    const by = [0, 1, 2].map((k) => fitted[to * 3 + k]! - fitted[at * 3 + k]!);
    control(controls, [...points.subarray(at * 3, at * 3 + 3)], by, NOISE);
  }
}

const around = (shifts: readonly (number | undefined)[], i: number): number[] =>
  shifts.slice(Math.max(0, i - 1), i + 2).filter((shift) => shift !== undefined);
