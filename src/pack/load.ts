/** Opens a pack: finds its folder, validates `pack.json`, verifies every file, and reads its directions. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseNpy } from '../checkpoint/npy.js';
import { DiptychError } from '../errors.js';
import { sha256, sha256OfFile } from '../hash.js';
import { rowLength } from '../latent/normals.js';
import { BUILT_IN, packFolder, packsIn, userPacks } from './home.js';
import { type PackDirection, type PackFile, type PackManifest, packManifestSchema } from './manifest.js';

/** A pack that was opened: its folder, its manifest and the manifest's own hash. */
export interface Pack {
  readonly folder: string;
  readonly manifest: PackManifest;
  /** sha256 of pack.json, which itself holds every file's hash: it stands for the whole pack. */
  readonly sha256: string;
}

/**
 * Reads and validates a manifest. Files are not opened.
 * @throws DiptychError E_PACK when there is none, it is malformed, or its directions do not fit its generator
 */
export async function openPack(nameOrFolder: string): Promise<Pack> {
  const folder = packFolder(nameOrFolder);
  const file = path.join(folder, 'pack.json');
  const text = await readFile(file, 'utf8').catch(async (cause) => {
    const folders = [...(await packsIn(BUILT_IN)), ...(await packsIn(userPacks()))];
    throw new DiptychError('E_PACK', `Expected a pack at ${nameOrFolder} but received no readable ${file}`, {
      cause,
      hint: `There are ${folders.map((known) => path.basename(known)).join(', ')}; else name a folder that holds a pack.json`,
    });
  });
  const manifest = parseManifest(text, file);
  for (const direction of manifest.directions) checkFits(direction, manifest, file);
  return { folder, manifest, sha256: sha256(text) };
}

/**
 * Compares every file of a pack with its hash.
 * @throws DiptychError E_MODEL when a file is missing, E_MODEL_HASH when it is not the one the manifest names
 */
export async function verifyPack(pack: Pack): Promise<void> {
  for (const file of filesOf(pack.manifest)) {
    const full = path.join(pack.folder, file.path);
    const bytes = await stat(full).then(
      (s) => s.size,
      () => undefined,
    );
    if (bytes === undefined) {
      throw new DiptychError(
        'E_MODEL',
        `Expected the file ${full} for the pack ${pack.manifest.name} but received none`,
        {
          hint: 'Install the pack again',
        },
      );
    }
    const actual = bytes === file.bytes ? await sha256OfFile(full) : `${bytes} bytes instead of ${file.bytes}`;
    if (actual !== file.sha256) {
      throw new DiptychError('E_MODEL_HASH', `Expected sha256 ${file.sha256} for ${full} but received ${actual}`, {
        hint: 'The file is damaged or another one: install the pack again',
      });
    }
  }
}

/** Every file that a manifest names. */
export function filesOf(manifest: PackManifest): PackFile[] {
  const scorers = Object.values(manifest.scorers).flatMap((scorer) =>
    scorer ? [scorer.file, ...(scorer.data ?? [])] : [],
  );
  const { mapping, synthesis, discriminator } = manifest.generator;
  return [
    mapping,
    synthesis,
    ...(discriminator ? [discriminator] : []),
    ...scorers,
    ...manifest.directions.map((d) => d.file),
  ];
}

/** A direction's normal, [wDim], in W+ [numWs, wDim]. @throws DiptychError E_PACK when it is not as the manifest says */
export async function readNormal(pack: Pack, direction: PackDirection): Promise<Float32Array> {
  const file = path.join(pack.folder, direction.file.path);
  const { data } = parseNpy(await readFile(file), file);
  const { generator } = pack.manifest;
  const expected = direction.space === 'w' ? generator.wDim : generator.numWs * generator.wDim;
  if (data.length !== expected) {
    throw new DiptychError('E_PACK', `Expected ${expected} values for ${file} but received ${data.length}`, {
      hint: 'Fit it again on this generator: diptych direction fit',
    });
  }
  const length = rowLength(data, generator, direction.layers);
  if (!(length > 0.99 && length < 1.01)) {
    throw new DiptychError('E_PACK', `Expected a direction of length 1 for ${file} but received ${length}`, {
      hint: 'Fit or import it again: diptych direction',
    });
  }
  return data;
}

function parseManifest(text: string, file: string): PackManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new DiptychError('E_PACK', `Expected JSON for ${file} but received damaged text`, {
      cause,
      hint: 'Install the pack again',
    });
  }
  const result = packManifestSchema.safeParse(json);
  if (result.success) return result.data;
  throw new DiptychError('E_PACK', `Expected a pack manifest for ${file} but received: ${firstIssue(result.error)}`, {
    hint: 'Install the pack again, or correct the manifest',
  });
}

function firstIssue(error: z.ZodError): string {
  return z.prettifyError(error).split('\n').slice(0, 2).join(' ').replaceAll(/\s+/g, ' ');
}

function checkFits(direction: PackDirection, manifest: PackManifest, file: string): void {
  const [, to] = direction.layers;
  const fits = direction.generator === manifest.generator.synthesis.sha256 && to <= manifest.generator.numWs;
  if (fits) return;
  throw new DiptychError(
    'E_PACK',
    `Expected directions fitted on this generator for ${file} but received ${direction.name}, fitted on another (${direction.generator.slice(0, 12)}…)`,
    { hint: 'Fit it again: diptych direction fit' },
  );
}
