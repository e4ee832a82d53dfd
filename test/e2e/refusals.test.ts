import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hashesOf, newFolder, openRecipe, start } from './command.js';

const HEADS = fileURLToPath(new URL('../../models/heads', import.meta.url));

/** One line that starts with the program's name, holds the culprit, and ends the run with its own status. */
async function expectRefusal(args: readonly string[], status: number, culprit: RegExp): Promise<void> {
  const ended = await start(args);
  expect(ended.stderr).toMatch(culprit);
  expect(
    ended.stderr
      .trimEnd()
      .split('\n')
      .filter((line) => line.startsWith('diptych:')),
  ).toHaveLength(1);
  expect(ended.stderr).not.toMatch(/\n +at /);
  expect(ended.status).toBe(status);
}

/** A copy of the built-in pack to spoil. */
function copyOfHeads(): string {
  const folder = newFolder();
  cpSync(HEADS, folder, { recursive: true });
  return folder;
}

describe('bad input ends with one line and a status of its own', () => {
  it.each([
    [['generate', '--attribute', 'agee'], 2, /agee.*Did you mean age\?/],
    [['generate', '--attribute', 'age', '--count', '0'], 2, /whole number from 1 up/],
    [['generate', '--attribute', 'age', '--provider', 'coreml'], 2, /coreml/],
    [['generate', '--attribute', 'age', '--gate', 'seam=3..1'], 2, /3 > 1/],
    [['generate', '--attribute', 'age', '--seeds', '1,1'], 2, /every seed once/],
    [['generate', '--attribute', 'age', '--out', '/dev/null'], 6, /dev\/null/],
    [['generate', '--attribute', 'age', '--out', ''], 2, /--out/],
    [['generate', '--attribute', 'age', '--gate', 'identiy=0.5..'], 2, /identiy.*identity/],
    [['generate', '--attribute', 'age', '--seeds', 'x'], 2, /seeds/],
    [['generate', '--attribute', 'age', '--pack', 'haeds'], 3, /haeds/],
    [['generate', '--attribute', 'age', '--given', 'aeg'], 2, /aeg/],
    [['generate'], 2, /neither/],
    [['generate', '--nonsense'], 2, /nonsense/],
    [['generat'], 2, /generat/],
    [['export', '/nowhere', '--format', 'pix2pix', '--out', '/tmp/never'], 4, /nowhere/],
  ])('%j', async (args, status, culprit) => {
    await expectRefusal(args as string[], status as number, culprit as RegExp);
  });

  it('a recipe with an unknown key', async () => {
    const file = path.join(newFolder(), 'r.yaml');
    writeFileSync(file, 'attribute: age\ncuont: 3\n');
    await expectRefusal(['generate', '-r', file], 2, /r\.yaml.*unknown key cuont, did you mean count\?/);
  });

  it('a dataset folder below a file', async () => {
    const file = path.join(newFolder(), 'file');
    writeFileSync(file, '');
    await expectRefusal(['generate', '-r', await openRecipe(1), '-o', path.join(file, 'out')], 6, /file/);
  });

  it('a model file with one byte changed', async () => {
    const pack = copyOfHeads();
    const file = path.join(pack, 'synthesis.onnx');
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    await expectRefusal(['generate', '-a', 'age', '-p', pack], 3, /synthesis\.onnx.*install the pack again/i);
  });

  it('a pack whose directions were fitted on another generator', async () => {
    const pack = copyOfHeads();
    const file = path.join(pack, 'pack.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    manifest.directions[0].generator = '0'.repeat(64);
    writeFileSync(file, JSON.stringify(manifest));
    await expectRefusal(['generate', '-a', 'age', '-p', pack], 3, /fitted on another/);
  });

  it('a journal that is damaged in the middle, or of another recipe; the dataset stays as it is', async () => {
    const out = newFolder();
    const recipe = await openRecipe(3);
    await start(['generate', '-r', recipe, '-o', out, '-q']);
    await expectRefusal(['generate', '-r', recipe, '--seed', '9', '-o', out], 4, /journal\.jsonl.*--overwrite/);
    const journal = path.join(out, 'journal.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    lines[1] = lines[1]!.slice(0, 40);
    writeFileSync(journal, lines.join('\n'));
    const before = hashesOf(out);
    await expectRefusal(['generate', '-r', recipe, '-o', out], 4, /journal\.jsonl:2/);
    expect(hashesOf(out)).toEqual(before);
    const anew = await start(['generate', '-r', recipe, '-o', out, '--overwrite', '-q']);
    expect(anew.status).toBe(0);
  });

  it('a folder that holds something else, which stays as it is', async () => {
    const out = newFolder();
    mkdirSync(path.join(out, 'thesis'));
    writeFileSync(path.join(out, 'thesis', 'chapter.tex'), 'years of work');
    await expectRefusal(['generate', '-r', await openRecipe(1), '-o', out, '--overwrite'], 4, /thesis in it/);
    expect(readFileSync(path.join(out, 'thesis', 'chapter.tex'), 'utf8')).toBe('years of work');
  });
});
