/** Google's own files of MediaPipe models, and where they are kept here. */
import { homedir } from 'node:os';
import path from 'node:path';

/** What a model does for curation. */
export type ModelRole = 'landmarker' | 'detector' | 'person' | 'hair';

/** A file as Google publishes it. */
export interface OfficialModel {
  readonly role: ModelRole;
  /** File name, which also is its name for the user. */
  readonly name: string;
  readonly url: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly licence: string;
  readonly describe: string;
}

const BASE = 'https://storage.googleapis.com/mediapipe-models';

/** Models that can be pulled. URLs name a version, never `latest`, so that a hash can hold. */
export const MEDIAPIPE_MODELS: readonly OfficialModel[] = [
  {
    role: 'landmarker',
    name: 'face_landmarker.task',
    url: `${BASE}/face_landmarker/face_landmarker/float16/1/face_landmarker.task`,
    sha256: '64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff',
    bytes: 3_758_596,
    licence: 'Apache-2.0',
    describe: 'faces, 478 landmarks, 52 blendshapes and pose',
  },
  {
    role: 'detector',
    name: 'blaze_face_short_range.tflite',
    url: `${BASE}/face_detector/blaze_face_short_range/float16/1/blaze_face_short_range.tflite`,
    sha256: 'b4578f35940bf5a1a655214a1cce5cab13eba73c1297cd78e1a04c2380b0152f',
    bytes: 229_746,
    licence: 'Apache-2.0',
    describe: 'faces and six points of each; the landmarker has it inside',
  },
  {
    role: 'person',
    name: 'selfie_segmenter.tflite',
    url: `${BASE}/image_segmenter/selfie_segmenter/float16/1/selfie_segmenter.tflite`,
    sha256: '191ac9529ae506ee0beefa6b2c945a172dab9d07d1e802a290a4e4038226658b',
    bytes: 249_537,
    licence: 'Apache-2.0',
    describe: 'person and background',
  },
];

/** File name of each role's model in a folder. Hair has no pinned hash, so it is used where it is and never pulled. */
export const MODEL_FILES: Readonly<Record<ModelRole, string>> = {
  landmarker: 'face_landmarker.task',
  detector: 'blaze_face_short_range.tflite',
  person: 'selfie_segmenter.tflite',
  hair: 'hair_segmenter.tflite',
};

/** The folder of pulled models: `$DIPTYCH_CACHE`, else the user's cache folder, with `mediapipe` in it. */
export function mediapipeFolder(cache?: string, env: NodeJS.ProcessEnv = process.env): string {
  const userCache = env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  return path.join(cache ?? (env.DIPTYCH_CACHE || path.join(userCache, 'diptych')), 'mediapipe');
}
