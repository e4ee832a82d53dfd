import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { formatNpy, npyTensor, parseNpy } from '../../src/checkpoint/npy.js';
import { parseNpz } from '../../src/checkpoint/npz.js';
import { bytesSource } from '../../src/checkpoint/source.js';

/** numpy: b = io.BytesIO(); np.save(b, np.array([[1.5, -2], [0, 65504]], dtype)); b.getvalue() */
function npy(descr: string, body: Buffer, shape = '(2, 2)', order = 'False'): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
  const header = Buffer.from(`${text.padEnd(117)}\n`);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), Buffer.from([header.length, 0]), header, body]);
}

const float64 = Buffer.from(Float64Array.of(1.5, -2, 0, 65504).buffer);

describe('parseNpy', () => {
  it.each([
    ['<f8', float64],
    ['<f4', Buffer.from(Float32Array.of(1.5, -2, 0, 65504).buffer)],
    ['<f2', Buffer.from(Uint16Array.of(0x3e00, 0xc000, 0, 0x7bff).buffer)],
  ])('reads %s', (descr, body) => {
    expect(parseNpy(npy(descr, body), 'a.npy')).toEqual({ data: Float32Array.of(1.5, -2, 0, 65504), shape: [2, 2] });
  });

  it.each([
    ['four bytes', Buffer.from('abcd'), /a \.npy header/],
    ['a truncated body', npy('<f8', float64).subarray(0, -1), /4 values .* truncated/],
    ['objects', npy('|O', float64), /Python objects, which need pickle/],
    ['big-endian values', npy('>f8', float64), /one of the types .* >f8/],
    ['a shape that claims too much', npy('<f8', float64, '(9999999, 9999999)'), /truncated/],
    ['a negative shape', npy('<f8', float64, '(-2, 2)'), /a shape/],
  ])('refuses %s and names the file', (_, bytes, message) => {
    expect(() => parseNpy(bytes, 'bad.npy')).toThrow(message);
    expect(() => parseNpy(bytes, 'bad.npy')).toThrow(/bad\.npy/);
  });

  it('reads Fortran order, and long integers of Python 2', () => {
    const order = parseNpy(npy('<f8', float64, '(2L, 2L)', 'True'), 'a.npy');
    expect(order).toEqual({ data: Float32Array.of(1.5, 0, -2, 65504), shape: [2, 2] });
  });

  it('reads what formatNpy wrote', () => {
    const array = { data: Float32Array.of(1, 2, 3), shape: [1, 3] };
    expect(parseNpy(formatNpy(array), 'a')).toEqual(array);
    expect(formatNpy(array).length % 64).toBe(12);
  });
});

describe('npyTensor', () => {
  it('leaves the values in the file', () => {
    const bytes = npy('<f8', float64);
    const whole = bytesSource(bytes, 'a.npy');
    const reads: number[] = [];
    const tensor = npyTensor({ ...whole, read: (at, length) => whole.read(at, reads.push(length) && length) });
    expect(tensor.shape).toEqual([2, 2]);
    expect(reads.reduce((a, b) => a + b)).toBeLessThanOrEqual(bytes.length - float64.length + 12);
    expect([...tensor.read()]).toEqual([1.5, -2, 0, 65504]);
  });
});

describe('parseNpz', () => {
  it('reads every array of the archive', () => {
    const arrays = parseNpz(zipSync({ 'w.npy': npy('<f8', float64), 'note.txt': Buffer.from('x') }), 'a.npz');
    expect([...arrays.keys()]).toEqual(['w']);
  });

  it('makes no room for an entry that claims more than deflate can hold', () => {
    const bytes = zipSync({ 'w.npy': npy('<f8', float64) });
    const directory = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    directory.writeUInt32LE(3e9, directory.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 24);
    expect(() => parseNpz(bytes, 'a.npz')).toThrow(/claims too much/);
  });

  it('refuses what is no archive', () => {
    expect(() => parseNpz(Buffer.from('not a zip at all'), 'a.npz')).toThrow(/a\.npz/);
  });
});
