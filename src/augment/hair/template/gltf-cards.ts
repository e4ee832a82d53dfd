/** Hair cards out of glTF's triangles. */
import { Primitive } from '@gltf-transform/core';
import type { Plane } from '../../../pair.js';
import { decodeAlpha } from './alpha.js';
import type { CardMesh } from './cards.js';
import { numbersOf, type PlacedPrimitive, positionsOf } from './gltf-scene.js';
import { badTemplate } from './template.js';

/** The triangle meshes that have UV coordinates; each texture is decoded once. @throws DiptychError E_DATASET */
export async function cardsOf(primitives: readonly PlacedPrimitive[], name: string): Promise<CardMesh[]> {
  const alphas = new Map<Uint8Array, Plane>();
  const cards: CardMesh[] = [];
  for (const placed of primitives) {
    const { primitive } = placed;
    const uv = numbersOf(primitive.getAttribute('TEXCOORD_0'));
    if (primitive.getMode() !== Primitive.Mode.TRIANGLES || uv.length === 0) continue;
    const positions = positionsOf(placed);
    const vertices = Math.min(positions.length / 3, uv.length / 2);
    const triangles = Uint32Array.from(
      primitive.getIndices()?.getArray() ?? Uint32Array.from({ length: vertices }, (_, i) => i),
    );
    if (triangles.some((vertex) => vertex >= vertices))
      throw badTemplate(`indices below ${vertices}`, name, 'one beyond', 'The file is damaged: export it again');
    const material = primitive.getMaterial();
    const image = material?.getAlphaMode() === 'OPAQUE' ? null : material?.getBaseColorTexture()?.getImage();
    if (image && !alphas.has(image)) alphas.set(image, await decodeAlpha(image, `a texture of ${name}`));
    cards.push({ positions, uv, triangles, alpha: image ? alphas.get(image) : undefined });
  }
  return cards;
}
