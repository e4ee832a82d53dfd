import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/checkpoint/source.js';
import { storageValue } from '../../../src/checkpoint/storage.js';
import { DiptychError } from '../../../src/errors.js';
import { fixture, parse, refused, u32 } from './pickles.js';

describe('truncation', () => {
  it.each([0, 1, 2, 3, 4, 5])('anywhere in protocol %d is refused', (protocol) => {
    const whole = fixture(`pickle_${protocol}.pkl`);
    // A prime step: over six files that differ in length every kind of place is cut.
    for (let n = 0; n < whole.length; n += 7)
      expect(() => parse(whole.subarray(0, n)), `${n} bytes`).toThrow(DiptychError);
  });
});

describe('claimed sizes', () => {
  it.each([
    ['BINBYTES', `B${u32(0xffffffff)}x.`],
    ['BINBYTES8', `\x8e${'\xff'.repeat(8)}x.`],
    ['BYTEARRAY8', `\x96\0\0\0\0\0\x01\0\0x.`],
    ['BINUNICODE', `X${u32(0x7fffffff)}x.`],
    ['BINUNICODE8', `\x8d${'\x7f'.repeat(8)}x.`],
    ['BINSTRING', `T${u32(0xffffffff)}x.`],
  ])('beyond the file are refused: %s', (_, pickle) =>
    refused(pickle, /^Expected (\S+ bytes for x.pkl but received \d+|texts of at most .*)$/),
  );

  it('of integers are bounded, as conversion is slow', () => {
    refused(`\x8b${u32(100_000)}${'\x01'.repeat(100_000)}.`, /integer of at most 1024 bytes/);
    refused(`L${'9'.repeat(100_000)}\n.`, /line of at most 4096 bytes/);
    refused(`I${'9'.repeat(100_000)}`, /line of at most 4096 bytes/);
  });
});

describe('the machine', () => {
  it.each([
    ['nothing on the stack', '.', /a value before/],
    ['a value below a mark', 'K\x01(\x85.', /a value before/],
    ['no mark', 'K\x01t.', /a mark before/],
    ['an unknown memo', 'j\xff\xff\xff\x7f.', /remembered as 2147483647/],
    ['a memo of text', 'g-1\n.', /index of the memo/],
    ['an unknown instruction', '\xfe.', /0xfe at 0/],
    ['items for a number', 'K\x01(K\x01e.', /a list to append to/],
    ['items for a tuple', ')K\x01a.', /a list to append to/],
    ['keys without values', '}(K\x01u.', /keys and values/],
    ['a dictionary that is none', ']K\x01K\x01s.', /a dictionary to fill/],
    ['state for a list', ']}b.', /an object that takes a state/],
    ['a text that is not UTF-8', 'X\x01\0\0\0\xff.', /a text in UTF-8/],
    ['a text without its quotes', 'Sabc\n.', /a text in quotes/],
    ['a number that is none', 'F0x10\n.', /a number/],
  ])('refuses %s', (_, pickle, message) => refused(pickle, message));

  it('remembers at any index without room for those below', () => {
    expect(parse(`K\x05r${u32(0x80000000)}0j${u32(0x80000000)}.`)).toBe(5);
  });

  it('takes a million marks', () => {
    expect(parse(`${'('.repeat(1e6)}${'1'.repeat(1e6)}N.`)).toBe(null);
  });

  it('refuses more instructions and more values than a checkpoint needs', () => {
    refused(Buffer.alloc(4.2e6, 'N'), /at most 4194304 instructions/);
    refused(Buffer.alloc(1.1e6, '}'), /at most 1048576 values/);
  });

  it('counts the items of copies, which share few bytes', () => {
    const list = `](${'N'.repeat(1000)}eq\0`;
    refused(`${list}${'c__builtin__\nset\nh\0\x85R0'.repeat(5000)}N.`, /at most 4194304 instructions/);
  });

  it('reads a nested file once, however often it is asked for', () => {
    let calls = 0;
    const nested = () => {
      calls += 1;
      return storageValue('torch.ByteStorage', bytesSource(new Uint8Array(1), 'x'))!;
    };
    parse(`ctorch.storage\n_load_from_bytes\nq\0C\x01xq\x01\x85R(${'h\0h\x01\x85R'.repeat(50)}t.`, { nested });
    expect(calls).toBe(1);
  });

  it('refuses a nested file that is no storage', () => {
    const nested = () => [1];
    refused('ctorch.storage\n_load_from_bytes\nC\x01x\x85R.', /the storage of a tensor/, { nested });
  });
});
