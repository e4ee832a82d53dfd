/**
 * augment: what is done to the images of a pair after synthesis.
 *
 *   mask      parsing of both ends, classes to keep → where the edit may change the image
 *   blend     before, after, mask → after joined into before (a screened membrane carries before's colours across)
 *   seam      before, after, joined image, mask → how visible the join is
 *   fuse      Pair → Pair: the three above for every state, mask and measurements noted
 */
export { blend } from './blend.js';
export { type FuseOptions, fuse } from './fuse.js';
export { type EditMaskOptions, editMask, unionMask } from './mask.js';
export { seam } from './seam.js';
