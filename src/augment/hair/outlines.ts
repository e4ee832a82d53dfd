/**
 * Outlines of features on MediaPipe's face mesh of 478 points, as point numbers along closed polygons (FACEMESH_LIPS
 * and its kin of mediapipe/python/solutions/face_mesh_connections.py).
 */

/** What is no bare skin inside the oval. Right is the person's own, left in the picture. */
export const FEATURES: Readonly<Record<string, readonly number[]>> = {
  eyeRight: [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
  eyeLeft: [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466],
  browRight: [46, 53, 52, 65, 55, 107, 66, 105, 63, 70],
  browLeft: [276, 283, 282, 295, 285, 336, 296, 334, 293, 300],
  lips: [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185],
  nostrils: [64, 98, 97, 2, 326, 327, 294, 19],
};

/** Outer corners of the eyes, right then left: the distance that lengths are told in. */
export const EYE_CORNERS = [33, 263] as const;

/** Lowest point of the chin. */
export const CHIN = 152;

/** Marks the pixels whose centres lie inside the polygon of these points (even-odd). `points` px, `set` [H, W]. */
export function fillPolygon(
  points: Float32Array,
  polygon: readonly number[],
  set: Uint8Array,
  width: number,
  height: number,
): void {
  for (let y = 0; y < height; y++) {
    const crossings: number[] = [];
    for (let k = 0; k < polygon.length; k++) {
      const a = 2 * polygon[k]!;
      const b = 2 * polygon[(k + 1) % polygon.length]!;
      const ya = points[a + 1]!;
      const yb = points[b + 1]!;
      if (ya > y + 0.5 === yb > y + 0.5) continue;
      crossings.push(points[a]! + ((y + 0.5 - ya) / (yb - ya)) * (points[b]! - points[a]!));
    }
    crossings.sort((p, q) => p - q);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, Math.ceil(crossings[k]! - 0.5));
      const to = Math.min(width, Math.ceil(crossings[k + 1]! - 0.5));
      if (to > from) set.fill(1, y * width + from, y * width + to);
    }
  }
}
