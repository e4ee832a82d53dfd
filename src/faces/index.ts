/**
 * Faces, by MediaPipe without a browser:
 *
 *   resolveFaceModels   where the files are      option, environment, cache → paths
 *   openFaces           paths → Faces            networks of one thread
 *   faces.read          Picture → FaceReading    boxes, landmarks, blendshapes, pose
 *   measureFace         FaceReading → scores     by the names of FACE_METRICS
 *   pullMediapipe       official address → cache
 */
export { describeFaceFiles, type FaceFile } from './describe.js';
export { FACE_METRICS, faceBox, measureFace } from './metrics.js';
export type { FaceModel } from './networks.js';
export { MEDIAPIPE_MODELS, mediapipeFolder, type OfficialModel } from './official.js';
export { type Faces, type FacesOptions, openFaces } from './open.js';
export { type PullOptions, pullMediapipe } from './pull.js';
export type { Box, Face, FaceReading } from './reading.js';
export { type ResolvedModels, resolveFaceModels } from './resolve.js';
