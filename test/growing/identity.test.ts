import { expect, test } from 'vitest';
import { candidatesHash } from '../../src/dataset/canonical.js';
import { growRecipeSchema } from '../../src/grow-recipe.js';
import type { ChosenColour } from '../../src/growing/colours.js';
import { identityOf } from '../../src/growing/identity.js';

const colours: ChosenColour[] = [{ kind: 'reference', name: 'me.jpg', path: '/a/me.jpg', sha256: 'e'.repeat(64) }];

function hashOf(recipe: object, template = 'bob'): string {
  const resolved = growRecipeSchema.parse({ portraitsSha256: 'a'.repeat(64), seed: 3, ...recipe });
  return candidatesHash(identityOf({ recipe: resolved, templates: [{ kind: 'style', name: template }], colours }));
}

test('a run is the same wherever portraits, templates and references lie, and however many pairs are asked for', () => {
  const there = hashOf({ portraits: '/data/photos', templates: ['/t/bob'], colours: ['/a/me.jpg'], count: 3 });
  expect(hashOf({ portraits: 'photos/', templates: ['bob'], colours: ['me.jpg'], count: 9, maxTries: 40 })).toBe(there);
});

test('it is another one with other portraits, styles or options', () => {
  const here = hashOf({});
  expect(hashOf({ portraitsSha256: 'b'.repeat(64) })).not.toBe(here);
  expect(hashOf({}, 'lob')).not.toBe(here);
  expect(hashOf({ seed: 4 })).not.toBe(here);
  expect(hashOf({ coloursSha256: { 'me.jpg': 'f'.repeat(64) } })).not.toBe(here);
});
