/**
 * Wavefront OBJ and MTL: hair cards (faces with vt), or strands (l elements). Pure.
 */
import type { Plane } from '../../../pair.js';
import { type CardMesh, strandsFromCards } from './cards.js';
import { joinRaw } from './join-raw.js';
import { badTemplate, checkCount, foreignTemplate, type RawStrands, type Template } from './template.js';

/** Text is decoded as a whole. */
const MAX_BYTES = 256 * 2 ** 20;

/** An opacity map of a material: its own (map_d), or the alpha channel of its colour (map_Kd). */
export interface ObjTexture {
  readonly file: string;
  readonly map: 'opacity' | 'colour';
}

/** The MTL files that an OBJ names, in order. */
export function mtlFilesOf(bytes: Uint8Array, name: string): string[] {
  return [...new Set(statements(bytes, name).flatMap(([key, rest]) => (key === 'mtllib' && rest ? [rest] : [])))];
}

/** The opacity map of each material of an MTL that has one. */
export function texturesOf(bytes: Uint8Array, name: string): Map<string, ObjTexture> {
  const textures = new Map<string, ObjTexture>();
  let material = '';
  for (const [key, rest] of statements(bytes, name)) {
    if (key === 'newmtl') material = rest;
    // Options (-s 1 1 1) stand before the name, which is taken as the last word unless there are none.
    const file = rest.startsWith('-') ? (rest.split(/\s+/).at(-1) ?? '') : rest;
    if (key === 'map_d') textures.set(material, { file, map: 'opacity' });
    if (key === 'map_Kd' && textures.get(material)?.map !== 'opacity') textures.set(material, { file, map: 'colour' });
  }
  return textures;
}

/**
 * @param alphas Opacity by material; materials without are opaque.
 * @throws DiptychError E_DATASET when it holds no hair, or numbers that lead nowhere.
 */
export function readObj(bytes: Uint8Array, alphas: ReadonlyMap<string, Plane>, name: string): Template {
  const positions: number[] = [];
  const uv: number[] = [];
  const lines: RawStrands[] = [];
  const meshes = new Map<string, MeshDraft>();
  let material = '';
  for (const [key, rest] of statements(bytes, name)) {
    if (key === 'v') positions.push(...numbers(rest, 3));
    else if (key === 'vt') uv.push(...numbers(rest, 2));
    else if (key === 'usemtl') material = rest;
    else if (key === 'l') lines.push(polyline(rest, positions, name));
    else if (key === 'f') {
      const draft = meshes.get(material) ?? { positions: [], uv: [], triangles: [], known: new Map() };
      meshes.set(material, draft);
      addFace(draft, rest, positions, uv, name);
    }
    checkCount(positions.length / 3, name);
  }
  if (lines.length > 0) return foreignTemplate(name, 'OBJ lines', joinRaw(lines, name));
  const cards: CardMesh[] = [...meshes].map(([key, { positions, uv, triangles }]) => ({
    positions: Float32Array.from(positions),
    uv: Float32Array.from(uv),
    triangles: Uint32Array.from(triangles),
    alpha: alphas.get(key),
  }));
  if (!cards.some((card) => card.triangles.length > 0))
    throw badTemplate('lines or faces with vt', name, 'neither', 'Choose a file with hair strands or hair cards');
  return foreignTemplate(name, 'OBJ hair cards', strandsFromCards(cards, name));
}

interface MeshDraft {
  readonly positions: number[];
  readonly uv: number[];
  readonly triangles: number[];
  readonly known: Map<string, number>;
}

/** Keyword and the rest of each line; a backslash at the end goes on with the next. */
function statements(bytes: Uint8Array, name: string): [string, string][] {
  if (bytes.length === 0) throw badTemplate('text', name, 'an empty file', 'Copy it again');
  if (bytes.length > MAX_BYTES)
    throw badTemplate(`at most ${MAX_BYTES} bytes`, name, `${bytes.length}`, 'Convert it to glb, which is smaller');
  const text = new TextDecoder().decode(bytes).replace(/\\\r?\n/g, ' ');
  return text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const [, key, rest] = /^\s*([^\s#]+)\s*(.*?)\s*$/.exec(line) ?? [];
    return key === undefined ? [] : [[key, rest ?? '']];
  });
}

function numbers(text: string, count: number): number[] {
  const words = text.split(/\s+/);
  return Array.from({ length: count }, (_, k) => Number(words[k] ?? (k < 2 ? 'missing' : '0')));
}

/** Row of a number of OBJ: from 1 on, or from the end when negative. */
function row(word: string | undefined, count: number, name: string): number {
  const number = Number(word);
  const index = number < 0 ? count + number : number - 1;
  if (!Number.isInteger(index) || index < 0 || index >= count)
    throw badTemplate(`numbers of ${count} vertices`, name, JSON.stringify(word ?? ''), 'The file is damaged');
  return index;
}

function polyline(rest: string, positions: readonly number[], name: string): RawStrands {
  const rows = rest.split(/\s+/).map((word) => row(word.split('/')[0], positions.length / 3, name));
  const points = Float32Array.from(rows.flatMap((r) => positions.slice(r * 3, r * 3 + 3)));
  return { points, first: Uint32Array.of(0, rows.length) };
}

/** A polygon as a fan. Faces without vt are no cards. */
function addFace(
  draft: MeshDraft,
  rest: string,
  positions: readonly number[],
  uv: readonly number[],
  name: string,
): void {
  const words = rest.split(/\s+/);
  if (words.some((word) => !word.split('/')[1])) return;
  const vertices = words.map((word) => {
    const [v, t] = word.split('/');
    const [p, q] = [row(v, positions.length / 3, name), row(t, uv.length / 2, name)];
    const key = `${p}/${q}`;
    const known = draft.known.get(key);
    if (known !== undefined) return known;
    const vertex = draft.known.size;
    draft.known.set(key, vertex);
    draft.positions.push(positions[p * 3]!, positions[p * 3 + 1]!, positions[p * 3 + 2]!);
    // OBJ's v runs up the texture.
    draft.uv.push(uv[q * 2]!, 1 - uv[q * 2 + 1]!);
    return vertex;
  });
  for (let k = 2; k < vertices.length; k++) draft.triangles.push(vertices[0]!, vertices[k - 1]!, vertices[k]!);
}
