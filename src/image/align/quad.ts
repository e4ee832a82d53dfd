/** Where FFHQ would cut a face out of a picture. */
import { invariant } from '../../errors.js';
import { centroid } from '../points.js';

/** A point (x, y) in px, y down. 0 is the outer edge of the first pixel, so pixel i has its centre at i + 0.5. */
export type Point = readonly [number, number];

/** Corners of an upright crop on the picture, in the order of Pillow's `Image.QUAD`: NW, SW, SE, NE. */
export type Quad = readonly [Point, Point, Point, Point];

/** Points of MediaPipe's face mesh with its two irises. */
export const MESH_POINTS = 478;

/**
 * MediaPipe points that stand where dlib has 36–41 and 42–47: outer (inner) corner, two of the upper lid, inner
 * (outer) corner, two of the lower lid. Left and right are the picture's.
 */
const EYE_LEFT = [33, 160, 158, 133, 153, 144];
const EYE_RIGHT = [362, 385, 387, 263, 373, 380];

/** dlib 48 and 54, the corners of the mouth. */
const MOUTH_LEFT = 61;
const MOUTH_RIGHT = 291;

/**
 * Crop of the FFHQ dataset (Karras et al. 2019; NVlabs/ffhq-dataset, `recreate_aligned_images`): a square turned with
 * the face, centred a tenth of the way from the eyes to the mouth, its half side 2 × the distance of the eyes or
 * 1.8 × that from eyes to mouth, whichever is more. `points478` is [478, 2] in px, as MediaPipe's normalised
 * coordinates × size.
 *
 * dlib counts in pixel centres and the official script adds the half pixel on sampling; here points carry it already.
 */
export function ffhqQuad(points478: Float32Array): Quad {
  invariant(points478.length === 2 * MESH_POINTS, `${MESH_POINTS} points of two coordinates`);
  const [lx, ly] = centroid(points478, EYE_LEFT);
  const [rx, ry] = centroid(points478, EYE_RIGHT);
  const [mx, my] = centroid(points478, [MOUTH_LEFT, MOUTH_RIGHT]);
  const eye: Point = [(lx + rx) / 2, (ly + ry) / 2];
  const across: Point = [rx - lx, ry - ly];
  const down: Point = [mx - eye[0], my - eye[1]];

  // The crop's x axis is the mean of the line of the eyes and the normal to the line down the face.
  const axis: Point = [across[0] + down[1], across[1] - down[0]];
  const half = Math.max(2 * Math.hypot(...across), 1.8 * Math.hypot(...down));
  const scale = half / Math.hypot(...axis);
  const x: Point = [axis[0] * scale, axis[1] * scale];
  const y: Point = [-x[1], x[0]];
  const c: Point = [eye[0] + 0.1 * down[0], eye[1] + 0.1 * down[1]];
  return [
    [c[0] - x[0] - y[0], c[1] - x[1] - y[1]],
    [c[0] - x[0] + y[0], c[1] - x[1] + y[1]],
    [c[0] + x[0] + y[0], c[1] + x[1] + y[1]],
    [c[0] + x[0] - y[0], c[1] + x[1] - y[1]],
  ];
}

/**
 * Whether the picture is its own crop: no corner of the quad further than `tolerancePx` from the frame's. To cut such
 * a picture again would only blur it.
 */
export function isAligned(quad: Quad, width: number, height: number, tolerancePx: number): boolean {
  const frame: Quad = [
    [0, 0],
    [0, height],
    [width, height],
    [width, 0],
  ];
  return quad.every(([x, y], i) => Math.hypot(x - frame[i]![0], y - frame[i]![1]) <= tolerancePx);
}

/** Length of the quad's upper side in px. */
export function sideOf([nw, , , ne]: Quad): number {
  return Math.hypot(ne[0] - nw[0], ne[1] - nw[1]);
}

/** The quad as seen from a picture that was scaled and whose origin was then moved: p ↦ p · scale − origin. */
export function placeQuad(quad: Quad, scale: Point, [ox, oy]: Point): Quad {
  const place = ([x, y]: Point): Point => [x * scale[0] - ox, y * scale[1] - oy];
  return [place(quad[0]), place(quad[1]), place(quad[2]), place(quad[3])];
}
