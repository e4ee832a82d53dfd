import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type TemplateMeta, writeTemplate } from '../../../../src/augment/hair/template/glb-write.js';
import { readGlb, readGltf } from '../../../../src/augment/hair/template/gltf-read.js';
import type { Strands } from '../../../../src/augment/hair/types.js';
import { hasShared, shared } from '../../../fixtures/shared.js';
import { bytesOf, glbOf, linesOf, strandsOf } from './hair.js';

const META: TemplateMeta = { name: 'bob', licence: 'CC0-1.0' };
const A = [0, 1, 2, 3, 4, 5];
const B = [6, 7, 8, 9, 10, 11, 12, 13, 14];

/** The JSON of a .glb, read without the library. */
function jsonOf(glb: Uint8Array) {
  const view = new DataView(glb.buffer, glb.byteOffset);
  return JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + view.getUint32(12, true))));
}

describe('writeTemplate and readGlb', () => {
  it('give back strands of all regions, their radii, the name and the licence', async () => {
    const strands: Strands = {
      ...strandsOf([A, B, [1, 2, 3, 4, 5, 6]], 0.01, [1, 0, 2]),
      radius: Float32Array.of(0.5, 0.25, 0.125),
    };
    const template = await readGlb(await writeTemplate(strands, META), 'file.glb');
    // Regions come in the order of HAIR_REGIONS.
    expect(linesOf(template.strands)).toEqual([B, A, [1, 2, 3, 4, 5, 6]]);
    expect([...template.strands.region]).toEqual([0, 1, 2]);
    expect([...template.strands.radius]).toEqual([0.25, 0.5, 0.125]);
    expect(template).toMatchObject({ name: 'bob', licence: 'CC0-1.0', space: 'head', source: 'diptych-hair' });
  });

  it('keep strands apart whose tip and root are one point', async () => {
    const lines = [A, [3, 4, 5, 9, 9, 9]];
    const template = await readGlb(await writeTemplate(strandsOf(lines), META), 'x');
    expect(linesOf(template.strands)).toEqual(lines);
  });

  it('write indexed lines, one primitive a region, the same bytes each time, 28 bytes a point at most', async () => {
    const lines = Array.from({ length: 500 }, (_, s) => Array.from({ length: 90 }, (_, i) => s + i));
    const strands = strandsOf(lines, 0.01, [1]);
    const glb = await writeTemplate(strands, META);
    const json = jsonOf(glb);
    expect(json.asset.extras).toEqual({
      format: 'diptych-hair',
      version: 1,
      space: 'diptych-head',
      name: 'bob',
      licence: 'CC0-1.0',
    });
    expect(json.meshes.map(({ name }: { name: string }) => name)).toEqual(['scalp', 'beard']);
    for (const mesh of json.meshes) {
      expect(mesh.primitives).toHaveLength(1);
      expect(mesh.primitives[0].mode).toBe(1);
      expect(Object.keys(mesh.primitives[0].attributes).sort()).toEqual(['POSITION', '_RADIUS', '_STRAND']);
      const { count } = json.accessors[mesh.primitives[0].indices];
      expect(count).toBe(mesh.name === 'beard' ? 58 : 499 * 58);
    }
    expect(glb.length).toBeLessThan(500 * 30 * 28 + 3000);
    expect(Buffer.from(await writeTemplate(strands, META)).equals(glb)).toBe(true);
  });

  it('refuse a later version, another space, unknown meshes and radii that are none', async () => {
    const good = await writeTemplate(strandsOf([A]), META);
    const change = (from: string, to: string): Uint8Array => {
      const text = Buffer.from(good).toString('latin1');
      expect(text).toContain(from);
      return Uint8Array.from(Buffer.from(text.replace(from, to), 'latin1'));
    };
    await expect(readGlb(change('"version":1', '"version":2'), 'x')).rejects.toThrow(
      /version 1 of diptych-hair for x but received 2/,
    );
    await expect(readGlb(change('diptych-head', 'diptych-foot'), 'x')).rejects.toThrow(/space diptych-head for x/);
    await expect(readGlb(change('"name":"scalp","prim', '"name":"scalq","prim'), 'x')).rejects.toThrow(/"scalq"/);
    await expect(readGlb(await writeTemplate(strandsOf([A], 5), META), 'x')).rejects.toThrow(
      /radii of up to 1 cm for x but received 5/,
    );
    await expect(readGlb(await writeTemplate(strandsOf([[0, 0, 0, Number.NaN, 0, 0]]), META), 'x')).rejects.toThrow(
      /NaN/,
    );
  });
});

/** A glTF of one primitive over the given positions. */
function linesGltf(positions: number[], mode: number, indices?: number[], node: object = {}) {
  const binary = bytesOf(['f32', ...positions], ['u16', ...(indices ?? [])]);
  const json = {
    asset: { version: '2.0', copyright: 'someone' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, ...node }],
    meshes: [{ primitives: [{ mode, attributes: { POSITION: 0 }, ...(indices && { indices: 1 }) }] }],
    buffers: [{ byteLength: binary.length }],
    bufferViews: [
      { buffer: 0, byteLength: positions.length * 4 },
      ...(indices ? [{ buffer: 0, byteOffset: positions.length * 4, byteLength: indices.length * 2 }] : []),
    ],
    accessors: [
      { bufferView: 0, componentType: 5126, count: positions.length / 3, type: 'VEC3', min: [0, 0, 0], max: [9, 9, 9] },
      ...(indices ? [{ bufferView: 1, componentType: 5123, count: indices.length, type: 'SCALAR' }] : []),
    ],
  };
  return { json, binary };
}

