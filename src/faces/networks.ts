/** MediaPipe's networks from their files, each with where it comes from. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { FaceDetector, FaceLandmarker, ImageSegmenter } from '@mediapipe/tasks-vision';
import { DiptychError } from '../errors.js';
import { sha256 } from '../hash.js';
import { createCanvas } from './canvas.js';
import { withDetectorMetadata } from './metadata.js';
import { MAX_FACES } from './metrics.js';
import { MEDIAPIPE_MODELS } from './official.js';
import { type Closable, firstLine, Task, type Vision } from './task.js';

/** A model that is in use. */
export interface FaceModel {
  readonly name: string;
  readonly path: string;
  readonly sha256: string;
  /** Of the published file that it equals; `unknown` for any other. */
  readonly licence: string;
}

/** A loaded network. */
export interface Network<T extends Closable> {
  readonly model: FaceModel;
  readonly task: Task<T>;
}

/** The detector of the npm package, the same network as the official one. */
const NPM_DETECTOR = '@mediapipe/face_detection/face_detection_short_range.tflite';

/** Files whose licence is known, by hash: the official ones, and the npm package's. */
const LICENCES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(MEDIAPIPE_MODELS.map((model) => [model.sha256, model.licence])),
  '3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633': 'Apache-2.0',
};

/** Landmarks, blendshapes and pose of faces, from a `.task` bundle. @throws DiptychError E_MODEL */
export function openLandmarker(file: string): Promise<Network<FaceLandmarker>> {
  return openNetwork(file, ({ api, fileset }, options) =>
    api.FaceLandmarker.createFromOptions(fileset, {
      ...options,
      numFaces: MAX_FACES,
      outputFaceBlendshapes: true,
      outputFacialTransformationMatrixes: true,
    }),
  );
}

/** Boxes of faces and six points of each; without a file, from the npm package. @throws DiptychError E_MODEL */
export function openDetector(file?: string): Promise<Network<FaceDetector>> {
  return openNetwork(
    file ?? createRequire(import.meta.url).resolve(NPM_DETECTOR),
    ({ api, fileset }, options) => api.FaceDetector.createFromOptions(fileset, options),
    withDetectorMetadata,
  );
}

/** Classes of pixels. @throws DiptychError E_MODEL */
export function openSegmenter(file: string): Promise<Network<ImageSegmenter>> {
  return openNetwork(file, ({ api, fileset }, options) =>
    api.ImageSegmenter.createFromOptions(fileset, {
      ...options,
      outputConfidenceMasks: true,
      outputCategoryMask: false,
    }),
  );
}

async function openNetwork<T extends Closable>(
  file: string,
  create: (vision: Vision, options: ReturnType<typeof optionsOf>) => Promise<T>,
  prepare: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
): Promise<Network<T>> {
  const bytes = await readFile(file).catch((cause) => {
    throw new DiptychError('E_MODEL', `Expected a MediaPipe model for ${file} but received no readable file`, {
      cause,
      hint: 'Pull it with diptych models pull mediapipe',
    });
  });
  const hash = sha256(bytes);
  const model = { name: path.basename(file), path: file, sha256: hash, licence: LICENCES[hash] ?? 'unknown' };
  const prepared = prepare(bytes);
  const task = await Task.open((vision) => create(vision, optionsOf(prepared))).catch((cause) => {
    throw new DiptychError(
      'E_MODEL',
      `Expected a MediaPipe model of the right kind for ${file} but received: ${firstLine(cause)}`,
      { cause, hint: 'Pull it again with diptych models pull mediapipe' },
    );
  });
  return { model, task };
}

function optionsOf(modelAssetBuffer: Uint8Array) {
  return {
    baseOptions: { modelAssetBuffer, delegate: 'CPU' },
    runningMode: 'IMAGE',
    canvas: createCanvas(),
  } as const;
}
