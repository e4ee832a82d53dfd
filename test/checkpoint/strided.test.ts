import { describe, expect, it } from 'vitest';
import { type ByteSource, bytesSource } from '../../src/checkpoint/source.js';
import { columnMajor, rowMajor, stridedTensor } from '../../src/checkpoint/strided.js';

/** numpy: np.arange(24, dtype='<f4') */
const storage = (count = 24): ByteSource =>
  bytesSource(new Uint8Array(Float32Array.from({ length: count }, (_, i) => i).buffer), 'a.pt');

const read = (offset: number, shape: number[], strides: number[], source = storage()) => [
  ...stridedTensor(source, 'float32', offset, shape, strides).read(),
];

describe('stridedTensor', () => {
  it.each([
    ['rows', 0, [2, 3], [3, 1], [0, 1, 2, 3, 4, 5]],
    ['a transposed view', 0, [3, 2], [1, 3], [0, 3, 1, 4, 2, 5]],
    ['a column', 1, [4], [6], [1, 7, 13, 19]],
    ['an expanded view', 5, [2, 3], [1, 0], [5, 5, 5, 6, 6, 6]],
    ['a scalar', 7, [], [], [7]],
    ['a size of 1 whatever its stride', 2, [1, 2], [1e9, 1], [2, 3]],
    ['an empty tensor wherever it points', 99, [0, 3], [3, 1], []],
    // np.arange(24).reshape(2, 3, 4).transpose(2, 0, 1)[1:3].ravel()
    ['a permuted part', 1, [2, 2, 3], [1, 12, 4], [1, 5, 9, 13, 17, 21, 2, 6, 10, 14, 18, 22]],
    ['windows that overlap', 0, [3, 2], [1, 1], [0, 1, 1, 2, 2, 3]],
  ])('reads %s', (_, offset, shape, strides, values) => {
    expect(read(offset, shape, strides)).toEqual(values);
  });

  it('is bounded by one element before the end', () => {
    expect(read(0, [2, 12], [12, 1]).at(-1)).toBe(23);
    expect(() => read(1, [2, 12], [12, 1])).toThrow(/storage of 24 elements for a\.pt/);
  });

  it.each([
    ['a stride that leaves the storage', 0, [2, 2], [23, 2]],
    ['an offset beyond it', 24, [1], [1]],
    ['a negative stride', 5, [2], [-1]],
    ['a negative size', 0, [-2, -2], [1, 1]],
    ['a negative offset', -1, [1], [1]],
    ['a fraction', 0, [1.5], [1]],
    ['sizes without strides', 0, [2, 2], [1]],
    ['a product beyond whole numbers', 0, [2 ** 40, 2 ** 40], [0, 0]],
    ['an expanded view of 10^12 elements', 0, [1e6, 1e6], [0, 0]],
    ['a sum beyond whole numbers', 0, [2, 2], [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]],
    ['65 dimensions', 0, new Array(65).fill(1), new Array(65).fill(1)],
  ])('refuses %s', (_, offset, shape, strides) => {
    expect(() => stridedTensor(storage(), 'float32', offset, shape, strides)).toThrow(/for a\.pt/);
  });

  it('reads a large transposed matrix by windows, each byte once', () => {
    const rows = 1500;
    const columns = 1000;
    const whole = storage(rows * columns);
    const lengths: number[] = [];
    const counted: ByteSource = { ...whole, read: (at, n) => whole.read(at, lengths.push(n) && n) };
    const values = stridedTensor(counted, 'float32', 0, [columns, rows], [1, columns]).read();
    expect(values[0]).toBe(0);
    expect(values[1]).toBe(columns);
    expect(values[5 * rows + 7]).toBe(7 * columns + 5);
    expect(values.at(-1)).toBe(rows * columns - 1);
    expect(lengths.reduce((a, b) => a + b)).toBe(whole.size);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(4 * 2 ** 20);
  });

  it('skips what lies between distant elements', () => {
    let bytes = 0;
    const huge: ByteSource = {
      name: 'huge',
      size: 2 ** 40,
      read: (at, n) => {
        bytes += n;
        return new Uint8Array(Float32Array.from({ length: n / 4 }, (_, i) => at / 4 + i).buffer);
      },
    };
    expect([...stridedTensor(huge, 'float32', 3, [2, 2], [1, 2 ** 22]).read()]).toEqual([
      3,
      2 ** 22 + 3,
      4,
      2 ** 22 + 4,
    ]);
    expect(bytes).toBeLessThan(100);
  });

  it('knows row-major and column-major strides', () => {
    expect(rowMajor([2, 3, 4])).toEqual([12, 4, 1]);
    expect(columnMajor([2, 3, 4])).toEqual([1, 2, 6]);
  });
});
