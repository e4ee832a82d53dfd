/**
 * Joins drawn hair into a portrait: the portrait without hair, HairLayer, Light → the portrait with hair, and masks.
 *
 *   readSensor    portrait → its blur, grain and darkest tone
 *   harmonise     hair's low band → the portrait's light and colour; its texture stays
 *   inShadow      skin → skin in the hair's shadow
 *   layHair       hair over skin in linear light, as sharp as the portrait
 *   meltRoots     multi-band blend where hair ends on skin
 *   addGrain      the portrait's grain on hair
 *   hairlineSeam, lightMismatch    how well they go together
 *   fuseHair      all of it
 */
export { FUSE_HAIR_DEFAULTS, type FusedHair, type FuseHairOptions, fuseHair, type HairToFuse } from './fuse.js';
export { readSensor, type Sensor } from './sensor.js';
