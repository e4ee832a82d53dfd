/**
 * glTF before it is handed to @gltf-transform/core: the container is taken apart, and every size that the JSON promises
 * is held against what is there, since the library allocates what it is told to. Pure.
 */
import type { JSONDocument } from '@gltf-transform/core';
import { z } from 'zod';
import { readerOf, truncated } from './bytes.js';
import { badTemplate, MAX_POINTS } from './template.js';

const index = z.number().int().min(0);
const size = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What decides how much memory is used, and which files are opened. */
const gltfSchema = z.looseObject({
  asset: z.looseObject({ version: z.string() }),
  extensionsRequired: z.array(z.string()).optional(),
  buffers: z.array(z.looseObject({ byteLength: size, uri: z.string().optional() })).optional(),
  bufferViews: z
    .array(
      z.looseObject({
        buffer: index,
        byteOffset: size.optional(),
        byteLength: size,
        byteStride: z.number().int().min(1).max(252).optional(),
      }),
    )
    .optional(),
  accessors: z
    .array(
      z.looseObject({
        bufferView: index.optional(),
        byteOffset: size.optional(),
        componentType: z.union([5120, 5121, 5122, 5123, 5125, 5126].map((code) => z.literal(code))),
        count: size,
        type: z.enum(['SCALAR', 'VEC2', 'VEC3', 'VEC4', 'MAT2', 'MAT3', 'MAT4']),
        sparse: z.unknown().optional(),
      }),
    )
    .optional(),
  images: z.array(z.looseObject({ uri: z.string().optional(), bufferView: index.optional() })).optional(),
  textures: z.array(z.looseObject({ source: index.optional() })).optional(),
  materials: z.array(z.looseObject({})).optional(),
  nodes: z.array(z.looseObject({ children: z.array(index).optional() })).optional(),
});
export type GltfJson = z.infer<typeof gltfSchema>;

const COMPONENT_BYTES: Readonly<Record<number, number>> = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 };
const COMPONENTS = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 } as const;
/** Extensions that may be required without a change to where strands lie: quantised arrays are read as they are. */
const HARMLESS = ['KHR_mesh_quantization', 'KHR_materials_unlit', 'KHR_texture_transform'];
/** Room for all arrays of a file together: positions, normals, tangents, colours and indices of MAX_POINTS points. */
const MAX_ARRAY_BYTES = MAX_POINTS * 64;

/** JSON and binary chunk of a .glb. @throws DiptychError E_DATASET when it is cut off or no glTF 2. */
export function splitGlb(bytes: Uint8Array, name: string): { json: GltfJson; binary: Uint8Array | undefined } {
  const reader = readerOf(bytes, name);
  const magic = reader.u32();
  if (magic !== 0x46546c67)
    throw badTemplate('a glTF binary', name, 'a file of another format', 'Its first letters are not glTF');
  const version = reader.u32();
  if (version !== 2) throw badTemplate('glTF 2', name, `version ${version}`, 'Export it as glTF 2.0');
  const length = reader.u32();
  if (length > bytes.length) throw truncated(name, length, bytes.length);
  let json: GltfJson | undefined;
  let binary: Uint8Array | undefined;
  let at = 12;
  while (at + 8 <= length) {
    const chunk = readerOf(bytes, name, at);
    const [chunkBytes, type] = [chunk.u32(), chunk.u32()];
    chunk.skip(chunkBytes);
    const body = bytes.subarray(at + 8, at + 8 + chunkBytes);
    if (type === 0x4e4f534a) json ??= parseGltf(body, name);
    else if (type === 0x004e4942) binary ??= body;
    at += 8 + chunkBytes;
  }
  if (!json) throw badTemplate('a chunk of JSON', name, 'none', 'The file is damaged: export it again');
  return { json, binary };
}

/** The JSON of a .gltf or of a chunk. @throws DiptychError E_DATASET */
export function parseGltf(bytes: Uint8Array, name: string): GltfJson {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw badTemplate('glTF as JSON', name, bytes.length ? 'something else' : 'an empty file', 'Export it again');
  }
  const result = gltfSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = `${issue?.path.join('.') || 'its top'}: ${issue?.message}`;
  throw badTemplate('glTF 2', name, where, 'The file is damaged: export it again');
}

/**
 * The document for the library, once nothing in it promises more than there is.
 *
 * @param resources The files it refers to, by URI; those of '@glb.bin' for a .glb.
 * @throws DiptychError E_DATASET
 */
export function checkGltf(json: GltfJson, resources: Record<string, Uint8Array>, name: string): JSONDocument {
  const damaged = (expected: string, received: string) =>
    badTemplate(expected, name, received, 'The file is damaged: export it again');
  const strange = json.extensionsRequired?.find((each) => !HARMLESS.includes(each));
  if (strange)
    throw badTemplate(
      'no extension',
      name,
      strange,
      'Export it without compression of meshes and textures (plain glTF)',
    );

  const room = (json.buffers ?? []).map(({ uri, byteLength }) => {
    const there = uri?.startsWith('data:') ? dataBytes(uri) : (resources[uri ?? '@glb.bin']?.length ?? 0);
    if (byteLength > there) throw truncated(name, byteLength, there);
    return byteLength;
  });
  const views = json.bufferViews ?? [];
  for (const [v, view] of views.entries()) {
    const there = room[view.buffer];
    if (there === undefined || (view.byteOffset ?? 0) + view.byteLength > there)
      throw damaged(`bufferView ${v} inside its buffer`, `bytes ${view.byteOffset ?? 0} + ${view.byteLength}`);
  }
  let total = 0;
  for (const [a, each] of (json.accessors ?? []).entries()) {
    const item = COMPONENT_BYTES[each.componentType]! * COMPONENTS[each.type];
    total += each.count * item;
    if (total > MAX_ARRAY_BYTES)
      throw badTemplate(
        `at most ${MAX_POINTS} points`,
        name,
        `${each.count} in accessor ${a}`,
        'Leave out strands of it',
      );
    if (each.bufferView === undefined) continue;
    const view = views[each.bufferView];
    const end = each.count && (each.byteOffset ?? 0) + (each.count - 1) * (view?.byteStride ?? item) + item;
    if (!view || end > view.byteLength) throw damaged(`accessor ${a} inside its bufferView`, `${each.count} elements`);
  }
  checkTree(json, name);
  return {
    json: { ...json, extensionsRequired: [], animations: [], skins: [] } as unknown as JSONDocument['json'],
    resources: resources as JSONDocument['resources'],
  };
}

const dataBytes = (uri: string): number => Math.floor(((uri.length - uri.indexOf(',') - 1) * 3) / 4);

/** Nodes are a forest: the library would follow a circle for ever. */
function checkTree({ nodes = [] }: GltfJson, name: string): void {
  const parent = new Map<number, number>();
  for (const [n, { children = [] }] of nodes.entries())
    for (const child of children) {
      if (parent.has(child) || !nodes[child])
        throw badTemplate('a tree of nodes', name, `node ${child} below node ${n}`, 'Export it again');
      parent.set(child, n);
    }
  for (let n = 0; n < nodes.length; n++) {
    let steps = 0;
    for (let up = parent.get(n); up !== undefined; up = parent.get(up))
      if (++steps > 256) throw badTemplate('at most 256 levels of nodes', name, 'more, or a circle', 'Export it again');
  }
}
