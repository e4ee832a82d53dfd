/**
 * What a head of hair looks like on the whole: between albedo and the mean colour that a picture shows under light 1.
 *
 * Hair shows a little less than its albedo, since locks shade each other, and, of the light's own colour, what its cuticles
 * reflect. Measured on renders of five colours, three styles and six portraits, which it meets within half a stop. Pure.
 */

const DIFFUSE = 0.85;
const SHINE = 0.03;

/** Albedo → mean colour per light, linear, one channel. */
export function shownColour(albedo: number): number {
  return DIFFUSE * albedo + SHINE;
}

/** Mean colour per light → albedo, linear, one channel; may be negative. */
export function albedoShown(colour: number): number {
  return (colour - SHINE) / DIFFUSE;
}
