import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { externalFiles } from '../../src/pack/external.js';

const outside = mkdtempSync(path.join(tmpdir(), 'diptych-outside-'));
const folder = mkdtempSync(path.join(tmpdir(), 'diptych-model-'));
const model = path.join(folder, 'model.onnx');
writeFileSync(model, '');
writeFileSync(path.join(outside, 'secret'), '');
mkdirSync(path.join(folder, 'data'));
writeFileSync(path.join(folder, 'data', 'weights.bin'), '');
symlinkSync(path.join(outside, 'secret'), path.join(folder, 'link'));
symlinkSync(outside, path.join(folder, 'there'));

it('accepts a file in the folder', async () => {
  expect(await externalFiles(model, ['data/weights.bin'])).toEqual([path.join(folder, 'data', 'weights.bin')]);
});

it.each([
  ['an absolute path', path.join(outside, 'secret'), /a path outside it/],
  ['a path upwards', `../${path.basename(outside)}/secret`, /a path outside it/],
  ['a path upwards in the middle', 'data/../../x', /a path outside it/],
  ['a path upwards as Windows writes it', 'data\\..\\..\\x', /a path outside it/],
  ['a drive', 'C:weights.bin', /a path outside it/],
  ['no path', '', /a path outside it/],
  ['a link', 'link', /a link/],
  ['a file behind a link', 'there/secret', /a link/],
  ['a folder', 'data', /no file/],
  ['a file that is missing', 'nothing', /no file/],
])('refuses %s', async (_, location, message) => {
  await expect(externalFiles(model, [location])).rejects.toMatchObject({
    code: 'E_MODEL',
    message: expect.stringMatching(message),
  });
});
