/** What is seen of faces in one picture, in px of that picture. Pure. */
import type { FaceDetectorResult, FaceLandmarkerResult } from '@mediapipe/tasks-vision';
import { type Pose, poseOf } from './pose.js';

/** A face's place, px; may reach outside the picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Of the detector, [0, 1]; absent where landmarks were found, because those are only reported when they are sure. */
  readonly confidence?: number | undefined;
}

/** Landmarks of one face. */
export interface Face extends Pose {
  /** 478 points of MediaPipe's face mesh, px, [x0, y0, x1, y1, …]; may lie outside the picture. */
  readonly points: Float32Array;
  /** 52 blendshapes by name, [0, 1], such as `jawOpen`; left and right are the person's own. */
  readonly blendshapes: Readonly<Record<string, number>>;
}

/** What was seen in a picture. */
export interface FaceReading {
  /** Every face that was found, largest first. */
  readonly boxes: readonly Box[];
  /** Of the largest face; absent without a landmarker. */
  readonly face?: Face | undefined;
  /** Eye centres of the largest face, px: [x, y] of the left one in an upright image, then of the right one. */
  readonly eyes?: readonly [number, number, number, number] | undefined;
  /** One line on why the picture could not be read; `boxes` is empty then and means nothing. */
  readonly failed?: string | undefined;
}

/** Centres of the irises in the face mesh: the person's right one, which is on the left in the image, then the other. */
const IRISES = [468, 473] as const;

/** Landmarks as MediaPipe gives them, in shares of the image → px of a picture of this size. Allocates. */
export function readLandmarks(result: FaceLandmarkerResult, width: number, height: number): FaceReading {
  const found = result.faceLandmarks.map((landmarks, i) => {
    const points = new Float32Array(landmarks.length * 2);
    for (const [p, { x, y }] of landmarks.entries()) {
      points[p * 2] = x * width;
      points[p * 2 + 1] = y * height;
    }
    return { i, points, box: boxOf(points) };
  });
  found.sort((a, b) => areaOf(b.box) - areaOf(a.box));
  const [largest] = found;
  if (largest === undefined) return { boxes: [] };
  const { i, points } = largest;
  const categories = result.faceBlendshapes[i]?.categories ?? [];
  const blendshapes = Object.fromEntries(categories.map(({ categoryName, score }) => [categoryName, score]));
  const pose = poseOf(result.facialTransformationMatrixes[i]!.data);
  const [right, left] = IRISES;
  return {
    boxes: found.map(({ box }) => box),
    face: { points, blendshapes, ...pose },
    eyes: [points[right * 2]!, points[right * 2 + 1]!, points[left * 2]!, points[left * 2 + 1]!],
  };
}

/** Detections as MediaPipe gives them, of an image of `from` → px of a picture of this size. Allocates. */
export function readDetections(
  result: FaceDetectorResult,
  from: { readonly width: number; readonly height: number },
  width: number,
  height: number,
): FaceReading {
  const [sx, sy] = [width / from.width, height / from.height];
  const found = result.detections.flatMap(({ boundingBox: box, keypoints, categories }) => {
    if (box === undefined) return [];
    const { originX, originY } = box;
    const confidence = categories[0]?.score;
    const scaled = { x: originX * sx, y: originY * sy, width: box.width * sx, height: box.height * sy, confidence };
    return [{ box: scaled, keypoints }];
  });
  found.sort((a, b) => areaOf(b.box) - areaOf(a.box));
  const [largest] = found;
  if (largest === undefined) return { boxes: [] };
  // Keypoints are shares of the image; the first two are the person's right and left eye.
  const [right, left] = largest.keypoints;
  return {
    boxes: found.map(({ box }) => box),
    ...(right && left && { eyes: [right.x * width, right.y * height, left.x * width, left.y * height] as const }),
  };
}

/** Smallest box around points [x0, y0, …]. */
export function boxOf(points: Float32Array): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i]!);
    right = Math.max(right, points[i]!);
    top = Math.min(top, points[i + 1]!);
    bottom = Math.max(bottom, points[i + 1]!);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function areaOf({ width, height }: Box): number {
  return width * height;
}
