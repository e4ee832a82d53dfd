/** Models that a curation used, for its card and report. */
import type { PackFile } from '../pack/manifest.js';
import type { CurateBench } from './bench.js';

/** A model that had a say. */
export interface UsedModel {
  readonly role: string;
  readonly name: string;
  readonly licence: string;
  readonly sha256: string;
}

/** Face models, then the pack's scorers. */
export function modelsOf({ pack, faceFiles }: CurateBench): UsedModel[] {
  const scorers = Object.entries(pack?.manifest.scorers ?? {}) as [string, { file: PackFile } | undefined][];
  return [
    ...faceFiles.map(({ role, name, licence, sha256 }) => ({ role: `faces: ${role}`, name, licence, sha256 })),
    ...scorers.flatMap(([role, scorer]) =>
      scorer ? [{ role, name: scorer.file.path, licence: scorer.file.licence, sha256: scorer.file.sha256 }] : [],
    ),
  ];
}
