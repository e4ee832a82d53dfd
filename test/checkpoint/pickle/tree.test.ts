import { describe, expect, it } from 'vitest';
import { parse, refused } from './pickles.js';

describe('trees without end', () => {
  it('refuses values nested too deep, without recursion', () => {
    refused(`N${'\x85'.repeat(1e5)}.`, /nested at most 512 deep/);
    refused(`${']'.repeat(2e5)}${'a'.repeat(2e5 - 1)}.`, /nested at most 512 deep/);
    expect(JSON.stringify(parse(`N${'\x85'.repeat(500)}.`))).toHaveLength(1004);
  });

  it('refuses depth that is only met on a second way', () => {
    // The chain is met first from near its end, which is 300 deep; then from a start that is 300 above it.
    const chain = `N${'\x85'.repeat(300)}q\0`;
    refused(`${chain}h\0${'\x85'.repeat(300)}\x86.`, /nested at most 512 deep/);
  });

  it.each([
    ['a list in itself', ']q\0h\0a.'],
    ['a dictionary in itself', '}q\0K\x01h\0s.'],
    ['a dictionary as its own key', '}q\0h\0K\x01s.'],
    ['an object in its state', 'cargparse\nNamespace\n)\x81q\0}X\x01\0\0\0ah\0sb.'],
    ['a list in a tuple of its own', ']q\0h\0\x85a.'],
  ])('refuses %s', (_, pickle) => refused(pickle, /contains itself/));

  it('refuses lists that share lists until a walk has no end', () => {
    refused(`]${'2\x86'.repeat(60)}.`, /share others so often/);
    expect(parse(`]${'2\x86'.repeat(10)}.`)).toHaveLength(2);
  });
});