describe('readGlb of other glTF', () => {
  const P = [0, 0, 0, 1, 0, 0, 2, 0, 0, 0, 5, 0, 1, 5, 0];

  it.each([
    ['a line strip', 3, [0, 1, 2], [[0, 0, 0, 1, 0, 0, 2, 0, 0]]],
    [
      'indexed lines',
      1,
      [3, 4, 0, 1, 1, 2],
      [
        [0, 5, 0, 1, 5, 0],
        [0, 0, 0, 1, 0, 0, 2, 0, 0],
      ],
    ],
  ])('reads %s', async (_, mode, indices, expected) => {
    const { json, binary } = linesGltf(P, mode, indices);
    const template = await readGlb(glbOf(json, binary), 'x');
    expect(linesOf(template.strands)).toEqual(expected);
    expect(template).toMatchObject({ space: 'foreign', licence: 'someone', source: 'glTF lines' });
  });

  it('joins lines without indices where one begins at the place of the other', async () => {
    const { json, binary } = linesGltf([0, 0, 0, 1, 0, 0, 1, 0, 0, 2, 0, 0, 7, 7, 7, 8, 8, 8], 1);
    const { strands } = await readGlb(glbOf(json, binary), 'x');
    expect(linesOf(strands)).toEqual([
      [0, 0, 0, 1, 0, 0, 2, 0, 0],
      [7, 7, 7, 8, 8, 8],
    ]);
  });

  it('moves them as their node says', async () => {
    // A quarter turn about z, twice the size, then up by 3: (1, 0, 0) → (0, 2, 0) → (0, 5, 0).
    const node = { rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2], scale: [2, 2, 2], translation: [0, 3, 0] };
    const { json, binary } = linesGltf([0, 0, 0, 1, 0, 0], 1, undefined, node);
    expect(linesOf((await readGlb(glbOf(json, binary), 'x')).strands)).toEqual([[0, 3, 0, 0, 5, 0]]);
  });

  const hostile: [string, (json: ReturnType<typeof linesGltf>['json']) => void, RegExp][] = [
    [
      'a count beyond its view',
      (json) => {
        json.accessors[0]!.count = 6;
      },
      /accessor 0 inside its bufferView for x/,
    ],
    [
      '10⁸ points',
      (json) => {
        json.accessors[0]!.count = 1e9;
      },
      /at most 20000000 points for x/,
    ],
    [
      'a view beyond its buffer',
      (json) => {
        json.bufferViews[0]!.byteLength = 1e6;
      },
      /bufferView 0 inside its buffer/,
    ],
    [
      'a buffer beyond the file',
      (json) => {
        json.buffers[0]!.byteLength = 1e6;
      },
      /1000000 bytes for x but received/,
    ],
    [
      'a circle of nodes',
      (json) => {
        json.nodes = [{ mesh: 0, children: [1] }, { children: [0] }] as never;
      },
      /a tree of nodes|levels of nodes/,
    ],
    [
      'a required extension',
      (json) => Object.assign(json, { extensionsRequired: ['EXT_meshopt_compression'] }),
      /no extension for x but received EXT_meshopt_compression/,
    ],
    [
      'a file elsewhere',
      (json) => Object.assign(json.buffers[0]!, { uri: 'http://example.com/a.bin' }),
      /inside the file for x but received "http/,
    ],
    [
      'no hair',
      (json) => {
        json.meshes[0]!.primitives[0]!.mode = 4;
      },
      /lines or textured triangles for x/,
    ],
    [
      'a type of numbers that is none',
      (json) => {
        json.accessors[0]!.componentType = 1;
      },
      /glTF 2 for x but received accessors\.0/,
    ],
  ];
  it.each(hostile)('refuses %s', async (_, spoil, message) => {
    const { json, binary } = linesGltf(P, 3);
    spoil(json);
    await expect(readGlb(glbOf(json, binary), 'x')).rejects.toThrow(message);
  });

  it('refuses indices beyond the vertices', async () => {
    const { json, binary } = linesGltf(P, 3, [0, 1, 99]);
    await expect(readGlb(glbOf(json, binary), 'x')).rejects.toThrow(/indices below 5 for x but received 99/);
  });

  it.each([
    ['an empty file', new Uint8Array(), /an empty file/],
    ['another format', bytesOf('HAIR', ['u32', 1, 2]), /glTF binary for x/],
    ['glTF 1', bytesOf('glTF', ['u32', 1, 12]), /glTF 2 for x but received version 1/],
    ['JSON that is none', glbOf(undefined, new Uint8Array()), /glTF as JSON|JSON/],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(readGlb(bytes, 'x')).rejects.toThrow(message);
  });

  it('reads a .gltf with its buffer beside it', async () => {
    const { json, binary } = linesGltf(P, 3, [0, 1, 2]);
    Object.assign(json.buffers[0]!, { uri: 'hair.bin' });
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    expect(linesOf((await readGltf(bytes, { 'hair.bin': binary }, 'x')).strands)).toHaveLength(1);
    await expect(readGltf(bytes, {}, 'x')).rejects.toThrow(/bytes for x but received an empty file/);
  });

  it.skipIf(!hasShared('real/hair3d'))(
    'refuses a real file that is cut off (skipped: no ../shared/real/hair3d)',
    async () => {
      const bytes = await readFile(shared('real/hair3d/truncated.glb'));
      await expect(readGlb(bytes, 'truncated.glb')).rejects.toThrow(
        'Expected 332808 bytes for truncated.glb but received 30014',
      );
    },
  );
});
