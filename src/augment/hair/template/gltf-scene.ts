/** Every primitive of a glTF document with the place of its node. Pure. */
import type { Accessor, Document, mat4, Node, Primitive } from '@gltf-transform/core';

/** A primitive as one node shows it. */
export interface PlacedPrimitive {
  readonly primitive: Primitive;
  /** Of its mesh. */
  readonly name: string;
  /** [4, 4] column-major, mesh → scene. */
  readonly matrix: mat4;
}

/** Primitives below the document's scene, or of all its nodes when it has none. */
export function primitivesOf(document: Document): PlacedPrimitive[] {
  const root = document.getRoot();
  const scene = root.getDefaultScene() ?? root.listScenes()[0];
  const nodes: Node[] = [];
  if (scene) scene.traverse((node) => nodes.push(node));
  else nodes.push(...root.listNodes());
  return nodes.flatMap((node) => {
    const mesh = node.getMesh();
    if (!mesh) return [];
    const matrix = node.getWorldMatrix();
    return mesh.listPrimitives().map((primitive) => ({ primitive, name: mesh.getName(), matrix }));
  });
}

/** Positions in the scene, [vertices, 3]; none when the primitive has none. */
export function positionsOf({ primitive, matrix: m }: PlacedPrimitive): Float32Array {
  const positions = numbersOf(primitive.getAttribute('POSITION'));
  for (let i = 0; i < positions.length; i += 3) {
    const [x, y, z] = [positions[i]!, positions[i + 1]!, positions[i + 2]!];
    for (let k = 0; k < 3; k++) positions[i + k] = m[k]! * x + m[k + 4]! * y + m[k + 8]! * z + m[k + 12]!;
  }
  return positions;
}

/** A copy of an accessor's numbers, normalised integers as floats. */
export function numbersOf(accessor: Accessor | null): Float32Array {
  const array = accessor?.getArray();
  if (!accessor || !array) return new Float32Array();
  if (!accessor.getNormalized()) return Float32Array.from(array);
  const size = accessor.getElementSize();
  const numbers = new Float32Array(array.length);
  const element: number[] = [];
  for (let i = 0; i < accessor.getCount(); i++) numbers.set(accessor.getElement(i, element), i * size);
  return numbers;
}
