/**
 * Strands as our own template: glTF 2.0 binary, line primitives (docs/hair-templates.md).
 *
 * Mode LINES with indices: of what glTF has, it is the one that any viewer shows and that stays small. LINE_STRIP needs a
 * primitive a strand (100,000 strands make 18 MB of JSON), since glTF forbids primitive restart; LINES without indices
 * stores every inner point twice. 100,000 strands of 30 points take 84 MB: 12 bytes a position, 4 a radius, 4 a strand's
 * number, 8 a segment.
 */
import { Accessor, Document, NodeIO, Primitive, VertexLayout } from '@gltf-transform/core';
import { HAIR_REGIONS, type Strands } from '../types.js';

export const FORMAT = 'diptych-hair';
export const FORMAT_VERSION = 1;
export const SPACE = 'diptych-head';

/** What is written beside the strands. */
export interface TemplateMeta {
  readonly name: string;
  /** SPDX expression or a few words. */
  readonly licence?: string | undefined;
}

/** A file of our own format; strands keep their order within each region. The same strands give the same bytes. */
export async function writeTemplate(strands: Strands, meta: TemplateMeta): Promise<Uint8Array> {
  const document = new Document();
  const asset = document.getRoot().getAsset();
  asset.generator = 'diptych';
  if (meta.licence !== undefined) asset.copyright = meta.licence;
  asset.extras = { format: FORMAT, version: FORMAT_VERSION, space: SPACE, name: meta.name, licence: meta.licence };
  const scene = document.createScene(meta.name);
  const buffer = document.createBuffer();
  for (const [region, name] of HAIR_REGIONS.entries()) {
    const arrays = arraysOf(strands, region);
    if (!arrays) continue;
    const attribute = (array: Float32Array | Uint32Array, type: 'SCALAR' | 'VEC3'): Accessor =>
      document.createAccessor().setBuffer(buffer).setType(Accessor.Type[type]!).setArray(array);
    const primitive = document
      .createPrimitive()
      .setMode(Primitive.Mode.LINES!)
      .setAttribute('POSITION', attribute(arrays.points, 'VEC3'))
      .setAttribute('_RADIUS', attribute(arrays.radius, 'SCALAR'))
      .setAttribute('_STRAND', attribute(arrays.strand, 'SCALAR'))
      .setIndices(attribute(arrays.indices, 'SCALAR'));
    scene.addChild(document.createNode(name).setMesh(document.createMesh(name).addPrimitive(primitive)));
  }
  return new NodeIO().setVertexLayout(VertexLayout.SEPARATE).writeBinary(document);
}

/** Strand numbers are float32 since glTF allows no uint32 in attributes; they are exact up to 16.7 million. */
function arraysOf(strands: Strands, region: number) {
  let count = 0;
  let points = 0;
  for (let s = 0; s < strands.region.length; s++) {
    if (strands.region[s] !== region) continue;
    count++;
    points += strands.first[s + 1]! - strands.first[s]!;
  }
  if (count === 0) return undefined;
  const arrays = {
    points: new Float32Array(points * 3),
    radius: new Float32Array(points),
    strand: new Float32Array(points),
    indices: new Uint32Array((points - count) * 2),
  };
  let [at, edge, number] = [0, 0, 0];
  for (let s = 0; s < strands.region.length; s++) {
    if (strands.region[s] !== region) continue;
    const [from, to] = [strands.first[s]!, strands.first[s + 1]!];
    arrays.points.set(strands.points.subarray(from * 3, to * 3), at * 3);
    const end = at + to - from;
    arrays.radius.fill(strands.radius[s]!, at, end);
    arrays.strand.fill(number++, at, end);
    for (; at < end - 1; at++) {
      arrays.indices[edge++] = at;
      arrays.indices[edge++] = at + 1;
    }
    at = end;
  }
  return arrays;
}
