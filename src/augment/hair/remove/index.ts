/**
 * Removal of hair: a portrait and its fitted head → the same head bald or shaved.
 *
 *   skinNotHair   hair mask → less the ears and cheeks that it took along
 *   bareHead      fitted head, regions → what the head covers without hair
 *   missedHair    dark locks and strays beside the mask → hair mask with them
 *   hairExtent    regions → what has to be painted over
 *   skinColour    light, skin in sight → low band of the scalp
 *   skinTexture   skin in sight → high band of the scalp
 *   stubbleShade  shadow of shaved hair
 *   fillBehind    background and clothes that hair hid
 *   removeHair    all of it, and scores for gates
 */
export { type Removal, type Removed, removeHair } from './remove-hair.js';
