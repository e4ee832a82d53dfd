import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeAlpha } from '../../../../src/augment/hair/template/alpha.js';
import { type CardMesh, strandsFromCards } from '../../../../src/augment/hair/template/cards.js';
import { mtlFilesOf, readObj, texturesOf } from '../../../../src/augment/hair/template/obj.js';
import type { Plane } from '../../../../src/pair.js';
import { linesOf, strandsOf } from './hair.js';

/** A card of `rows` quads, 2 wide along x from `left` on and 10 high, root at the top (y = 10) where v = 0. */
function card(rows: number, left = 0, flip = false): CardMesh {
  const positions: number[] = [];
  const uv: number[] = [];
  const triangles: number[] = [];
  for (let r = 0; r <= rows; r++)
    for (const x of [0, 1]) {
      positions.push(left + 2 * x, 10 - (10 * r) / rows, 0);
      uv.push(x, flip ? 1 - r / rows : r / rows);
    }
  for (let r = 0; r < rows; r++) triangles.push(2 * r, 2 * r + 1, 2 * r + 2, 2 * r + 1, 2 * r + 3, 2 * r + 2);
  return { positions: Float32Array.from(positions), uv: Float32Array.from(uv), triangles: Uint32Array.from(triangles) };
}

const plane = (width: number, height: number, at: (x: number, y: number) => number): Plane => ({
  data: Float32Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width))),
  width,
  height,
});

describe('strandsFromCards', () => {
  it.each([false, true])('lays strands across a card, from the upper end down (v turned: %s)', (flip) => {
    const { points, first } = strandsFromCards([card(4, 0, flip)], 'x');
    const lines = linesOf({ ...strandsOf([]), points, first });
    expect(lines.length).toBe(400);
    const roots = lines.map(([x]) => x!);
    expect(Math.min(...roots)).toBeGreaterThan(0);
    expect(Math.max(...roots)).toBeLessThan(2);
    for (const line of lines.filter((_, i) => i % 50 === 0)) {
      expect(line[1]).toBe(10);
      expect(line.at(-2)).toBe(0);
      // Straight down: x stays.
      for (let p = 0; p < line.length; p += 3) expect(line[p]).toBeCloseTo(line[0]!, 3);
    }
  });

  it('ends strands where the texture is last opaque and leaves out bare stripes', () => {
    const alpha = plane(64, 64, (x, y) => (x < 32 && y < 48 ? 1 : 0));
    const { points, first } = strandsFromCards([{ ...card(5), alpha }], 'x');
    const lines = linesOf({ ...strandsOf([]), points, first });
    expect(lines.length).toBeGreaterThan(180);
    expect(lines.length).toBeLessThan(220);
    for (const line of lines) {
      expect(line[0]).toBeLessThan(1);
      expect(line.at(-2)).toBeGreaterThan(2.3);
      expect(line.at(-2)).toBeLessThan(2.9);
    }
  });

  it('follows u where a card is longer that way', () => {
    const { positions, uv, triangles } = card(4);
    const turned = uv.map((_, i) => uv[i % 2 === 0 ? i + 1 : i - 1]!);
    const { points, first } = strandsFromCards([{ positions, uv: turned, triangles }], 'x');
    expect(linesOf({ ...strandsOf([]), points, first })[7]!.at(-2)).toBe(0);
  });

  it('shares strands among cards by their width, and lays each along its own', () => {
    const wide = card(3, 10);
    wide.positions.forEach((_, i) => {
      if (i % 3 === 0) wide.positions[i] = 10 + (wide.positions[i]! - 10) * 3;
    });
    const meshes = [...Array.from({ length: 100 }, (_, i) => card(3, 100 + 10 * i)), wide];
    const { points, first } = strandsFromCards(meshes, 'x');
    let inWide = 0;
    for (let s = 0; s + 1 < first.length; s++) if (points[first[s]! * 3]! < 50) inWide++;
    expect(inWide / (first.length - 1)).toBeCloseTo(6 / (6 + 200), 3);
  });
});

describe('OBJ', () => {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const OBJ = text(
    `# a card, v runs up\nmtllib hair.mtl\nusemtl strand\nv 0 10 0\nv 2 10 0\nv 2 0 0\nv 0 0 0\n` +
      `vt 0 1\nvt 1 1\nvt 1 0\nvt 0 0\nf 1/1 2/2 3/3 4/4\n`,
  );

  it('reads a polygon with the opacity of its material', () => {
    expect(mtlFilesOf(OBJ, 'x')).toEqual(['hair.mtl']);
    // The lower half of the picture, where the tips are, is transparent.
    const alphas = new Map([['strand', plane(16, 16, (_, y) => (y < 8 ? 1 : 0))]]);
    const { strands, source } = readObj(OBJ, alphas, 'x.obj');
    expect(source).toBe('OBJ hair cards');
    for (const line of linesOf(strands)) {
      expect(line[1]).toBe(10);
      expect(line.at(-2)).toBeGreaterThan(4.5);
      expect(line.at(-2)).toBeLessThan(5.5);
    }
  });

  it('reads lines, with numbers from the end', () => {
    const { strands } = readObj(text('v 0 0 0\nv 1 0 0\nv 2 0 0\nl 1 2\nl -2 -1\n'), new Map(), 'x');
    expect(linesOf(strands)).toEqual([
      [0, 0, 0, 1, 0, 0],
      [1, 0, 0, 2, 0, 0],
    ]);
  });

  it('finds the opacity maps of an MTL, map_d before map_Kd', () => {
    const mtl = text('newmtl a\nmap_Kd a b.png\nnewmtl b\nmap_d -s 1 1 1 d.png\nmap_Kd c.png\nnewmtl none\nKd 1 1 1\n');
    expect([...texturesOf(mtl, 'x')]).toEqual([
      ['a', { file: 'a b.png', map: 'colour' }],
      ['b', { file: 'd.png', map: 'opacity' }],
    ]);
  });

  it.each([
    ['an empty file', '', /an empty file/],
    ['vertices that are not there', 'v 0 0 0\nl 1 5\n', /numbers of 1 vertices for x but received "5"/],
    ['words for numbers', 'v a b c\nv 1 2 3\nl 1 2\n', /NaN at point 0/],
    ['no hair', 'v 0 0 0\n', /lines or faces with vt for x/],
    ['faces without vt', 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n', /lines or faces with vt for x/],
  ])('refuses %s', (_, obj, message) => {
    expect(() => readObj(text(obj), new Map(), 'x')).toThrow(message);
  });
});

describe('decodeAlpha', () => {
  const pixels = Buffer.from([10, 20, 30, 255, 10, 20, 30, 51]);
  it('is the alpha channel, 1 without one, lightness of a map of opacity', async () => {
    const rgba = sharp(pixels, { raw: { width: 2, height: 1, channels: 4 } });
    const png = await rgba.clone().png().toBuffer();
    expect([...(await decodeAlpha(png, 'x')).data]).toEqual([1, Math.fround(0.2)]);
    const grey = sharp(Buffer.from([0, 255]), { raw: { width: 2, height: 1, channels: 1 } });
    const map = await grey.png().toBuffer();
    expect([...(await decodeAlpha(map, 'x')).data]).toEqual([1, 1]);
    expect([...(await decodeAlpha(map, 'x', 'opacity')).data]).toEqual([0, 1]);
  });

  it('names what it cannot read', async () => {
    await expect(decodeAlpha(new Uint8Array([1, 2, 3]), 'hair.ktx')).rejects.toThrow(/readable image for hair\.ktx/);
  });
});
