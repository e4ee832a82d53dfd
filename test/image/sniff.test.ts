import { describe, expect, it } from 'vitest';
import { pngFrames, sniff } from '../../src/image/sniff.js';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('sniff', () => {
  it.each([
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'raster', 'JPEG'],
    ['\x89PNG\r\n\x1a\n', 'raster', 'PNG'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'raster', 'WebP'],
    ['MM\0*\0\0\0\x08', 'raster', 'TIFF'],
    ['\0\0\0\x20ftypavif\0\0\0\0', 'raster', 'AVIF'],
    ['\0\0\0\x20ftypmif1\0\0\0\0mif1avif', 'raster', 'AVIF'],
    ['\0\0\0\x20ftypheic\0\0\0\0mif1heic', 'foreign', 'HEIC'],
    ['\0\0\0\x20ftypisom\0\0\0\0', 'other', 'a video'],
    ['BM\x36\0\0\0\0\0\0\0\x36\0', 'foreign', 'BMP'],
    ['P6\n64 64\n255\n', 'foreign', 'Netpbm'],
    ['%PDF-1.7\n', 'vector', 'PDF'],
    ['%!PS-Adobe-3.0 EPSF-3.0\n', 'vector', 'PostScript'],
    ['\xc5\xd0\xd3\xc6', 'vector', 'PostScript'],
    ['<?xml version="1.0"?>\n<!-- made by hand -->\n<svg xmlns="http://www.w3.org/2000/svg">', 'vector', 'SVG'],
    ['\xef\xbb\xbf  <svg:svg width="1">', 'vector', 'SVG'],
    ['\xff\xfe<\0s\0v\0g\0 \0', 'vector', 'SVG'],
    ['<!DOCTYPE html><html><body><svg>', 'other', 'HTML'],
    ['<?xml version="1.0"?><annotation>', 'other', 'XML'],
    ['{ "url": 3 }', 'other', 'JSON'],
    ['PK\x03\x04', 'other', 'a zip archive'],
    ['BMW and other cars', 'other', 'text'],
    ['caf\xe9, 404: not found', 'other', 'text'],
    ['\0\x01\x02\x03\x04\x05\x06\x07', 'other', 'unknown bytes'],
    ['\0\0\0\0', 'other', 'unknown bytes'],
  ])('%j is %s, %s', (head, kind, what) => {
    expect(sniff(latin1(head))).toEqual({ kind, what });
  });

  it('looks at a view of a larger buffer from where it begins', () => {
    expect(sniff(latin1('xx%PDF-1.7').subarray(2)).what).toBe('PDF');
  });
});

describe('pngFrames', () => {
  const chunk = (type: string, data: number[]) =>
    Buffer.concat([Buffer.of(0, 0, 0, data.length), latin1(type), Buffer.from(data), Buffer.alloc(4)]);
  const png = (...chunks: Buffer[]) => Buffer.concat([latin1('\x89PNG\r\n\x1a\n'), ...chunks]);
  const header = chunk('IHDR', Array(13).fill(0));

  it('reads acTL where it stands before the data', () => {
    const animation = chunk('acTL', [0, 0, 0, 7, 0, 0, 0, 0]);
    expect(pngFrames(png(header, animation, chunk('IDAT', [])))).toBe(7);
    expect(pngFrames(png(header, chunk('IDAT', []), animation))).toBe(1);
    expect(pngFrames(png(header))).toBe(1);
    expect(pngFrames(png(Buffer.from('\xff\xff\xff\xffjunkjunk', 'latin1')))).toBe(1);
  });
});
