import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderGrownCard } from '../../src/dataset/grown-card.js';
import type { DatasetStats } from '../../src/dataset/stats.js';
import { growRecipeSchema } from '../../src/grow-recipe.js';
import { makeManifest } from './synthetic.js';

const stats = {
  tried: 40,
  kept: 16,
  splits: { train: 12, test: 4 },
  between: [],
  gates: [{ gate: 'faces', tried: 40, dropped: 24, wouldDrop: 24, share: 0.6 }],
} as unknown as DatasetStats;
const faceFiles = [{ role: 'landmarker', name: 'face_landmarker.task', licence: 'Apache-2.0', sha256: 'c'.repeat(64) }];
const headerOf = (card: string) => parse(card.split('---\n')[1]!);

test('the header of photographs names splits, and leaves the licence to whoever owns the portraits', () => {
  const card = renderGrownCard({ recipe: growRecipeSchema.parse({}), faceFiles, stats });
  expect(headerOf(card)).toEqual({
    license: 'other',
    license_name: 'that-of-the-portraits',
    task_categories: ['image-to-image'],
    tags: ['synthetic', 'faces', 'paired', 'hair'],
    size_categories: ['n<1K'],
    pretty_name: 'hair (Diptych)',
    configs: [
      {
        config_name: 'default',
        data_files: [
          { split: 'train', path: 'train/**' },
          { split: 'test', path: 'test/**' },
        ],
      },
    ],
  });
  expect(card).toContain('16 pairs of face images');
  expect(card).toContain('(12 train, 4 test)');
  expect(card).toContain('40 pairs were tried and 16 kept (40.0 %)');
  expect(card).toContain(`landmarker: face_landmarker.task | Apache-2.0 | \`${'c'.repeat(64)}\``);
  expect(card).toContain('Faces are photographs that were given.');
  expect(card).toContain('little or no hair');
});

test('sampled heads have the licence of their pack, and what a recipe leaves out is not told of', () => {
  const recipe = growRecipeSchema.parse({ maps: false, remove: false, growth: { before: 0.2 }, psi: 0.6 });
  const card = renderGrownCard({ recipe, pack: makeManifest(), faceFiles: [], stats });
  expect(headerOf(card)).toMatchObject({ license: 'mit' });
  expect(card).toContain('truncation psi 0.6');
  expect(card).toContain('pack toy 1.0.0');
  expect(card).toContain('short hair');
  expect(card).not.toMatch(/orientation|taken away first|states/);
});

test('steps of a sequence are named', () => {
  const between = ['growth-33', 'growth-67'];
  const card = renderGrownCard({
    recipe: growRecipeSchema.parse({ sequence: 4 }),
    faceFiles,
    stats: { ...stats, between },
  });
  expect(card).toContain('before, growth-33, growth-67, after');
});
