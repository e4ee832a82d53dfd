/**
 * Builds a pack from a generator's weights and the networks of its scorers: graphs written, contracts stated, every
 * file hashed. Directions are fitted on the result afterwards.
 */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseNpz } from '../checkpoint/npz.js';
import { DiptychError } from '../errors.js';
import { sha256 } from '../hash.js';
import { makeFolder } from '../make-folder.js';
import { buildMapping } from '../stylegan/mapping.js';
import { buildSynthesis, noiseInputs } from '../stylegan/synthesis.js';
import { inferConfig } from '../stylegan/weights.js';
import { type PackFile, type PackManifest, packManifestSchema } from './manifest.js';

/** Contracts of the scorers; here without the files, which the builder fills in. */
const contracts = packManifestSchema.shape.scorers.shape;

/** What a pack says of itself and of its scorers; a JSON file beside the training code. */
export const packSpecSchema = packManifestSchema
  .pick({ name: true, version: true, description: true, licence: true })
  .extend({
    /** Where the weights come from, for the manifest. */
    source: z.string(),
    scorers: z.strictObject({
      attributes: contracts.attributes.unwrap().omit({ file: true }).optional(),
      parsing: contracts.parsing.unwrap().omit({ file: true }).optional(),
      identity: contracts.identity.unwrap().omit({ file: true }).optional(),
      landmarks: contracts.landmarks.unwrap().omit({ file: true }).optional(),
    }),
  });

/** A pack's description without its files. */
export type PackSpec = z.infer<typeof packSpecSchema>;

/** Where the parts come from and where the pack goes. */
export interface BuildOptions {
  /** `.npz` with the official stylegan2-ada-pytorch names. */
  readonly generator: string;
  /** Folder with `<scorer>.onnx` for each scorer of the spec. */
  readonly scorers: string;
  readonly spec: PackSpec;
  readonly out: string;
}

/**
 * Writes `<out>/mapping.onnx`, `synthesis.onnx`, the scorers and `pack.json`. Directions fitted on the same generator
 * stay. The generator stays in
 * float32: half-precision weights move a 128 px image by up to 4e-3 in [-1, 1], four times what parity allows.
 * @throws DiptychError E_CHECKPOINT for unusable weights, E_MODEL for a missing scorer
 */
export async function buildPack({ generator, scorers, spec, out }: BuildOptions): Promise<PackManifest> {
  const weights = parseNpz(await readFile(generator), generator);
  const config = inferConfig(weights);
  await makeFolder(out);
  const describe = (file: string, bytes: Uint8Array): PackFile => ({
    path: file,
    sha256: sha256(bytes),
    bytes: bytes.length,
    licence: spec.licence,
    source: spec.source,
  });
  const write = async (file: string, bytes: Uint8Array): Promise<PackFile> => {
    await writeFile(path.join(out, file), bytes);
    return describe(file, bytes);
  };
  const copy = async (kind: string): Promise<PackFile> => {
    const from = path.join(scorers, `${kind}.onnx`);
    const bytes = await readFile(from).catch((cause) => {
      throw new DiptychError('E_MODEL', `Expected the scorer ${from} but received no readable file`, { cause });
    });
    await copyFile(from, path.join(out, `${kind}.onnx`));
    return describe(`${kind}.onnx`, bytes);
  };
  const { attributes, parsing, identity, landmarks } = spec.scorers;
  const manifest = packManifestSchema.parse({
    schema: 1,
    name: spec.name,
    version: spec.version,
    description: spec.description,
    licence: spec.licence,
    generator: {
      mapping: await write('mapping.onnx', buildMapping(weights, config, 'float32')),
      synthesis: await write('synthesis.onnx', buildSynthesis(weights, config, 'float32')),
      resolution: config.resolution,
      zDim: config.zDim,
      wDim: config.wDim,
      numWs: config.numWs,
      noise: noiseInputs(config),
    },
    scorers: {
      ...(attributes && { attributes: { file: await copy('attributes'), ...attributes } }),
      ...(parsing && { parsing: { file: await copy('parsing'), ...parsing } }),
      ...(identity && { identity: { file: await copy('identity'), ...identity } }),
      ...(landmarks && { landmarks: { file: await copy('landmarks'), ...landmarks } }),
    },
    directions: [],
  });
  const kept = await directionsOf(out, manifest.generator.synthesis.sha256);
  const whole = { ...manifest, directions: kept };
  await writeManifest(out, whole);
  return whole;
}

/** Directions of an earlier build in the same folder that were fitted on this very generator: still good. */
async function directionsOf(folder: string, generator: string): Promise<PackManifest['directions']> {
  const text = await readFile(path.join(folder, 'pack.json'), 'utf8').catch(() => undefined);
  const earlier = text === undefined ? undefined : packManifestSchema.safeParse(JSON.parse(text));
  return earlier?.data?.directions.filter((direction) => direction.generator === generator) ?? [];
}

/** Writes `pack.json`. */
export async function writeManifest(folder: string, manifest: PackManifest): Promise<void> {
  await writeFile(path.join(folder, 'pack.json'), `${JSON.stringify(packManifestSchema.parse(manifest), null, 2)}\n`);
}
