/**
 * Natural hair colours by name.
 *
 * Browns come from how much eumelanin and pheomelanin the fibre holds. Absorption per pigment follows d'Eon
 * et al. 2011 ("An energy-conserving hair reflectance model"); from absorption to the colour of hair in bulk, Chiang et
 * al. 2016 ("A practical and controllable hair and fur model", equation 9): albedo = exp(-d √σ), d = 5.89 for an
 * azimuthal roughness of 0.3. Without pigment hair is not a perfect white but UNPIGMENTED, and the cuticle adds a little
 * that has not been inside. Concentrations are chosen so that the colours look like the names in photographs.
 *
 * Reds and blonds are given as albedo: with that pheomelanin, hair as light as ginger comes out yellow (R : G 1.6, while
 * photographs have 2.5 to 4), and blond hair khaki beside pink skin.
 */
import { type HairColour, UNPIGMENTED } from './raster/hair-colour.js';

/** Names, from dark to light, then reds, then what age makes. */
export const HAIR_COLOURS = [
  'black',
  'dark-brown',
  'brown',
  'light-brown',
  'dark-blond',
  'blond',
  'light-blond',
  'platinum',
  'auburn',
  'red',
  'ginger',
  'strawberry-blond',
  'salt-and-pepper',
  'grey',
  'silver',
  'white',
] as const;
export type HairColourName = (typeof HAIR_COLOURS)[number];

type Rgb = readonly [number, number, number];

/** Absorption of one unit of eumelanin, RGB: d'Eon's 0.419, 0.697, 1.37 give olive browns in sRGB, these do not. */
const EUMELANIN: Rgb = [0.419, 0.77, 1.25];
/** Of one unit of pheomelanin: d'Eon's 0.187, 0.4, 1.05 give olive blonds, likewise. */
const PHEOMELANIN: Rgb = [0.13, 0.53, 1.4];
/** Chiang's d(β) at β = 0.3: 5.969 - 0.215 β + 2.532 β² - 10.73 β³ + 5.574 β⁴ + 0.245 β⁵. */
const PATH = 5.888;
/** Reflected by the cuticle in every direction, without colour. */
const CUTICLE = 0.004;

/** Albedo in bulk of hair with so much of each pigment, linear RGB: without any, UNPIGMENTED and the cuticle. */
export function pigmentedAlbedo(eumelanin: number, pheomelanin: number): Rgb {
  const of = (c: number): number => {
    const absorption = eumelanin * EUMELANIN[c]! + pheomelanin * PHEOMELANIN[c]!;
    return UNPIGMENTED[c]! * Math.exp(-PATH * Math.sqrt(absorption)) + CUTICLE;
  };
  return [of(0), of(1), of(2)];
}

/** Mean albedo of a head of hair, with its strands without pigment, linear RGB. */
export function meanAlbedo({ albedo, grey }: Pick<HairColour, 'albedo' | 'grey'>): Rgb {
  const of = (c: number): number => albedo[c]! * (1 - grey) + UNPIGMENTED[c]! * grey;
  return [of(0), of(1), of(2)];
}

/** What healthy hair has that has not been dyed. */
const NATURAL = { variation: 0.2, rootDarkening: 0.1, tipLightening: 0.1, specular: 1, glint: 1, grey: 0 } as const;

const pigmented = (eumelanin: number, pheomelanin: number, own: Partial<HairColour> = {}): HairColour => ({
  ...NATURAL,
  albedo: pigmentedAlbedo(eumelanin, pheomelanin),
  ...own,
});
const tinted = (albedo: Rgb, own: Partial<HairColour> = {}): HairColour => ({ ...NATURAL, albedo, ...own });

const COLOURS: Readonly<Record<HairColourName, HairColour>> = {
  // Dark hair shows little of what goes through the fibre, and hardly bleaches.
  black: pigmented(1.5, 0, { variation: 0.12, tipLightening: 0.03, glint: 0.6 }),
  'dark-brown': pigmented(0.5, 0.1, { variation: 0.16, tipLightening: 0.06, glint: 0.8 }),
  brown: pigmented(0.24, 0.06),
  'light-brown': pigmented(0.11, 0.05),
  'dark-blond': tinted([0.2, 0.118, 0.052], { variation: 0.24, tipLightening: 0.16 }),
  blond: tinted([0.38, 0.235, 0.105], { variation: 0.24, rootDarkening: 0.16, tipLightening: 0.16 }),
  'light-blond': tinted([0.5, 0.355, 0.195], { variation: 0.2, rootDarkening: 0.16 }),
  platinum: tinted([0.56, 0.46, 0.32], { variation: 0.12, rootDarkening: 0.18, tipLightening: 0.05 }),
  auburn: tinted([0.1, 0.031, 0.013]),
  red: tinted([0.2, 0.052, 0.017]),
  ginger: tinted([0.32, 0.115, 0.032], { variation: 0.22 }),
  'strawberry-blond': tinted([0.4, 0.19, 0.078], { variation: 0.22 }),
  'salt-and-pepper': pigmented(0.9, 0, { variation: 0.16, tipLightening: 0, grey: 0.4 }),
  grey: pigmented(0.5, 0, { variation: 0.16, tipLightening: 0, grey: 0.62 }),
  silver: pigmented(0.3, 0, { variation: 0.12, tipLightening: 0, grey: 0.82 }),
  white: pigmented(0, 0, { variation: 0.08, rootDarkening: 0.05, tipLightening: 0, grey: 1 }),
};

/** The colour of that name. */
export function namedColour(name: HairColourName): HairColour {
  return COLOURS[name];
}
