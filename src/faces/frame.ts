/** Where the face of an item is framed: for the clean dataset (`--align`), and for the pack's networks. */

import { alignFfhq } from '../image/align/ffhq.js';
import { ffhqQuad, isAligned, type Quad, sideOf } from '../image/align/quad.js';
import type { Picture } from '../item.js';
import type { Face, FaceReading } from './index.js';

/**
 * How near its own crop, as a share of its side, a picture counts as aligned. Datasets are aligned by other landmark
 * networks than ours, which differ by some per cent; to cut them again would only blur them.
 */
const ALIGNED_WITHIN = 0.04;

/** Side of crops where none is asked for: what students of face effects are trained at, or twice that. */
const CROP_PX = 512;

/** FFHQ's crop around the one face of a reading; undefined without landmarks. */
export function quadOf({ face }: FaceReading): Quad | undefined {
  return face && ffhqQuad(face.points);
}

/** Whether a picture is FFHQ's crop already. */
export function isFramed(quad: Quad, { width, height }: Picture): boolean {
  return width === height && isAligned(quad, width, height, ALIGNED_WITHIN * width);
}

/** Side of the aligned picture, px: one size for all, so that they can be batched. */
export const alignedSize = (asked: number | undefined): number => asked ?? CROP_PX;

/** A picture cut out along a quad. */
export function cutOut(picture: Picture, quad: Quad, size: number): Picture {
  return alignFfhq(picture, quad, { size });
}

/** A reading of a picture as one of its crop: every point mapped along. The pose stays as the picture was found. */
export function readingInCrop(reading: FaceReading, quad: Quad, size: number): FaceReading {
  const [nw, sw, , ne] = quad;
  const scale = size / sideOf(quad) ** 2;
  const [ux, uy] = [ne[0] - nw[0], ne[1] - nw[1]];
  const [vx, vy] = [sw[0] - nw[0], sw[1] - nw[1]];
  const map = (points: ArrayLike<number>): Float32Array => {
    const mapped = new Float32Array(points.length);
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [points[i]! - nw[0], points[i + 1]! - nw[1]];
      mapped[i] = (x * ux + y * uy) * scale;
      mapped[i + 1] = (x * vx + y * vy) * scale;
    }
    return mapped;
  };
  const face: Face | undefined = reading.face && { ...reading.face, points: map(reading.face.points) };
  const eyes = reading.eyes && map(reading.eyes);
  const factor = size / sideOf(quad);
  return {
    ...reading,
    boxes: reading.boxes.map(({ x, y, width, height, confidence }) => {
      const [cx, cy] = map([x + width / 2, y + height / 2]);
      const [w, h] = [width * factor, height * factor];
      return { x: cx! - w / 2, y: cy! - h / 2, width: w, height: h, confidence };
    }),
    ...(face && { face }),
    ...(eyes && { eyes: [eyes[0]!, eyes[1]!, eyes[2]!, eyes[3]!] as const }),
  };
}
