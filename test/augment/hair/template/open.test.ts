import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTemplate } from '../../../../src/augment/hair/template/glb-write.js';
import { digestTemplate, openTemplate } from '../../../../src/augment/hair/template/open.js';
import { outsideReason, plainPath } from '../../../../src/augment/hair/template/references.js';
import { resolveTemplates } from '../../../../src/augment/hair/template/resolve.js';
import { hasShared, shared } from '../../../fixtures/shared.js';
import { bytesOf, strandsOf } from './hair.js';

const DATA = bytesOf(['u32', 1, 2], ['f32', 0, 1, 2, 3, 4, 5]);
const CARD = (mtl: string): string =>
  `mtllib ${mtl}\nusemtl m\nv 0 9 0\nv 1 9 0\nv 1 0 0\nv 0 0 0\nvt 0 1\nvt 1 1\nvt 1 0\nvt 0 0\nf 1/1 2/2 3/3 4/4\n`;

let root: string;
const at = (path: string): string => join(root, path);
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'diptych-template-'));
  await Promise.all(['hair/sub', 'pair', 'card', 'empty', 'bad'].map((path) => mkdir(at(path), { recursive: true })));
  await writeFile(at('hair/b.data'), DATA);
  await writeFile(at('hair/a.glb'), await writeTemplate(strandsOf([[0, 0, 0, 1, 1, 1]]), { name: 'A' }));
  await writeFile(at('hair/sub/a.data'), DATA);
  await writeFile(at('hair/notes.txt'), 'no hair');
  await writeFile(at('pair/one.data'), DATA);
  await writeFile(at('pair/two.data'), DATA);
  const manifest = { files: ['one.data', 'two.data'], licence: 'MIT', up: '+z' };
  await writeFile(at('pair/template.json'), JSON.stringify(manifest));
  await writeFile(at('secret.mtl'), 'newmtl m\n');
  await writeFile(at('card/card.obj'), CARD('card.mtl'));
  await writeFile(at('card/card.mtl'), 'newmtl m\nmap_d opacity.png\n');
  const half = Buffer.from([255, 0]);
  await sharp(half, { raw: { width: 2, height: 1, channels: 1 } })
    .png()
    .toFile(at('card/opacity.png'));
  await writeFile(at('empty.tfx'), '');
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('openTemplate', () => {
  it('names a template by itself or by its file', async () => {
    expect((await openTemplate(at('hair/a.glb'))).name).toBe('A');
    expect((await openTemplate(at('hair/b.data'))).name).toBe('b');
  });

  it('puts the files of a template.json together', async () => {
    const template = await openTemplate(at('pair/template.json'));
    expect(template).toMatchObject({ name: 'pair', licence: 'MIT', space: 'foreign', placing: { up: '+z' } });
    expect([...template.strands.first]).toEqual([0, 2, 4]);
  });

  it('reads the opacity of cards from the files beside them', async () => {
    const { strands } = await openTemplate(at('card/card.obj'));
    for (let s = 0; s + 1 < strands.first.length; s++) expect(strands.points[strands.first[s]! * 3]).toBeLessThan(0.51);
  });

  it.each([
    ['../secret.mtl', /own folder for .* but received "\.\.\/secret\.mtl", a path out of it/],
    ['/etc/passwd', /an absolute path/],
    ['C:\\hair\\card.mtl', /an absolute path/],
    ['..\\secret.mtl', /a path out of it/],
    ['https://example.com/card.mtl', /an address/],
    ['link.mtl', /a link out of it/],
    ['missing.mtl', /a file for missing\.mtl of .* but received nothing there/],
  ])('does not follow %s', async (mtl, message) => {
    await writeFile(at('bad/card.obj'), CARD(mtl));
    await symlink(at('secret.mtl'), at('bad/link.mtl')).catch(() => undefined);
    await expect(openTemplate(at('bad/card.obj'))).rejects.toThrow(message);
  });

  it.each([
    ['{', /JSON for/],
    ['{"files": []}', /received files:/],
    ['{"files": ["../hair/b.data"]}', /a path out of it/],
    ['{"files": ["template.json"]}', /template files for/],
    ['{"files": ["x.data"], "up": "+y", "forward": "-y"}', /on one axis/],
    ['{"files": ["x.data"], "translate": [0, 0, 0]}', /translate needs/],
    ['{"files": ["x.data"], "colour": 1}', /colour/],
  ])('refuses a template.json of %s', async (text, message) => {
    await writeFile(at('bad/template.json'), text);
    await expect(openTemplate(at('bad/template.json'))).rejects.toThrow(message);
    await rm(at('bad/template.json'));
  });

  it.each(['missing.glb', 'empty.tfx', 'hair'])('says in one line what is wrong with %s', async (path) => {
    await expect(openTemplate(at(path))).rejects.toMatchObject({ code: 'E_DATASET' });
  });

  it.skipIf(!hasShared('real/hair3d'))('opens real files (skipped: no ../shared/real/hair3d)', async () => {
    const template = await openTemplate(shared('real/hair3d/tressfx-ponytail/side.tfx'));
    expect(template.strands.first.length - 1).toBe(3066);
    await expect(openTemplate(shared('real/hair3d/truncated.glb'))).rejects.toThrow(
      /truncated\.glb but received 30014/,
    );
  });
});

