/**
 * Everything that is measured of one item: its pictures, the faces in them, a pair against itself, and what the pack's
 * scorers say where they may speak. Item → Measurement.
 */
import { storedScores } from '../dataset/measurement.js';
import { type OpenedImage, openImages } from '../dataset/source/open-images.js';
import { alignedSize, cutOut, isFramed, quadOf, readingInCrop } from '../faces/frame.js';
import { type FaceReading, type Faces, faceBox, measureFace } from '../faces/index.js';
import { measureBetween, type Side } from '../filter/between/index.js';
import type { MetricInfo } from '../filter/metrics/metric.js';
import { faceExposure, measureSingle, pictureHash, sharpnessOf } from '../filter/single/index.js';
import type { Quad } from '../image/align/quad.js';
import type { Item, MeasuredImage, Measurement, Picture, Trouble } from '../item.js';
import type { Plane } from '../pair.js';
import { worstOf } from './combine.js';
import type { PackScorer } from './pack-scorer.js';

/** What measures: one thread's networks, and the options that change what is stored. */
export interface Meter {
  /** Folder of the dataset. */
  readonly root: string;
  /** Absent when faces are not looked for. */
  readonly faces?: Faces | undefined;
  /** Absent without a pack. */
  readonly pack?: PackScorer | undefined;
  readonly align: 'none' | 'ffhq';
  readonly size?: number | undefined;
  readonly metrics: ReadonlyMap<string, MetricInfo>;
}

/** One image on its way: as the clean dataset would have it. */
interface Shown extends OpenedImage {
  readonly reading: FaceReading;
  readonly quad?: Quad | undefined;
}

const NOTHING_SEEN: FaceReading = { boxes: [] };

/** Measures an item. The result depends on the item, the models and the options alone. */
export async function measure(item: Item, meter: Meter): Promise<Measurement> {
  const { index, key, kind, split, tags } = item;
  const base = { index, key, kind, ...(split !== undefined && { split }), ...(tags && { tags }) };
  const troubled = (trouble: Trouble): Measurement => ({
    ...base,
    images: [],
    trouble: inOneLine(trouble),
    scores: {},
  });
  if (item.trouble) return troubled(item.trouble);
  const opened = await openImages(meter.root, item);
  if ('reason' in opened) return troubled(opened);

  const shown = align(await readFaces(opened, meter.faces), meter);
  const pictures = shown.filter(({ ref }) => ref.role !== 'mask');
  const mask = maskOf(shown);
  const images = shown.map((image) => measuredImage(image, meter.faces !== undefined));
  const seen = await meter.pack?.look(pictures, mask);

  const single = images.filter(({ role }) => role !== 'mask').map(({ scores }) => scores);
  const between = pictures.slice(1).map((after) => measureBetween(sideOf(pictures[0]!), sideOf(after), { mask }));
  const scores = {
    ...worstOf([...single, ...(seen?.single ?? [])], meter.metrics),
    ...worstOf(between, meter.metrics),
  };
  return {
    ...base,
    images: images.map((image, i) => withPack(image, shown[i]!, pictures, seen?.single)),
    scores: storedScores({ ...scores, ...seen?.pair, ...aligned(shown[0]!, meter) }),
    ...(seen && { inDomain: seen.inDomain }),
    ...(seen?.identity !== undefined && { identity: seen.identity }),
  };
}

/** Names of files may hold line feeds, and what a terminal would act on. */
function inOneLine({ reason, detail }: Trouble): Trouble {
  return { reason, detail: detail.replaceAll(/\p{Cc}/gu, '\u{fffd}') };
}

async function readFaces(opened: readonly OpenedImage[], faces: Faces | undefined): Promise<Shown[]> {
  const shown: Shown[] = [];
  for (const image of opened) {
    const looked = faces && image.ref.role !== 'mask';
    shown.push({ ...image, reading: looked ? await faces.read(image.picture) : NOTHING_SEEN });
  }
  return shown;
}

/** Cuts all images of an item along the first one's face, so that they stay registered; an aligned item stays. */
function align(images: Shown[], { align: how, size: asked }: Meter): Shown[] {
  const [first] = images;
  const quad = how === 'ffhq' && first ? quadOf(first.reading) : undefined;
  if (!quad || (isFramed(quad, first!.picture) && (asked === undefined || asked === first!.picture.width)))
    return images;
  const size = alignedSize(asked);
  return images.map((image) => ({
    ...image,
    picture: cutOut(image.picture, quad, size),
    reading: readingInCrop(image.reading, quad, size),
    quad,
  }));
}

function measuredImage(
  { ref, picture, format, notes, bytes, sha256, reading, quad }: Shown,
  looked: boolean,
): MeasuredImage {
  const { width, height } = picture;
  const isMask = ref.role === 'mask';
  const box = looked && !isMask ? faceBox(reading) : undefined;
  const faceSharpness = box && sharpnessOf(picture, box);
  return {
    ...ref,
    width,
    height,
    format,
    bytes,
    sha256,
    notes,
    ...pictureHash(picture),
    ...(quad && { quad: quad.flat().map((x) => Number(x.toFixed(3))) }),
    scores: isMask
      ? {}
      : storedScores({
          ...measureSingle(picture),
          ...(looked && measureFace(reading, width, height)),
          ...(faceSharpness !== undefined && { face_sharpness: faceSharpness }),
          ...(box && faceExposure(picture, box)),
        }),
  };
}

/** The pack's scores stand beside the others of the picture that they are of. */
function withPack(
  image: MeasuredImage,
  from: Shown,
  pictures: readonly Shown[],
  scores: readonly Readonly<Record<string, number>>[] | undefined,
): MeasuredImage {
  const seen = scores?.[pictures.indexOf(from)];
  return seen ? { ...image, scores: { ...image.scores, ...storedScores(seen) } } : image;
}

/** A mask is stored as grey or colour; its first channel tells. */
function maskOf(shown: readonly Shown[]): Plane | undefined {
  const mask = shown.find(({ ref }) => ref.role === 'mask')?.picture;
  if (!mask) return undefined;
  const data = new Float32Array(mask.width * mask.height);
  for (let i = 0; i < data.length; i++) data[i] = mask.data[i * 3]! / 255;
  return { data, width: mask.width, height: mask.height };
}

/** Whether the item could be aligned, where that was asked for. */
function aligned({ reading }: Shown, { align: how }: Meter): Record<string, number> {
  return how === 'none' ? {} : { aligned: reading.face ? 1 : 0 };
}

/** Landmarks of several faces could be of different ones: then only what needs none is compared. */
function sideOf({ picture, reading }: { picture: Picture; reading: FaceReading }): Side {
  return { picture, ...(reading.boxes.length === 1 && reading.face && { face: reading.face }) };
}
