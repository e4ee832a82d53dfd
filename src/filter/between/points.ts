/** Which points of MediaPipe's face mesh mean what, and how far apart the eyes are. */

/** The face's outline from the forehead, clockwise in the picture (FACE_OVAL of the mesh). */
export const OVAL = [
  ...[10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377],
  ...[152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109],
];

/** Highest and lowest point of the outline. */
export const FOREHEAD = 10;
export const CHIN = 152;

/**
 * Points that an expression leaves alone, because bone lies under them: corners of the eyes, ridge of the nose down to
 * its tip, base of the nose, forehead and temples. Brows, lids, lips, cheeks and jaw are left out.
 */
export const RIGID = [
  ...[33, 133, 362, 263],
  ...[168, 6, 197, 195, 5, 4, 2],
  ...[10, 109, 67, 103, 54, 21, 162, 127, 338, 297, 332, 284, 251, 389, 356],
];

/** Centres of the irises, left and right in the picture. */
const IRIS_LEFT = 468;
const IRIS_RIGHT = 473;

/** Distance of the irises, px. */
export function eyeDistance(points: Float32Array): number {
  return Math.hypot(
    points[2 * IRIS_RIGHT]! - points[2 * IRIS_LEFT]!,
    points[2 * IRIS_RIGHT + 1]! - points[2 * IRIS_LEFT + 1]!,
  );
}
