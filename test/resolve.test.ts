import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PRESET_NAMES, presetOf } from '../src/presets.js';
import { readRecipeFile } from '../src/recipe-file.js';
import { resolveRecipe } from '../src/resolve.js';

describe('resolveRecipe', () => {
  it('lays flags over the file over the preset over the defaults', () => {
    const recipe = resolveRecipe({
      attribute: 'age',
      file: { count: 5, psi: 0.5, edit: { after: { min: 70 } } },
      flags: { psi: 0.9, seed: undefined },
    });
    expect(recipe).toMatchObject({ name: 'age', count: 5, psi: 0.9, seed: 0 });
    expect(recipe.edit.after).toEqual({ min: 70 });
    expect(recipe.edit.before).toEqual({ max: 30 });
  });

  it('takes the preset that a file names', () => {
    expect(resolveRecipe({ file: { attribute: 'big-smile' } }).edit.attribute).toBe('smile');
  });

  it.each(PRESET_NAMES.map((name) => [name]))('resolves %s', (name) => {
    expect(resolveRecipe({ attribute: name }).name).toBe(name);
  });

  it('names the nearest attribute', () => {
    expect(() => presetOf('agee')).toThrow(/Expected an attribute .* agee/);
    expect(hintOf(() => presetOf('agee'))).toMatch(/Did you mean age\?/);
    expect(hintOf(() => presetOf('hair-colour:blonde'))).toMatch(/Did you mean hair-colour:blond\?/);
  });

  it.each([
    [{ cuont: 3 }, /unknown key cuont, did you mean count\?/],
    [{ edit: { maxEvaluation: 3 } }, /unknown key edit\.maxEvaluation, did you mean maxEvaluations\?/],
    [{ fuse: { feather: 3 } }, /unknown key fuse\.feather, did you mean featherPx\?/],
    [{ count: 0 }, /count/],
    [{ psi: 'wide' }, /psi/],
    [{ edit: { after: { min: 60, max: 50 } } }, /60 > 50/],
  ])('refuses %j', (file, message) => {
    expect(() => resolveRecipe({ attribute: 'age', file })).toThrow(message);
  });

  it('needs an attribute or an edit', () => {
    expect(() => resolveRecipe({})).toThrow(/neither/);
  });

  it('moves along a direction alone, by a strength that is given', () => {
    const recipe = resolveRecipe({ flags: { edit: { direction: 'sefa-2-5-1', strength: -3, given: undefined } } });
    expect(recipe).toMatchObject({ name: 'sefa-2-5-1', edit: { strength: -3, before: {}, after: {} } });
    expect(recipe.edit.attribute).toBeUndefined();
  });

  it.each([
    [{ direction: 'a' }, /an attribute or a strength/],
    [{ direction: 'a', strength: 2, after: { min: 1 } }, /an attribute of the targets/],
    [{ direction: 'a', attribute: 'age', before: { max: 30 } }, /a target for edit\.after/],
  ])('refuses an edit that has nothing to go by: %j', (edit, message) => {
    expect(() => resolveRecipe({ file: { name: 'n', prompt: 'p', edit } })).toThrow(message);
  });
});

describe('readRecipeFile', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'diptych-recipe-'));
  const write = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };

  it('reads YAML and JSON alike', async () => {
    const yaml = await readRecipeFile(write('a.yaml', 'attribute: age\nedit:\n  after: {min: 60}\n'));
    const json = await readRecipeFile(write('a.json', '{"attribute": "age", "edit": {"after": {"min": 60}}}'));
    expect(yaml).toEqual(json);
  });

  it.each([
    ['list.yaml', '- a\n- b\n'],
    ['broken.yaml', 'a: [1'],
    ['empty.yaml', ''],
  ])('refuses %s and names it', async (name, text) => {
    await expect(readRecipeFile(write(name, text))).rejects.toThrow(name);
  });

  it('names a file that is not there', async () => {
    await expect(readRecipeFile(path.join(folder, 'none.yaml'))).rejects.toThrow(/none\.yaml/);
  });
});

function hintOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as { hint?: string }).hint ?? '';
  }
  return '';
}
