import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasShared, shared } from '../fixtures/shared.js';
import { hashesOf, newFolder, start } from './command.js';
import { openGrowRecipe } from './grown.js';

const photo = (name: string): string => shared(`real/portraits/${name}`);
const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe.skipIf(!hasShared('real/portraits') || !hasShared('models'))(
  'grow on photographs (needs ../shared/real and ../shared/models)',
  () => {
    const models = ['--face-model', shared('models')];
    let bad = '';

    beforeAll(async () => {
      bad = newFolder();
      const at = (name: string): string => path.join(bad, name);
      const sides = await Promise.all(
        ['joni-ernst.jpg', 'ben-sasse.jpg'].map((name) => sharp(photo(name)).resize(300, 300).toBuffer()),
      );
      const grey = (width: number, height: number) =>
        sharp({ create: { width, height, channels: 3, background: '#777' } });
      const side = sides.map((input, i) => ({ input, left: 300 * i, top: 0 }));
      await grey(600, 300).composite(side).jpeg().toFile(at('two.jpg'));
      await grey(300, 300).png().toFile(at('none.png'));
      await sharp(photo('joni-ernst.jpg')).resize(64, 64).png().toFile(at('tiny.png'));
      writeFileSync(at('text.jpg'), 'no picture');
      writeFileSync(at('cut.jpg'), readFileSync(photo('joni-ernst.jpg')).subarray(0, 9000));
    });

    it('records what is wrong with each portrait, and ends early when none can be used', async () => {
      const out = newFolder();
      const recipe = openGrowRecipe({ portraits: bad, templates: ['crew-cut'], count: 50, size: 128 });
      const ended = await start(['grow', '-r', recipe, ...models, '--workers', '2', '-o', out]);
      expect(ended.status).toBe(5);
      expect(ended.stderr).toMatch(/warning No portrait can be used, so the run ended early; the first: /);
      expect(ended.stderr).not.toMatch(/--max-tries/);
      const records = linesOf(path.join(out, 'records.jsonl'));
      const troubles = records.map(({ gate, hair }) => [hair.portrait, gate, hair.trouble]).sort();
      expect(troubles).toEqual([
        ['cut', 'unreadable', expect.stringMatching(/whole image for cut\.jpg/)],
        ['none', 'faces', 'none has no face'],
        ['text', 'unreadable', expect.stringMatching(/text\.jpg/)],
        ['tiny', 'fit', expect.stringMatching(/tiny: the face is small: 1\d px/)],
        ['two', 'faces', 'two has 2 faces'],
      ]);
    }, 120_000);

    it('goes on past a bad portrait, with a beard as well, and gives the same bytes from another place', async () => {
      const there = path.join(newFolder(), 'photos');
      mkdirSync(there);
      await sharp(photo('ben-sasse.jpg')).resize(400).toFile(path.join(there, 'good.jpg'));
      writeFileSync(path.join(there, 'text.jpg'), 'no picture');
      const recipe = openGrowRecipe({
        portraits: there,
        templates: ['moustache', 'bob'],
        colours: ['match'],
        count: 2,
        size: 128,
      });
      const out = newFolder();
      const run = ['grow', '-r', recipe, ...models, '--workers', '1', '-q'];
      expect(await start([...run, '-o', out])).toEqual({ status: 0, stdout: '', stderr: '' });
      const records = linesOf(path.join(out, 'records.jsonl'));
      const kept = records.filter(({ verdict }) => verdict === 'kept');
      expect(kept).toHaveLength(2);
      expect(records.length).toBeGreaterThan(2);
      for (const { scores, hair } of kept) {
        expect(scores.outside_change).toBe(0);
        expect(hair.strands).toBeGreaterThan(0);
        // Hair is taken away for hair, not for a beard.
        expect('removal.removed' in scores).toBe(hair.template === 'bob');
      }

      const inside = await start([...run, '-o', path.join(there, 'pairs')]);
      expect(inside).toMatchObject({ status: 2, stderr: expect.stringMatching(/apart from the portraits for --out/) });

      const moved = path.join(newFolder(), 'moved');
      renameSync(there, moved);
      const again = newFolder();
      const recipeOf = path.join(out, 'recipe.json');
      const lost = await start(['grow', '-r', recipeOf, ...models, '-o', again]);
      expect(lost).toMatchObject({ status: 4, stderr: expect.stringMatching(/--portraits where they are now/) });
      const args = ['-i', moved, ...models, '--workers', '2', '-q', '-o', again];
      expect(await start(['grow', '-r', recipeOf, ...args])).toMatchObject({ status: 0, stderr: '' });
      const names = ['recipe.json', 'report.html', 'stats.json'];
      const pairsOf = (folder: string) => Object.entries(hashesOf(folder)).filter(([name]) => !names.includes(name));
      expect(pairsOf(again)).toEqual(pairsOf(out));
    }, 120_000);
  },
);
