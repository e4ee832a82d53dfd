import { describe, expect, it } from 'vitest';
import { fivePoints, inputBatch } from '../../src/engine/input.js';
import { inputSchema } from '../../src/pack/contract.js';
import type { RgbPlanes } from '../../src/pair.js';

const input = (over: object) => inputSchema.parse(over);

/** 2×2 in bytes: red 0 51 102 153, green 204 all over, blue 255 0 255 0. */
const RED = [0, 51, 102, 153];
const GREEN = [204, 204, 204, 204];
const BLUE = [255, 0, 255, 0];
const picture: RgbPlanes = {
  data: Float32Array.from([...RED, ...GREEN, ...BLUE], (v) => v / 127.5 - 1),
  width: 2,
  height: 2,
};
const rounded = (values: Iterable<number>) => Array.from(values, (v) => Number(v.toFixed(4)) + 0);

describe('inputBatch', () => {
  it('feeds RGB, CHW, [-1, 1] without a contract, and clamps what no file can hold', () => {
    const data = Float32Array.from(picture.data, (v) => v * 2);
    const { data: fed, shape } = inputBatch([{ ...picture, data }], { size: 2 });
    expect(shape).toEqual([1, 3, 2, 2]);
    expect([...fed]).toEqual(Array.from(data, (v) => Math.min(1, Math.max(-1, v))));
  });

  it('feeds the same numbers under the contract that states the defaults', () => {
    const plain = inputBatch([picture], { size: 2 });
    const stated = inputBatch([picture], { size: 2, input: input({}) });
    expect(rounded(stated.data)).toEqual(rounded(plain.data));
  });

  it('computes (x255 − 127.5) / 128 in BGR, as MobileFaceNet wants it', () => {
    const contract = input({ order: 'BGR', scale: 1, mean: [127.5, 127.5, 127.5], std: [128, 128, 128] });
    const { data } = inputBatch([picture], { size: 2, input: contract });
    // (255 − 127.5) / 128 = 0.9961, (0 − 127.5) / 128 = −0.9961, (204 − 127.5) / 128 = 0.5977, (51 − 127.5) / 128 = −0.5977 …
    expect(rounded(data)).toEqual([
      ...[0.9961, -0.9961, 0.9961, -0.9961],
      ...[0.5977, 0.5977, 0.5977, 0.5977],
      ...[-0.9961, -0.5977, -0.1992, 0.1992],
    ]);
  });

  it('takes mean and std in the order of the network’s channels, NHWC', () => {
    const contract = input({ order: 'BGR', layout: 'NHWC', scale: 1, mean: [100, 10, 1], std: [1, 2, 4] });
    const { data, shape } = inputBatch([picture], { size: 2, input: contract });
    expect(shape).toEqual([1, 2, 2, 3]);
    // (B − 100) / 1, (G − 10) / 2, (R − 1) / 4 of each pixel.
    expect(rounded(data)).toEqual([155, 97, -0.25, -100, 97, 12.5, 155, 97, 25.25, -100, 97, 38]);
  });

  it('computes ImageNet’s (x/255 − mean) / std in RGB', () => {
    const contract = input({ scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] });
    const { data } = inputBatch([picture], { size: 2, input: contract });
    // (0 − 0.485) / 0.229, (0.8 − 0.456) / 0.224, (1 − 0.406) / 0.225
    expect([data[0]!, data[4]!, data[8]!].map((v) => v.toFixed(4))).toEqual(['-2.1179', '1.5357', '2.6400']);
  });

  it('averages whole blocks before it samples: 8 px to 3 by way of 4', () => {
    const ramp = Float32Array.from({ length: 3 * 64 }, (_, i) => ((i % 8) - 3.5) / 4);
    const contract = { size: [3, 3] as [number, number], input: input({}) };
    const { data } = inputBatch([{ data: ramp, width: 8, height: 8 }], contract);
    // Means of 2 columns: −0.75 −0.25 0.25 0.75; centres at 1/6 of 4 px, the middle, and 5/6.
    expect(rounded(data.slice(0, 3))).toEqual([-0.6667, 0, 0.6667]);
  });

  it('cuts a box out: the right half, 2×4 of 4×4', () => {
    const columns = Float32Array.from({ length: 3 * 16 }, (_, i) => (i % 4) / 4);
    const crop: [number, number, number, number] = [0.5, 0, 1, 1];
    const { data, shape } = inputBatch([{ data: columns, width: 4, height: 4 }], { size: [2, 4], crop });
    expect(shape).toEqual([1, 3, 4, 2]);
    expect([...data.slice(0, 8)]).toEqual([0.5, 0.75, 0.5, 0.75, 0.5, 0.75, 0.5, 0.75]);
  });
});

describe('the crop arcface', () => {
  const side = 112;
  const data = Float32Array.from({ length: 3 * side * side }, (_, i) => Math.sin(i / 37) / 2);
  const image = { data, width: side, height: side };
  // The template's own points, whose coordinates count from the centre of the first pixel.
  const template = [38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041];
  const there = template.map((px) => px + 0.5);

  it('gives a face back that stands where the template has it', () => {
    const { data: fed } = inputBatch([image], { size: side, crop: 'arcface' }, [there]);
    expect(Math.max(...fed.map((v, i) => Math.abs(v - data[i]!)))).toBeLessThan(1e-4);
  });

  it('follows a face that was moved by whole pixels', () => {
    const moved = there.map((px, i) => px + (i % 2 === 0 ? 7 : -5));
    const { data: fed } = inputBatch([image], { size: side, crop: 'arcface' }, [moved]);
    const at = (x: number, y: number) => y * side + x;
    expect(fed[at(50, 50)]).toBeCloseTo(data[at(57, 45)]!, 3);
  });

  it('takes the whole picture where no points were found', () => {
    const { data: fed } = inputBatch([image], { size: side, crop: 'arcface' }, [[]]);
    expect(fed).toEqual(data);
  });

  it('picks its points by name', () => {
    const names = ['nose', 'eye_left', 'mouth_left', 'eye_right', 'mouth_right'];
    const points = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    expect(fivePoints(points, names)).toEqual([7, 8, 3, 4, 1, 2, 9, 10, 5, 6]);
    expect(fivePoints(points, ['nose'])).toBeUndefined();
  });
});
