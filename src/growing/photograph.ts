/** A photograph as a portrait: decoded, cropped to its one face, scaled. Item → portrait or why it cannot be used. */

import { FIT_LIMITS } from '../augment/hair/fit/problem.js';
import { openImages } from '../dataset/source/open-images.js';
import { cutOut, quadOf, readingInCrop } from '../faces/frame.js';
import type { FaceReading, Faces } from '../faces/index.js';
import { fromBytes, toBytes } from '../image/bytes.js';
import { resize } from '../image/resize.js';
import type { Picture } from '../item.js';
import type { RgbPlanes } from '../pair.js';
import { type Portrait, SEEN_PX, type Unusable, unusable } from './portrait.js';
import type { PortraitItem } from './portraits.js';

/** How photographs are framed. */
export interface Framing {
  readonly align: boolean;
  /** Side of the portrait, px. */
  readonly size: number;
}

/** @returns the portrait, or what is wrong with the file or with the faces in it; never throws for either */
export async function readPhotograph(
  root: string,
  { item, sha256 }: PortraitItem,
  faces: Faces,
  { align, size }: Framing,
): Promise<Portrait | Unusable> {
  const name = { portrait: item.key, ...(sha256 !== undefined && { portraitSha256: sha256 }) };
  if (item.trouble) return unusable(name, 'unreadable', item.trouble.detail);
  const opened = await openImages(root, item);
  if ('reason' in opened) return unusable(name, 'unreadable', opened.detail);
  const { picture } = opened[0]!;
  const reading = await faces.read(picture);
  if (reading.failed) return unusable(name, 'unreadable', reading.failed);
  const count = reading.boxes.length;
  const seen = (): RgbPlanes => fromPicture(scaled(picture, Math.min(size, SEEN_PX)));
  if (count !== 1 || !reading.face) {
    return unusable(name, 'faces', `${item.key} has ${count === 0 ? 'no face' : `${count} faces`}`, seen());
  }
  const small = smallFace(reading);
  if (small) return unusable(name, 'fit', `${item.key}: ${small}`, seen());
  const quad = align ? quadOf(reading) : undefined;
  const framed = quad ? cutOut(picture, quad, size) : scaled(picture, size);
  // Landmarks are read again in the crop: the networks see a face best where it fills the frame.
  const again = await faces.read(framed);
  const face = again.boxes.length === 1 && again.face ? again.face : quad && readingInCrop(reading, quad, size).face;
  if (!face) return unusable(name, 'faces', `${item.key} shows no face any more at ${size} px`, fromPicture(framed));
  return {
    ...name,
    image: fromPicture(framed),
    observed: { kind: 'mediapipe', points: face.points },
    hair: await faces.hair?.(framed),
    person: await faces.person?.(framed),
  };
}

/** Why the face is too small in the photograph itself, which no crop can mend; undefined where it is not. */
function smallFace({ eyes: [ax, ay, bx, by] = [0, 0, 0, 0] }: FaceReading): string | undefined {
  const eyes = Math.hypot(bx - ax, by - ay);
  if (eyes >= FIT_LIMITS.eyes) return undefined;
  return `the face is small: ${Math.round(eyes)} px between the eyes, at least ${FIT_LIMITS.eyes} are needed`;
}

const fromPicture = ({ data, width, height }: Picture): RgbPlanes => fromBytes(data, width, height);

/** Longer side `size`; the picture itself where it has it. */
function scaled(picture: Picture, size: number): Picture {
  const scale = size / Math.max(picture.width, picture.height);
  if (scale === 1) return picture;
  const side = (px: number): number => Math.max(1, Math.round(px * scale));
  const [width, height] = [side(picture.width), side(picture.height)];
  const planes: RgbPlanes = resize(fromPicture(picture), width, height);
  return { data: toBytes(planes), width, height };
}
