/** How thick strands are drawn that stand for all the hairs of a head. Pure. */

/** Radius of a hair, cm: 70 µm across, the middle of what Robbins (Chemical and Physical Behavior of Human Hair) gives. */
const HAIR_RADIUS = 0.0035;
/** Hairs on a head, about. */
const HAIRS = 100_000;
/** Thicker strands look like string. */
const MAX_RADIUS = 0.05;

/** Radius of each of `strands` strands, cm, that keeps the cross-section of all hairs of a head together. */
export function radiusFor(strands: number): number {
  return Math.min(MAX_RADIUS, HAIR_RADIUS * Math.sqrt(Math.max(1, HAIRS / strands)));
}
