import { describe, expect, it } from 'vitest';
import { latin1Bytes, utf8Latin1Bytes } from '../../../src/checkpoint/pickle/bytes.js';
import { bytesSource } from '../../../src/checkpoint/source.js';
import { streamOf } from '../../../src/random.js';

const content = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 31 + (i >> 8)) & 255));
const text = content.toString('latin1');

describe.each([
  ['as a text', latin1Bytes(text, 'x')],
  ['as UTF-8 in the file', utf8Latin1Bytes(bytesSource(Buffer.from(text, 'utf8'), 'x'))],
])('bytes %s', (_, bytes) => {
  it('have the length of what they stand for', () => {
    expect(bytes.length).toBe(content.length);
    expect(Buffer.compare(bytes.read(), content)).toBe(0);
  });

  it('are read in any order', () => {
    const random = streamOf(1, 0, 'ranges');
    for (let i = 0; i < 50; i++) {
      const offset = Math.floor(random() * content.length);
      const length = Math.floor(random() * Math.min(5000, content.length - offset));
      expect(Buffer.compare(bytes.source.read(offset, length), content.subarray(offset, offset + length))).toBe(0);
    }
  });

  it('refuse what lies beyond', () => {
    expect(() => bytes.source.read(content.length - 1, 2)).toThrow('Expected');
  });
});

describe('a text with other characters', () => {
  it.each([
    ['as a text', () => latin1Bytes('a\u0100', 'x')],
    ['as UTF-8 in the file', () => utf8Latin1Bytes(bytesSource(Buffer.from('a\u0100'), 'x'))],
  ])('is refused %s', (_, make) => {
    expect(() => make().read()).toThrow('Expected bytes written as latin-1 for x but received other characters');
  });
});
