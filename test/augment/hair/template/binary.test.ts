import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readCyHair } from '../../../../src/augment/hair/template/cy-hair.js';
import { foreignTemplate } from '../../../../src/augment/hair/template/template.js';
import { readTressFx } from '../../../../src/augment/hair/template/tressfx.js';
import { readUscData } from '../../../../src/augment/hair/template/usc-data.js';
import { hasShared, shared } from '../../../fixtures/shared.js';
import { bytesOf, linesOf } from './hair.js';

const A = [0, 1, 2, 3, 4, 5];
const B = [6, 7, 8, 9, 10, 11, 12, 13, 14];

describe('readUscData', () => {
  it('reads strands of any number of points and leaves out those of one', () => {
    const bytes = bytesOf(['u32', 3, 2], ['f32', ...A], ['u32', 1], ['f32', 9, 9, 9], ['u32', 3], ['f32', ...B]);
    const template = readUscData(bytes, 'x.data');
    expect(linesOf(template.strands)).toEqual([A, B]);
    expect(template.space).toBe('foreign');
    expect(template.name).toBe('x.data');
  });

  it.each([
    ['an empty file', new Uint8Array(), /x\.data but received an empty file/],
    ['more strands than bytes', bytesOf(['u32', 0x7fffffff]), /room for 2147483647 strands for x\.data/],
    ['more points than bytes', bytesOf(['u32', 1, 4_000_000_000, 0]), /48000000008 bytes for x\.data/],
    ['a cut', bytesOf(['u32', 1, 2], ['f32', 1, 2, 3]), /32 bytes for x\.data but received 20/],
    ['no strands', bytesOf(['u32', 0]), /Expected strands for x\.data/],
    ['bare roots only', bytesOf(['u32', 1, 1], ['f32', 1, 2, 3]), /Expected strands for x\.data/],
    ['NaN', bytesOf(['u32', 1, 2], ['f32', ...A.slice(1), Number.NaN]), /x\.data but received NaN at point 1/],
    ['infinity', bytesOf(['u32', 1, 2], ['f32', -Infinity, ...A.slice(1)]), /-Infinity at point 0/],
    ['enormous numbers', bytesOf(['u32', 1, 2], ['f32', 2e6, ...A.slice(1)]), /2000000 at point 0/],
  ])('refuses %s in one line that names the file', (_, bytes, message) => {
    expect(() => readUscData(bytes, 'x.data')).toThrow(message);
  });
});

describe('readCyHair', () => {
  const header = (strands: number, points: number, flags: number, segments: number) =>
    [
      'HAIR',
      ['u32', strands, points, flags, segments] as const,
      ['f32', ...new Array<number>(27).fill(0)] as const,
    ] as const;

  it('reads segments, points and thickness; a strand twice as thick as another stays so', () => {
    const thickness = [1, 1, 2, 2, 2];
    const bytes = bytesOf(...header(2, 5, 1 + 2 + 4, 0), ['u16', 1, 2], ['f32', ...A, ...B, ...thickness]);
    const { strands } = readCyHair(bytes, 'x.hair');
    expect(linesOf(strands)).toEqual([A, B]);
    expect(strands.radius[1]! / strands.radius[0]!).toBeCloseTo(2, 5);
  });

  it('gives all strands the default number of segments without an array of them', () => {
    expect(linesOf(readCyHair(bytesOf(...header(2, 4, 2, 1), ['f32', ...A, ...A]), 'x.hair').strands)).toEqual([A, A]);
  });

  it.each([
    ['another format', bytesOf('glTF', ['u32', 0]), /HAIR as its first letters for x\.hair but received "glTF"/],
    ['an empty file', new Uint8Array(), /an empty file/],
    ['a header cut off', bytesOf('HAIR', ['u32', 1, 2]), /16 bytes for x\.hair but received 12/],
    ['no points', bytesOf(...header(1, 2, 1, 0), ['u16', 1]), /points for x\.hair/],
    ['10⁸ points', bytesOf(...header(1000, 100_000_000, 2, 99)), /at most 20000000 points for x\.hair/],
    ['a cut', bytesOf(...header(1, 2, 2, 1), ['f32', 1]), /152 bytes for x\.hair but received 132/],
    ['4 billion strands', bytesOf(...header(4e9, 0, 2, 0)), /at most 20000000 points/],
    ['segments beyond the points', bytesOf(...header(1, 2, 3, 0), ['u16', 9], ['f32', ...A]), /2 points for x\.hair/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readCyHair(bytes, 'x.hair')).toThrow(message);
  });
});

