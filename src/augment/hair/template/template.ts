/** What a template is once it is read, and what every reader checks. Pure. */
import { DiptychError } from '../../../errors.js';
import type { Strands } from '../types.js';
import { radiusFor } from './radius.js';

/** More points than this in one template are refused: 100,000 strands of 100 points are half of it. */
export const MAX_POINTS = 20_000_000;
/** Coordinates beyond this, in units of the file, are no head: at 10⁶ a float32 is exact to 0.06 only. */
export const MAX_COORDINATE = 1e6;

/** How a foreign template lies in its own space; what is left out is found. */
export interface PlacingHints {
  /** Axis of the file that points to the top of the head. */
  readonly up?: Axis | undefined;
  /** Axis of the file that points out of the face. */
  readonly forward?: Axis | undefined;
  /** cm per unit of the file. */
  readonly scale?: number | undefined;
  /** Where the file's origin lies in head space, cm; only beside all the others. */
  readonly translate?: readonly [number, number, number] | undefined;
}

export const AXES = ['+x', '-x', '+y', '-y', '+z', '-z'] as const;
export type Axis = (typeof AXES)[number];

/** A hairstyle as it was read from a file. */
export interface Template {
  readonly name: string;
  /** In cm of head space where `space` is head; of a foreign template in its own space, radii in cm all the same. */
  readonly strands: Strands;
  readonly space: 'head' | 'foreign';
  readonly licence?: string | undefined;
  /** The format it was read from. */
  readonly source: string;
  readonly placing?: PlacingHints | undefined;
}

/** Polylines as a file has them, before they are checked. */
export interface RawStrands {
  /** [points, 3], units of the file. */
  readonly points: Float32Array;
  /** Strand s has the points first[s] … first[s + 1] - 1, any number of them; length strands + 1. */
  readonly first: Uint32Array;
  /** Of each strand, any unit; only the ratio to the mean counts. */
  readonly thickness?: Float32Array | undefined;
}

/** An E_DATASET error that names the template. */
export function badTemplate(expected: string, name: string, received: string, hint: string): DiptychError {
  return new DiptychError('E_DATASET', `Expected ${expected} for ${name} but received ${received}`, { hint });
}

/** @throws DiptychError E_DATASET when a file promises more points than are read; to be called before they are allocated. */
export function checkCount(points: number, name: string): void {
  if (points > MAX_POINTS)
    throw badTemplate(`at most ${MAX_POINTS} points`, name, `${points}`, 'Leave out strands or points of it');
}

/**
 * Strands of a foreign file, checked: what has no length (strands of one point mark bare roots in USC-HairSalon) is left
 * out, radii are those of as many hairs on a head, thicker and thinner as the file has them.
 *
 * @throws DiptychError E_DATASET when no strand is left, or a coordinate is no number or beyond MAX_COORDINATE.
 */
export function foreignTemplate(name: string, source: string, raw: RawStrands, licence?: string): Template {
  checkCoordinates(raw.points, name);
  const kept: number[] = [];
  let points = 0;
  for (let s = 0; s + 1 < raw.first.length; s++) {
    if (!hasLength(raw, s)) continue;
    kept.push(s);
    points += raw.first[s + 1]! - raw.first[s]!;
  }
  if (kept.length === 0)
    throw badTemplate('strands', name, 'none with two points or more', 'Choose a file with hair in it');
  const strands: Strands = {
    points: new Float32Array(points * 3),
    first: new Uint32Array(kept.length + 1),
    radius: radii(kept, raw.thickness),
    region: new Uint8Array(kept.length),
  };
  let at = 0;
  for (const [row, s] of kept.entries()) {
    strands.points.set(raw.points.subarray(raw.first[s]! * 3, raw.first[s + 1]! * 3), at * 3);
    at += raw.first[s + 1]! - raw.first[s]!;
    strands.first[row + 1] = at;
  }
  return { name, strands, space: 'foreign', licence, source };
}

/** @throws DiptychError E_DATASET for NaN, infinity and enormous numbers. */
export function checkCoordinates(points: Float32Array, name: string): void {
  for (let i = 0; i < points.length; i++) {
    if (Math.abs(points[i]!) <= MAX_COORDINATE) continue;
    const received = `${points[i]} at point ${Math.floor(i / 3)}`;
    throw badTemplate(`coordinates up to ${MAX_COORDINATE}`, name, received, 'Export the file again, in cm or m');
  }
}

function hasLength({ points, first }: RawStrands, s: number): boolean {
  for (let i = first[s]! * 3; i < (first[s + 1]! - 1) * 3; i++) if (points[i] !== points[i + 3]) return true;
  return false;
}

function radii(kept: readonly number[], thickness: Float32Array | undefined): Float32Array {
  const radius = new Float32Array(kept.length).fill(radiusFor(kept.length));
  const mean = thickness ? kept.reduce((sum, s) => sum + thickness[s]!, 0) / kept.length : 0;
  if (!thickness || !(mean > 0 && mean < Infinity)) return radius;
  return radius.map((each, row) => each * Math.min(4, Math.max(0.25, thickness[kept[row]!]! / mean || 1)));
}
