/**
 * Removal of hair: a portrait and its fitted head → the same head bald or shaved.
 *
 *   coveredBy     portrait, fitted head → how much of a hat it shows; hatProblem is the verdict
 *   skinNotHair   hair mask → less the ears and cheeks that it took along
 *   bareHead      fitted head, regions → what the head covers without hair
 *   missedHair    dark locks and strays beside the mask → hair mask with them
 *   hairExtent    regions → what has to be painted over
 *   skinColour    light, skin in sight → low band of the scalp
 *   skinTexture   skin in sight → high band of the scalp
 *   stubbleShade  shadow of shaved hair
 *   fillBehind    background and clothes that hair hid
 *   seenHead      bare head → the surface that hides hair
 *   removeHair    all of it, and scores for gates
 */
export { type Covered, coveredBy, HAT_LIMITS, type Headwear, hatProblem } from './hat.js';
export { type Removal, type Removed, removeHair } from './remove-hair.js';
export { seenHead } from './seen-head.js';
