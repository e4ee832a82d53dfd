/**
 * The generic head on a portrait:
 *
 *   fitHead     landmarks, regions → FittedHead     pose, then shape
 *   project     points in head space → px, depth
 *   fitProblem  FittedHead → why hair should not be drawn on it
 *   warpPoints  points of a template → of this head
 */
export { DISTANCE, project, viewNormals } from './camera.js';
export { type FitRegions, fitHead } from './fit.js';
export type { Observed } from './landmarks.js';
export { FIT_LIMITS, fitProblem } from './problem.js';
export { anglesOf, rotationOf } from './rotation.js';
export { identityWarp, warpPoints } from './warp.js';
