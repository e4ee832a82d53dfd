import { describe, expect, it } from 'vitest';
import { embeddingsOf, parsedOf, pointsOf, scoresOf } from '../../src/engine/read.js';

const file = { path: 'x.onnx', sha256: '0'.repeat(64), bytes: 1, licence: 'CC0-1.0', source: 'test' };
const tensor = (values: number[], ...shape: number[]) => ({ data: Float32Array.from(values), shape });
const image = (width: number, height: number) => ({ data: new Float32Array(3 * width * height), width, height });
const attribute = (name: string, over: object) => ({
  ...{ name, output: 'fc', column: 0, unit: 'probability', span: 1 },
  ...over,
});

describe('scoresOf', () => {
  const outputs = { fc: tensor([0, 9, Math.log(3), 2, 0, 0], 2, 3), age: tensor([0.4, 0.6], 2, 1) };
  const read = (n: number, name: string, over: object) =>
    scoresOf(outputs, n, [attribute(name, over) as Parameters<typeof scoresOf>[2][number]])[name];

  it('takes a column as it is, or as the contract turns it', () => {
    expect(read(0, 'raw', { column: 1 })).toBe(9);
    // σ(ln 3) = 3 / 4, σ(2) = 0.880797
    expect(read(0, 'p', { column: 2, transform: 'sigmoid' })).toBeCloseTo(0.75, 6);
    expect(read(1, 'p', { column: 0, transform: 'sigmoid' })).toBeCloseTo(0.880797, 6);
    // e² / (e² + 2)
    expect(read(1, 's', { column: 0, transform: 'softmax' })).toBeCloseTo(0.786986, 6);
    // Over the last two columns, both 0.
    expect(read(1, 's', { column: 1, transform: 'softmax', over: [1, 2] })).toBe(0.5);
    expect(read(1, 'years', { output: 'age', scale: 100, offset: 1 })).toBeCloseTo(61, 4);
  });

  it('does not overflow where logits are large', () => {
    const large = { fc: tensor([1000, 0], 1, 2) };
    const attributes = [attribute('s', { transform: 'softmax' })] as Parameters<typeof scoresOf>[2];
    expect(scoresOf(large, 0, attributes).s).toBe(1);
  });
});

describe('parsedOf', () => {
  const parsing = { file, size: 2, classes: ['background', 'skin', 'eye'] };

  it('names the class of the highest score, and merges classes of the network into ours', () => {
    // Four classes of two pixels: the second pixel is of class 3, a second eye.
    const logits = tensor([1, 0, 0, 0, 0, 0, 0, 1], 1, 4, 1, 2);
    const [map] = parsedOf({ logits }, { ...parsing, merged: [0, 1, 2, 2] }, [image(2, 1)]);
    expect([...map!.labels.data]).toEqual([0, 2]);
    expect(map!.confidence()!.top).toBeGreaterThan(0.25);
  });

  it('reads a map of class numbers, at a size of its own', () => {
    const seg = tensor([0, 1, 2, 1], 1, 2, 2);
    const contract = { ...parsing, output: 'seg', gives: 'labels' as const, merged: [0, 2, 1] };
    const [map] = parsedOf({ seg }, contract, [image(4, 4)]);
    expect([...map!.labels.data]).toEqual([0, 0, 2, 2, 0, 0, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2]);
    expect(map!.confidence()).toBeUndefined();
  });

  it('refuses a class that the contract does not list', () => {
    const seg = tensor([0, 3], 1, 1, 2);
    const contract = { ...parsing, output: 'seg', gives: 'labels' as const, merged: [0, 1, 2] };
    expect(() => parsedOf({ seg }, contract, [image(2, 1)])).toThrow(/classes 0 to 2 from x.onnx but received 3/);
  });
});

describe('embeddingsOf', () => {
  it('brings embeddings to unit length where the contract says so', () => {
    const outputs = { e: tensor([3, 4, 0, -2], 2, 2) };
    const identity = { file, size: 2, dim: 2, output: 'e' };
    const [first, second] = embeddingsOf(outputs, { ...identity, normalise: true }, 2);
    expect([...first!].map((v) => v.toFixed(4))).toEqual(['0.6000', '0.8000']);
    expect([...second!]).toEqual([0, -1]);
    expect([...embeddingsOf(outputs, identity, 2)[0]!]).toEqual([3, 4]);
  });
});

describe('pointsOf', () => {
  const landmarks = { file, size: [100, 50] as [number, number], points: ['eye', 'nose'] };

  it('takes shares of the sides, or px of the input, to px of the picture', () => {
    const shares = { points: tensor([0.5, 0.25, 1, 0], 1, 4) };
    expect([...pointsOf(shares, landmarks, [image(8, 4)])[0]!]).toEqual([4, 1, 8, 0]);
    const px = { points: tensor([50, 25, 100, 0], 1, 2, 2) };
    expect([...pointsOf(px, { ...landmarks, unit: 'px' }, [image(8, 4)])[0]!]).toEqual([4, 2, 8, 0]);
  });

  it('averages the points of the network that make one of ours', () => {
    const outputs = { points: tensor([0, 0, 1, 0.5, 0.5, 1], 1, 3, 2) };
    const [points] = pointsOf(outputs, { ...landmarks, of: [[0, 1], [2]] }, [image(10, 10)]);
    expect([...points!]).toEqual([5, 2.5, 5, 10]);
  });
});
