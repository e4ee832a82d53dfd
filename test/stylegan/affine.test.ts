import { expect, test } from 'vitest';
import { affineNames } from '../../src/stylegan/affine.js';

test('layers of W+ are named in the order of genforce: convolutions, then the last toRGB', () => {
  expect(affineNames(8)).toEqual([
    'synthesis.b4.conv1.affine.weight',
    'synthesis.b8.conv0.affine.weight',
    'synthesis.b8.conv1.affine.weight',
    'synthesis.b16.conv0.affine.weight',
    'synthesis.b16.conv1.affine.weight',
    'synthesis.b32.conv0.affine.weight',
    'synthesis.b32.conv1.affine.weight',
    'synthesis.b32.torgb.affine.weight',
  ]);
  expect(affineNames(18).slice(-2)).toEqual([
    'synthesis.b1024.conv1.affine.weight',
    'synthesis.b1024.torgb.affine.weight',
  ]);
});
