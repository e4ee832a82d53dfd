/**
 * domain: whether a pack's scorers may speak of a picture.
 *
 *   vary     a reference picture → a variation that scorers have to bear
 *   feature  what the scorers see → [d]
 *   domain   features of reference pictures → Domain; Domain, feature → distance, inside
 */
export { type Domain, fitDomain, inDomain, type Place } from './domain.js';
export { domainFeature } from './feature.js';
export { vary } from './vary.js';
