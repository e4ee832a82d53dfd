/** The file formats of templates, by extension: which files each needs beside itself, and its reader. */
import { decodeAlpha } from './alpha.js';
import { readCyHair } from './cy-hair.js';
import { parseGltf } from './gltf-json.js';
import { readGlb, readGltf, urisOf } from './gltf-read.js';
import { mtlFilesOf, readObj, texturesOf } from './obj.js';
import type { Template } from './template.js';
import { readTressFx } from './tressfx.js';
import { readUscData } from './usc-data.js';

/** Files beside a template, by the name it calls them. */
export type Beside = Record<string, Uint8Array>;

interface Format {
  /** What a file refers to; asked again with what was found until it names nothing new. */
  readonly references?: (bytes: Uint8Array, beside: Beside, name: string) => string[];
  readonly read: (bytes: Uint8Array, beside: Beside, name: string) => Template | Promise<Template>;
}

export const FORMATS: Readonly<Record<string, Format>> = {
  '.glb': { read: (bytes, _, name) => readGlb(bytes, name) },
  '.gltf': {
    references: (bytes, _, name) => urisOf(parseGltf(bytes, name)),
    read: (bytes, beside, name) => readGltf(bytes, beside, name),
  },
  '.data': { read: (bytes, _, name) => readUscData(bytes, name) },
  '.hair': { read: (bytes, _, name) => readCyHair(bytes, name) },
  '.tfx': { read: (bytes, _, name) => readTressFx(bytes, name) },
  '.obj': {
    references: (bytes, beside, name) => {
      const mtls = mtlFilesOf(bytes, name);
      return [...mtls, ...texturesBy(mtls, beside, name).map(([, { file }]) => file)];
    },
    read: async (bytes, beside, name) => {
      const textures = texturesBy(mtlFilesOf(bytes, name), beside, name);
      const alphas = new Map(
        await Promise.all(
          textures.map(
            async ([material, { file, map }]) => [material, await decodeAlpha(beside[file]!, file, map)] as const,
          ),
        ),
      );
      return readObj(bytes, alphas, name);
    },
  },
};

function texturesBy(mtls: readonly string[], beside: Beside, name: string) {
  return mtls.flatMap((mtl) => (beside[mtl] ? [...texturesOf(beside[mtl], `${mtl} of ${name}`)] : []));
}
