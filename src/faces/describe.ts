/** What a run's face models are, by the hash of their files. */
import path from 'node:path';
import { sha256OfFile } from '../hash.js';
import { MEDIAPIPE_MODELS } from './official.js';
import type { ResolvedModels } from './resolve.js';

/** A face model that is in use. */
export interface FaceFile {
  readonly role: string;
  readonly name: string;
  /** Of the published file that it equals; `unknown` for any other. */
  readonly licence: string;
  readonly sha256: string;
}

/** Reads every file once for its hash; in the order of the roles. @throws the system's error for a file that is gone */
export async function describeFaceFiles(faces: ResolvedModels): Promise<FaceFile[]> {
  return Promise.all(
    Object.entries(faces).map(async ([role, file]) => {
      const hash = await sha256OfFile(file);
      const licence = MEDIAPIPE_MODELS.find((model) => model.sha256 === hash)?.licence ?? 'unknown';
      return { role, name: path.basename(file), licence, sha256: hash };
    }),
  );
}
