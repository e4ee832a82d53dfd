/** Finds the files of the face models: where the user says, or where they were pulled to. */
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { DiptychError } from '../errors.js';
import { MODEL_FILES, type ModelRole, mediapipeFolder } from './official.js';

/** Paths by role; a role without a file is absent. Without landmarker and detector, the detector of npm serves. */
export type ResolvedModels = Readonly<Partial<Record<ModelRole, string>>>;

/** Environment variable in place of the option. */
const VARIABLE = 'DIPTYCH_FACE_MODEL';

const HINT = `Pull it with diptych models pull mediapipe, or name the file ${MODEL_FILES.landmarker} or its folder`;

/** Near the start of a bundle of models (a zip file; the official one has two bytes before it), and of a single model. */
const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const TFLITE = Buffer.from('TFL3');

/**
 * Files of the face models: those of `faceModel` (a file or a folder), else of $DIPTYCH_FACE_MODEL, else of the cache.
 * Of what the first place lacks, the cache may have the rest (a segmenter beside a landmarker elsewhere).
 * @throws DiptychError E_MODEL when a place that was named has no model of faces, or a file is not a model
 */
export async function resolveFaceModels(
  { faceModel }: { faceModel?: string | undefined },
  env: NodeJS.ProcessEnv = process.env,
): Promise<ResolvedModels> {
  const named = faceModel ?? (env[VARIABLE] || undefined);
  const cached = await inFolder(mediapipeFolder(undefined, env));
  if (named === undefined) return cached;
  const given = await inPlace(named, faceModel === undefined ? `$${VARIABLE}` : '--face-model');
  // A detector that was named must not give way to a landmarker that happens to be in the cache.
  const { landmarker: _landmarker, detector: _detector, ...segmenters } = cached;
  return { ...segmenters, ...given };
}

async function inPlace(place: string, option: string): Promise<ResolvedModels> {
  const info = await stat(place).catch((cause) => {
    throw new DiptychError('E_MODEL', `Expected a file or folder for ${option} but received ${place}, which is none`, {
      cause,
      hint: HINT,
    });
  });
  if (!info.isDirectory()) return { [(await isBundle(place)) ? 'landmarker' : 'detector']: path.resolve(place) };
  const found = await inFolder(place);
  if (found.landmarker ?? found.detector) return found;
  throw new DiptychError('E_MODEL', `Expected ${MODEL_FILES.landmarker} for ${option} but ${place} has none`, {
    hint: HINT,
  });
}

async function inFolder(folder: string): Promise<ResolvedModels> {
  const found: Partial<Record<ModelRole, string>> = {};
  for (const [role, name] of Object.entries(MODEL_FILES) as [ModelRole, string][]) {
    const file = path.resolve(folder, name);
    const there = await stat(file).then(
      (info) => info.isFile(),
      () => false,
    );
    if (!there) continue;
    if ((await isBundle(file)) !== (role === 'landmarker')) throw wrongFile(file);
    found[role] = file;
  }
  return found;
}

/** Whether the file is a bundle rather than a single model. @throws DiptychError E_MODEL when it is neither */
async function isBundle(file: string): Promise<boolean> {
  const head = Buffer.alloc(8);
  const handle = await open(file);
  try {
    await handle.read(head, 0, head.length, 0);
  } finally {
    await handle.close();
  }
  if (head.includes(ZIP)) return true;
  if (head.subarray(4).equals(TFLITE)) return false;
  throw wrongFile(file);
}

function wrongFile(file: string): DiptychError {
  return new DiptychError('E_MODEL', `Expected a MediaPipe model for ${file} but received another file`, {
    hint: HINT,
  });
}
