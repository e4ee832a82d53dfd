import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { contractSchemas, inputSchema } from '../../src/pack/contract.js';
import { openPack } from '../../src/pack/load.js';

const page = readFileSync(new URL('../../docs/bring-your-own.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/<!-- contract: (\w+) -->\n```json\n([\s\S]*?)```/g)].map(([, kind, json]) => ({
  kind: kind as keyof typeof contractSchemas,
  contract: JSON.parse(json!) as object,
}));

test('the page has an example of every contract', () => {
  expect(new Set(examples.map(({ kind }) => kind))).toEqual(new Set(Object.keys(contractSchemas)));
});

test.each(examples)('an example of $kind on the page is one', ({ kind, contract }) => {
  expect(contractSchemas[kind].safeParse(contract).error).toBeUndefined();
});

test('the parser of 19 classes has as many, under names that presets know', async () => {
  const { classes } = contractSchemas.parsing.parse(examples.find(({ kind }) => kind === 'parsing')!.contract);
  expect(classes).toHaveLength(19);
  const { manifest } = await openPack('heads');
  expect(classes.filter((name) => !manifest.scorers.parsing!.classes.includes(name))).toEqual([]);
});

describe('contracts', () => {
  it('have the defaults of the built-in pack', () => {
    const input = inputSchema.parse({});
    expect(input).toMatchObject({ name: 'image', layout: 'NCHW', order: 'RGB', batch: 'any' });
    // Black and white: (0 · 1/127.5 − 1) / 1 and (255 · 1/127.5 − 1) / 1.
    const fed = [0, 255].map((x) => (x * input.scale - input.mean[0]) / input.std[0]);
    expect(fed).toEqual([-1, 1]);
  });

  it.each([
    ['an unknown key', 'identity', { dims: 512 }],
    ['attributes without a score', 'attributes', { attributes: [] }],
    ['one class', 'parsing', { classes: ['skin'] }],
    ['a box outside the picture', 'identity', { crop: [0, 0, 1.5, 1] }],
    ['a crop of a parser', 'parsing', { classes: ['a', 'b'], crop: [0, 0, 1, 1] }],
    ['a scale of 0', 'identity', { input: { scale: 0 } }],
    ['a size of 0', 'identity', { size: 0 }],
  ] as const)('refuse %s', (_, kind, contract) => {
    expect(contractSchemas[kind].safeParse(contract).success).toBe(false);
  });
});
