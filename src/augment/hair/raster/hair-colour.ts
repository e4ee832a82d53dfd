/** What a hair colour is to the rasteriser: the albedo of a lock, how strands differ, and how much they shine. */

/** Linear RGB; every other number is a fraction unless it says otherwise. */
export interface HairColour {
  /**
   * Diffuse albedo of hair in bulk (light scattered many times), linear RGB, (0, 1): black about 0.015, brown 0.06,
   * blond 0.3, white 0.6.
   */
  readonly albedo: readonly [number, number, number];
  /** Standard deviation of the natural logarithm of the albedo between strands and locks: 0 paint, 0.2 natural. */
  readonly variation: number;
  /** Part of the light that roots lose against lengths, [0, 1): 0 none, 0.4 grown-out dye. */
  readonly rootDarkening: number;
  /** Gain of the light at the tips against lengths, [0, 1]: bleached by the sun. */
  readonly tipLightening: number;
  /** Strength of the first highlight (R: reflected by the cuticle, colour of the light); 1 for healthy hair. */
  readonly specular: number;
  /** Strength of the second highlight (TRT: through the fibre and back, colour of the hair); 1 for healthy hair. */
  readonly glint: number;
  /** Fraction of strands without pigment, [0, 1]: salt and pepper. */
  readonly grey: number;
}

/** Albedo of a strand without pigment, linear RGB. */
export const UNPIGMENTED: readonly [number, number, number] = [0.5, 0.49, 0.46];
