import { describe, expect, it } from 'vitest';
import { parse, plain, refused } from './pickles.js';

describe('arrays', () => {
  /** An array of numpy with the given type, byte order, shape and content. */
  const array = (type: string, order: string, shape: string, content: string) =>
    `cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\x85C\x01btR(K\x01${shape}` +
    `cnumpy\ndtype\n(U${String.fromCharCode(type.length)}${type}I00\nI01\ntR(K\x03U\x01${order}NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb` +
    `\x89C${String.fromCharCode(content.length)}${content}tb.`;

  it('read where all is in order', () => {
    expect(plain(parse(array('f4', '<', 'K\x02\x85', '\0\0\x80?\0\0\0@')))).toEqual({
      shape: [2],
      dtype: 'float32',
      values: [1, 2],
    });
  });

  it.each([
    ['big-endian', array('f4', '>', 'K\x02\x85', '\0\0\0\0\0\0\0\0'), /little-endian arrays/],
    ['of objects', array('O8', '|', 'K\x01\x85', '\0\0\0\0\0\0\0\0'), /arrays of the types f8 .* received O8/],
    ['of complex numbers', array('c8', '<', 'K\x01\x85', '\0\0\0\0\0\0\0\0'), /received c8/],
    ['larger than their bytes', array('f4', '<', 'K\x03\x85', '\0\0\0\0\0\0\0\0'), /12 bytes of an array/],
    ['of a negative size', array('f4', '<', 'J\xff\xff\xff\xff\x85', '\0\0\0\0'), /Expected/],
    [
      'of sizes that multiply to infinity',
      array('f4', '<', `(${'J\xff\xff\xff\x7f'.repeat(40)}t`, '\0\0\0\0'),
      /Expected/,
    ],
    ['of too many sizes', array('f4', '<', `(${'K\x01'.repeat(65)}t`, '\0\0\0\0'), /at most 64 sizes/],
  ])('refuses those %s', (_, pickle, message) => refused(pickle, message));
});
