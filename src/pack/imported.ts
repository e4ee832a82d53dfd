/** What an imported pack says of itself: its manifest, with every file's hash, licence and origin. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sha256 as hashOf } from '../hash.js';
import type { Imported } from '../stylegan/import/recognise.js';
import { noiseInputs } from '../stylegan/synthesis.js';
import type { TriedScorer } from './foreign.js';
import { type PackFile, type PackManifest, packManifestSchema } from './manifest.js';
import type { NewFile } from './place.js';
import type { Networks } from './trial.js';

/** What the manifest is a function of. */
export interface DescribeInput {
  readonly name: string;
  /** Path of the checkpoint. */
  readonly file: string;
  /** sha256 of the checkpoint. */
  readonly sha256: string;
  readonly licence?: string | undefined;
  readonly source?: string | undefined;
  readonly generator: Imported;
  readonly networks: Networks;
  readonly tried: readonly TriedScorer[];
}

/** Said where nobody stated a licence; the card of a dataset repeats it. */
export const UNKNOWN_LICENCE = 'unknown';

/** The manifest of an imported pack, without directions. */
export function describePack(input: DescribeInput): PackManifest {
  const { name, file, sha256, licence = UNKNOWN_LICENCE, generator, networks, tried } = input;
  const { config, architecture } = generator;
  const origin = `Imported from ${path.basename(file)} (sha256 ${sha256})`;
  const source = input.source === undefined ? origin : `${input.source}; ${origin}`;
  const network = (role: keyof Networks): PackFile => {
    const bytes = networks[role]!;
    return { path: `${role}.onnx`, sha256: hashOf(bytes), bytes: bytes.length, licence, source };
  };
  return packManifestSchema.parse({
    schema: 1,
    name,
    version: '1',
    description: `${architecture} at ${config.resolution} px, imported from ${path.basename(file)}`,
    licence,
    generator: {
      mapping: network('mapping'),
      synthesis: network('synthesis'),
      ...(networks.discriminator && { discriminator: network('discriminator') }),
      resolution: config.resolution,
      zDim: config.zDim,
      wDim: config.wDim,
      numWs: config.numWs,
      ...(config.labelDim > 0 && { labelDim: config.labelDim }),
      noise: noiseInputs(config),
    },
    scorers: Object.fromEntries(tried.map((scorer) => [scorer.name, entryOf(scorer)])),
    directions: [],
  });
}

function entryOf(scorer: TriedScorer): object {
  const [model, ...data] = scorerFiles(scorer).map((file) => describeFile(file, scorer));
  return { file: model, ...(data.length > 0 && { data }), ...scorer.entry };
}

function describeFile({ path: name, content }: NewFile, { file, licence, source }: TriedScorer): PackFile {
  const bytes = content instanceof Uint8Array ? content : readFileSync(content.copyOf);
  const origin = `Imported from ${path.basename(file)}`;
  return {
    path: name,
    sha256: hashOf(bytes),
    bytes: bytes.length,
    licence,
    source: source === undefined ? origin : `${source}; ${origin}`,
  };
}

/** Files of a scorer: the model, then those of its weights, which keep their places beside it in a folder of its own. */
export function scorerFiles({ name, bytes, external }: TriedScorer): NewFile[] {
  if (external.length === 0) return [{ path: `${name}.onnx`, content: bytes }];
  return [
    { path: `${name}/model.onnx`, content: bytes },
    ...external.map(({ file, location }) => ({
      path: path.posix.join(name, location),
      content: { copyOf: file },
    })),
  ];
}
