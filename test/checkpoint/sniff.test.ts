import { describe, expect, it } from 'vitest';
import { describeOther, looksLikePickle } from '../../src/checkpoint/sniff.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('describeOther', () => {
  it.each([
    ['abcd', /a file of 4 bytes/, /download failed/],
    ['', /a file of 0 bytes/, /download failed/],
    ['\n<!DOCTYPE html><html>', /a web page/, /download failed/],
    ['<html lang="en">', /a web page/, /download failed/],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:00', /Git LFS pointer/, /git lfs pull/],
    // torch.onnx.export: ir_version 8, producer_name "pytorch"
    ['\x08\x08\x12\x07pytorch\x1a', /an ONNX file/, /--identity/],
    [`sys_info${'\0'.repeat(249)}ustar\x00`, /a tar/, /torch\.save/],
    ['\x89HDF\r\n\x1a\n', /HDF5/, /safetensors/],
    ['\x1f\x8b\x08\0\0\0\0\0', /compressed/, /Unpack/],
  ])('says what %j is, and what to do', (text, what, hint) => {
    const other = describeOther(bytes(text));
    expect(other?.what).toMatch(what);
    expect(other?.hint).toMatch(hint);
  });

  it('has nothing against a pickle', () => {
    expect(describeOther(bytes('\x80\x03}q\x00X\x01\0\0\0'))).toBeUndefined();
  });
});

describe('looksLikePickle', () => {
  it.each(['\x80\x02}', '\x80\x05\x95', '(dp0\n', '}q\x00', 'ccollections\n'])('accepts %j', (text) => {
    expect(looksLikePickle(bytes(text))).toBe(true);
  });
  it.each(['\x80\x06', 'hello', '{"a": 1}', ''])('rejects %j', (text) => {
    expect(looksLikePickle(bytes(text))).toBe(false);
  });
});