describe('digestTemplate', () => {
  it('is the sha256 of a file, and changes with any file of several', async () => {
    // hashlib.sha256(struct.pack('<II6f', 1, 2, 0, 1, 2, 3, 4, 5)) by Python.
    const { sha256, bytes } = await digestTemplate(at('hair/b.data'));
    expect([sha256, bytes]).toEqual(['6efee8dbc52e352e8cc566f677e68f00dbae73f7fb02724755e4255ab493eab9', 32]);
    const before = await digestTemplate(at('card/card.obj'));
    await writeFile(at('card/card.mtl'), 'newmtl m\nmap_d opacity.png\n# changed\n');
    const after = await digestTemplate(at('card/card.obj'));
    expect(after.sha256).not.toBe(before.sha256);
    expect(after.bytes).toBe(before.bytes + 10);
  });
});

describe('resolveTemplates', () => {
  const STYLES = ['bob', 'buzz', 'long-straight'];

  it('takes styles, files and folders in the order given, each once', async () => {
    const list = await resolveTemplates(['Bob', at('hair'), at('hair/b.data'), at('pair'), 'bob'], STYLES);
    expect(list.map(({ kind, name }) => [kind, name])).toEqual([
      ['style', 'bob'],
      ['file', 'a'],
      ['file', 'b'],
      ['file', 'sub/a'],
      ['file', 'pair'],
    ]);
    expect(list[2]).toMatchObject({ path: at('hair/b.data'), bytes: DATA.length });
  });

  it('tells files of one name apart by their extension', async () => {
    const list = await resolveTemplates([at('hair/a.glb'), at('hair/sub/a.data')], STYLES);
    expect(list.map(({ name }) => name)).toEqual(['a.glb', 'a.data']);
  });

  it.each([
    ['bop', /built-in style, a file or a folder for --templates but received bop/, 'Did you mean bob?'],
    ['long-strait', /long-strait/, 'Did you mean long-straight?'],
  ])('suggests a style for %s', async (spec, message, hint) => {
    const error = resolveTemplates([spec], STYLES);
    await expect(error).rejects.toThrow(message);
    await expect(error).rejects.toMatchObject({ code: 'E_USAGE', hint: expect.stringContaining(hint) });
  });

  it('suggests a file for a path', async () => {
    await expect(resolveTemplates([at('hair/c.data')], STYLES)).rejects.toMatchObject({
      hint: expect.stringContaining('b.data'),
    });
  });

  it('refuses a folder without templates and a file of another format', async () => {
    await expect(resolveTemplates([at('empty')], STYLES)).rejects.toThrow(/template files for .*empty/);
    await expect(resolveTemplates([at('hair/notes.txt')], STYLES)).rejects.toThrow(/one of \.glb/);
  });
});

describe('references', () => {
  it('are what the system has', () => {
    expect(plainPath('.\\tex\\a%20b.png')).toBe('tex/a b.png');
    expect(outsideReason('tex/a b.png')).toBeUndefined();
    expect(outsideReason('a..b/c.png')).toBeUndefined();
    expect(outsideReason('%2e%2e/x')).toBe('a path out of it');
    expect(outsideReason('%2Fetc/passwd')).toBe('an absolute path');
    expect(outsideReason('tex/../../x')).toBe('a path out of it');
    expect(outsideReason('a\0b')).toBe('no file');
  });
});
