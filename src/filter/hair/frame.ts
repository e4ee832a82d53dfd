/** Where a face is in a picture, from 478 points or from five: its axes, and outlines of its parts. */
import { invariant } from '../../errors.js';
import { centroid } from '../../image/points.js';

/** A face's own axes and outlines, px. Polygons are [n, 2], closed by themselves. */
export interface FaceFrame {
  /** Between the eyes. */
  readonly x: number;
  readonly y: number;
  /** Unit vector from the eye on the left of the picture to the other one; (-rightY, rightX) points to the chin. */
  readonly rightX: number;
  readonly rightY: number;
  /** Distance of the eyes. */
  readonly eyes: number;
  /** What shows of each eyeball between open lids. */
  readonly openings: readonly [Float64Array, Float64Array];
  /** From below the brows to the wings of the nose, between the cheek bones: where no style has its hair. */
  readonly centre: Float64Array;
  /** The face without its forehead's upper half. */
  readonly face: Float64Array;
}

/** From points in px, [478, 2] or [5, 2] as in `Grown`. */
export function frameOf(points: Float32Array): FaceFrame {
  invariant(points.length === 956 || points.length === 10, 'a face has 478 points or five');
  const isMesh = points.length === 956;
  const [ax, ay] = isMesh ? centroid(points, LIDS_RIGHT) : [points[0]!, points[1]!];
  const [bx, by] = isMesh ? centroid(points, LIDS_LEFT) : [points[2]!, points[3]!];
  const eyes = Math.hypot(bx - ax, by - ay);
  invariant(eyes > 0, 'the eyes of a face lie apart');
  const axes = { x: (ax + bx) / 2, y: (ay + by) / 2, rightX: (bx - ax) / eyes, rightY: (by - ay) / eyes, eyes };
  if (isMesh)
    return {
      ...axes,
      openings: [polygon(points, LIDS_RIGHT), polygon(points, LIDS_LEFT)],
      centre: polygon(points, CENTRE),
      face: polygon(points, FACE),
    };
  const [mx, my] = alongAxes(axes, (points[6]! + points[8]!) / 2, (points[7]! + points[9]!) / 2);
  const place = (shape: readonly (readonly [number, number])[]): Float64Array => onAxes(axes, mx, my, shape);
  return {
    ...axes,
    openings: [place(ellipse(-0.5, 0)), place(ellipse(0.5, 0))],
    centre: place(CENTRE_OF_FIVE),
    face: place(FACE_OF_FIVE),
  };
}

/** Outline of the lids, right and left eye of the head (FACEMESH_RIGHT_EYE and LEFT_EYE). */
const LIDS_RIGHT = [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246];
const LIDS_LEFT = [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466];

/** Lower edges of the brows, cheek bones, wings and base of the nose. */
const CENTRE = [46, 53, 52, 65, 55, 285, 295, 282, 283, 276, 280, 327, 2, 98, 50];

/** The lower edge of the forehead, then the outline of the mesh from one temple by the chin to the other. */
const FACE = [
  ...[21, 68, 104, 69, 108, 151, 337, 299, 333, 298, 251],
  ...[389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152],
  ...[148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162],
];

/**
 * The same of five points: to the right in distances of the eyes, down in shares of the way from the eyes to the mouth,
 * which a turned head moves less than the nose. An eye shows 30 by 10 mm at a distance of 63 mm (Farkas 1994).
 */
const CENTRE_OF_FIVE = [
  ...([
    [-0.75, -0.15],
    [0.75, -0.15],
    [0.7, 0.45],
    [0.25, 0.7],
  ] as const),
  ...([
    [-0.25, 0.7],
    [-0.7, 0.45],
  ] as const),
];
const FACE_OF_FIVE = [
  ...([
    [-0.95, -0.45],
    [0.95, -0.45],
    [1, 0.3],
    [0.85, 1.1],
    [0.45, 1.6],
    [0, 1.75],
  ] as const),
  ...([
    [-0.45, 1.6],
    [-0.85, 1.1],
    [-1, 0.3],
  ] as const),
];

function ellipse(x: number, y: number): [number, number][] {
  return Array.from({ length: 16 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 16;
    return [x + 0.24 * Math.cos(angle), y + 0.08 * Math.sin(angle)];
  });
}

type Axes = Pick<FaceFrame, 'x' | 'y' | 'rightX' | 'rightY' | 'eyes'>;

/** A point in distances of the eyes to the right and down from between them. */
function alongAxes({ x, y, rightX, rightY, eyes }: Axes, px: number, py: number): [number, number] {
  const dx = (px - x) / eyes;
  const dy = (py - y) / eyes;
  return [dx * rightX + dy * rightY, dy * rightX - dx * rightY];
}

/** Shapes whose downward axis is the way from between the eyes to the mouth, (mx, my) in distances of the eyes. */
function onAxes(axes: Axes, mx: number, my: number, shape: readonly (readonly [number, number])[]): Float64Array {
  const { x, y, rightX, rightY, eyes } = axes;
  return Float64Array.from(
    shape.flatMap(([u, v]) => {
      const right = (u + v * mx) * eyes;
      const down = v * my * eyes;
      return [x + right * rightX - down * rightY, y + right * rightY + down * rightX];
    }),
  );
}

function polygon(points: Float32Array, of: readonly number[]): Float64Array {
  return Float64Array.from(of.flatMap((i) => [points[2 * i]!, points[2 * i + 1]!]));
}
