/** Opens the face models of one thread: a reader of faces, and segmenters where their files are at hand. */
import type { FaceDetector, FaceLandmarker, ImageSegmenter, MPMask } from '@mediapipe/tasks-vision';
import { resizePlane } from '../image/resize.js';
import type { Picture } from '../item.js';
import type { Plane } from '../pair.js';
import { type FaceModel, type Network, openDetector, openLandmarker, openSegmenter } from './networks.js';
import { type FaceReading, readDetections, readLandmarks } from './reading.js';
import type { ResolvedModels } from './resolve.js';
import { toRgba } from './rgba.js';
import { type Closable, firstLine } from './task.js';

/** Files of the models; without landmarker and detector, the detector of @mediapipe/face_detection serves. */
export type FacesOptions = ResolvedModels;

/** The face models of one thread, loaded. A network without a file is absent. */
export interface Faces {
  /** `detector` finds faces and their eyes only: what is read from landmarks is then not measured. */
  readonly kind: 'landmarker' | 'detector';
  readonly models: readonly FaceModel[];
  /** Faces of a picture. One that breaks the network twice is reported as `failed`, never thrown. */
  read(picture: Picture): Promise<FaceReading>;
  /** How sure each pixel is a person, [H, W] of the picture, [0, 1]. @throws what MediaPipe throws, twice in a row */
  readonly person?: (picture: Picture) => Promise<Plane>;
  /** How sure each pixel is hair, beards included; as `person`. */
  readonly hair?: (picture: Picture) => Promise<Plane>;
  close(): Promise<void>;
}

/**
 * Longer side of what the networks are given, px. They look at 128 to 512 px: more costs time and memory and gives the
 * same result (22 ms at 256, 512 and 1024 px alike; 84 ms and 300 MB more at 25 megapixels).
 */
const MAX_SIDE = 1024;

/**
 * Loads the models; takes about half a second each.
 * @throws DiptychError E_MODEL when a file cannot be read or is not the model that it should be
 */
export async function openFaces(options: FacesOptions): Promise<Faces> {
  const opened: Network<Closable>[] = [];
  const keep = <T extends Closable>(network: Network<T>): Network<T> => {
    opened.push(network);
    return network;
  };
  const close = async (): Promise<void> => {
    for (const { task } of opened) await task.close();
  };
  try {
    const read = options.landmarker
      ? landmarkReader(keep(await openLandmarker(options.landmarker)))
      : detectionReader(keep(await openDetector(options.detector)));
    // The first of one class is the person; of two classes, background and hair, the second is hair.
    const person = options.person && maskReader(keep(await openSegmenter(options.person)), 0);
    const hair = options.hair && maskReader(keep(await openSegmenter(options.hair)), 1);
    return {
      kind: options.landmarker ? 'landmarker' : 'detector',
      models: opened.map(({ model }) => model),
      read,
      ...(person && { person }),
      ...(hair && { hair }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function landmarkReader({ task }: Network<FaceLandmarker>): Faces['read'] {
  return async (picture) => {
    const image = toRgba(picture, MAX_SIDE);
    return failing(task.run((landmarker) => readLandmarks(landmarker.detect(image), picture.width, picture.height)));
  };
}

function detectionReader({ task }: Network<FaceDetector>): Faces['read'] {
  return async (picture) => {
    const image = toRgba(picture, MAX_SIDE);
    return failing(
      task.run((detector) => readDetections(detector.detect(image), image, picture.width, picture.height)),
    );
  };
}

async function failing(reading: Promise<FaceReading>): Promise<FaceReading> {
  return reading.catch((error) => ({ boxes: [], failed: firstLine(error) }));
}

function maskReader({ task }: Network<ImageSegmenter>, index: number): (picture: Picture) => Promise<Plane> {
  return async (picture) => {
    const image = toRgba(picture, MAX_SIDE);
    const mask = await task.run((segmenter) => {
      const result = segmenter.segment(image);
      try {
        return planeOf(result.confidenceMasks?.[index]);
      } finally {
        result.close();
      }
    });
    return resizePlane(mask, picture.width, picture.height);
  };
}

function planeOf(mask: MPMask | undefined): Plane {
  if (mask === undefined) throw new Error('the segmenter has another number of classes');
  return { data: Float32Array.from(mask.getAsFloat32Array()), width: mask.width, height: mask.height };
}
