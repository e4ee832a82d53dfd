/** Reads our own .glb, and strands or hair cards out of any other glTF. */
import { type Document, Logger, NodeIO } from '@gltf-transform/core';
import { DiptychError } from '../../../errors.js';
import { strandsFromCards } from './cards.js';
import { ownSchema, ownTemplate } from './glb-own.js';
import { cardsOf } from './gltf-cards.js';
import { checkGltf, type GltfJson, parseGltf, splitGlb } from './gltf-json.js';
import { isLines, linesOf } from './gltf-lines.js';
import { primitivesOf } from './gltf-scene.js';
import { joinRaw } from './join-raw.js';
import { badTemplate, foreignTemplate, type Template } from './template.js';

/** @throws DiptychError E_DATASET when the file holds no hair. */
export async function readGlb(bytes: Uint8Array, name: string): Promise<Template> {
  const { json, binary } = splitGlb(bytes, name);
  for (const uri of urisOf(json))
    throw badTemplate('everything inside the file', name, JSON.stringify(uri), 'Export it with its textures packed in');
  return readDocument(json, binary ? { '@glb.bin': binary } : {}, name);
}

/** A .gltf and the files beside it, by URI as it names them. @throws DiptychError E_DATASET when it holds no hair. */
export function readGltf(bytes: Uint8Array, files: Record<string, Uint8Array>, name: string): Promise<Template> {
  return readDocument(parseGltf(bytes, name), files, name);
}

/** The files that a document needs, as it names them: its buffers, and its textures of colour and alpha. */
export function urisOf(json: GltfJson): string[] {
  const textures = (json.materials ?? []).flatMap((material) => {
    const pbr = material.pbrMetallicRoughness as { baseColorTexture?: { index?: number } } | undefined;
    const source = json.textures?.[pbr?.baseColorTexture?.index ?? -1]?.source;
    return json.images?.[source ?? -1]?.uri ?? [];
  });
  const buffers = (json.buffers ?? []).flatMap(({ uri }) => uri ?? []);
  return [...new Set([...buffers, ...textures])].filter((uri) => !uri.startsWith('data:'));
}

async function readDocument(json: GltfJson, files: Record<string, Uint8Array>, name: string): Promise<Template> {
  // Textures that are not of colour are not looked at, so an empty file stands for them.
  const all = (json.images ?? []).flatMap(({ uri }) => (uri && !uri.startsWith('data:') ? uri : []));
  const resources = { ...Object.fromEntries(all.map((uri) => [uri, new Uint8Array()])), ...files };
  const checked = checkGltf(json, resources, name);
  try {
    const document = await new NodeIO().setLogger(new Logger(Logger.Verbosity.SILENT)).readJSON(checked);
    return await templateOf(document, name);
  } catch (cause) {
    if (cause instanceof DiptychError) throw cause;
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new DiptychError('E_DATASET', `Expected readable glTF for ${name} but received: ${reason}`, {
      hint: 'The file is damaged: export it again',
      cause,
    });
  }
}

async function templateOf(document: Document, name: string): Promise<Template> {
  const asset = document.getRoot().getAsset();
  const primitives = primitivesOf(document);
  const lines = primitives.filter(isLines);
  const own = ownSchema.safeParse(asset.extras);
  if (own.success) return ownTemplate(own.data, lines, name);
  if (lines.length > 0)
    return foreignTemplate(
      name,
      'glTF lines',
      joinRaw(
        lines.map((each) => linesOf(each, name)),
        name,
      ),
      asset.copyright,
    );
  const cards = await cardsOf(primitives, name);
  if (cards.length === 0)
    throw badTemplate('lines or textured triangles', name, 'neither', 'Choose a file with hair strands or hair cards');
  return foreignTemplate(name, 'glTF hair cards', strandsFromCards(cards, name), asset.copyright);
}
