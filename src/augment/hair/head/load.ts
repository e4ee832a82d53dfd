/** Reads the generic head from models/hair/head.glb (made by training/hair/head.py). */
import { fileURLToPath } from 'node:url';
import { type Document, NodeIO, type Primitive } from '@gltf-transform/core';
import { invariant } from '../../../errors.js';
import { GROWTH_WEIGHTS, type GrowthWeight, type HeadModel } from '../types.js';
import { normalsOf } from './normals.js';

const FILE = fileURLToPath(new URL('../../../../models/hair/head.glb', import.meta.url));

/** The generic head; reads 270 kB. */
export async function loadHead(): Promise<HeadModel> {
  const document = await new NodeIO().read(FILE);
  const head = primitiveOf(document, 'head');
  const positions = attribute(head, 'POSITION');
  const triangles = Uint32Array.from(head.getIndices()!.getArray()!);
  const weights = Object.fromEntries(
    GROWTH_WEIGHTS.map((name) => [name, attribute(head, `_${name.toUpperCase()}`)]),
  ) as Record<GrowthWeight, Float32Array>;
  return {
    positions,
    normals: normalsOf(positions, triangles),
    triangles,
    label: Uint8Array.from(attribute(head, '_LABEL')),
    labels: (document.getRoot().getAsset().extras as { labels: string[] }).labels,
    weights,
    mediapipe: attribute(primitiveOf(document, 'mediapipe'), 'POSITION'),
    five: attribute(primitiveOf(document, 'five'), 'POSITION'),
  };
}

function primitiveOf(document: Document, name: string): Primitive {
  const mesh = document
    .getRoot()
    .listMeshes()
    .find((each) => each.getName() === name);
  invariant(mesh, `the generic head has a mesh ${name}`);
  return mesh.listPrimitives()[0]!;
}

function attribute(primitive: Primitive, name: string): Float32Array {
  const accessor = primitive.getAttribute(name);
  invariant(accessor, `the generic head has ${name}`);
  return Float32Array.from(accessor.getArray()!);
}