describe('readTressFx', () => {
  const zeros = (count: number): number[] => new Array<number>(count).fill(0);
  const v3 = (strands: number, each: number, at = 296) =>
    [['f32', 3] as const, ['u32', strands, each, ...zeros(33), at, ...zeros(37)] as const] as const;

  it('reads version 3: three floats a point', () => {
    expect(linesOf(readTressFx(bytesOf(...v3(2, 2), ['f32', ...A, ...A]), 'x.tfx').strands)).toEqual([A, A]);
  });

  it('reads version 4: four floats a point, thickness a strand', () => {
    const bytes = bytesOf(
      ['f32', 4],
      ['u32', 2, 2, 160, 0, 0, 224, ...zeros(33)],
      ['f32', 0, 1, 2, 0, 3, 4, 5, 1, 6, 7, 8, 0, 9, 10, 11, 1, 1, 3],
    );
    const { strands } = readTressFx(bytes, 'x.tfx');
    expect(linesOf(strands)).toEqual([A, B.slice(0, 6)]);
    expect(strands.radius[1]! / strands.radius[0]!).toBeCloseTo(3, 5);
  });

  it.each([
    ['another version', bytesOf(['f32', 7], ['u32', 1, 2]), /version 3 or 4 for x\.tfx but received 7/],
    ['an empty file', new Uint8Array(), /an empty file/],
    ['10⁸ points', bytesOf(...v3(10_000_000, 10)), /at most 20000000 points for x\.tfx but received 100000000/],
    ['a cut', bytesOf(...v3(2, 2), ['f32', ...A]), /344 bytes for x\.tfx but received 320/],
    ['points beyond the end', bytesOf(...v3(1, 2, 4e9)), /bytes for x\.tfx/],
    ['strands without points', bytesOf(...v3(4e9, 0)), /points a strand for x\.tfx but received 0/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readTressFx(bytes, 'x.tfx')).toThrow(message);
  });

  // Numbers by numpy: np.frombuffer(bytes, '<f4', 255 * 16 * 3, 296).reshape(255, 16, 3).
  it.skipIf(!hasShared('real/hair3d'))('reads a real pony tail (skipped: no ../shared/real/hair3d)', async () => {
    const bytes = await readFile(shared('real/hair3d/tressfx-ponytail/tail.tfx'));
    const { strands, source } = readTressFx(bytes, 'tail.tfx');
    const { points, first } = strands;
    expect([first.length - 1, points.length / 3, first[1], source]).toEqual([255, 4080, 16, 'TressFX']);
    expect(points.slice(0, 3)).toEqual(Float32Array.of(2.2015846, 82.2885, 45.26371));
    expect(points.slice(-3)).toEqual(Float32Array.of(4.031396, -1.302597, 76.635414));
    const mean = [0, 1, 2].map((k) => points.reduce((sum, each, i) => sum + (i % 3 === k ? each : 0), 0) / 4080);
    for (const [k, expected] of [1.75524933, 51.45287879, 60.91751515].entries())
      expect(mean[k]).toBeCloseTo(expected, 4);
  });
});

describe('foreignTemplate', () => {
  it('draws fewer strands thicker, so that their cross-sections add up to those of 100,000 hairs', () => {
    const count = 1000;
    const points = Float32Array.from({ length: count * 6 }, (_, i) => i);
    const first = Uint32Array.from({ length: count + 1 }, (_, s) => s * 2);
    const { strands } = foreignTemplate('x', 'test', { points, first });
    expect(strands.radius[0]! ** 2 * count).toBeCloseTo(0.0035 ** 2 * 100_000, 5);
  });

  it('leaves out strands without length', () => {
    const points = Float32Array.of(1, 1, 1, 1, 1, 1, ...A);
    const { strands } = foreignTemplate('x', 'test', { points, first: Uint32Array.of(0, 2, 4) });
    expect(linesOf(strands)).toEqual([A]);
  });
});
