import { describe, expect, it } from 'vitest';
import { readPickle } from '../../../src/checkpoint/pickle/index.js';
import { bytesSource } from '../../../src/checkpoint/source.js';
import { asMap, fixture, parse, plain, u32 } from './pickles.js';

const BYTES = String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i)).repeat(2);

/** What test/fixtures/checkpoints/pickles.py wrote, by hand. */
const EXPECTED = new Map<string, unknown>([
  ['none', null],
  ['flags', [true, false]],
  ['integers', [0, 255, 65535, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 40, -(2 ** 40), 2n ** 70n, -(2n ** 70n), 128, -128]],
  ['floats', [0.5, -1e300, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]],
  ['texts', ['', 'plain', 'café 中 😀', "line\nbreak \\u0041 \\ 'q'\r\t\0"]],
  ['bytes', ['', '\0\xff\n\\', BYTES]],
  ['bytearray', '\x01\x80'],
  ['tuples', [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4]]],
  [
    'nested',
    new Map<unknown, unknown>([
      ['list', [[1, [2, []]], new Map()]],
      [[1, 'key'], 'tuple as key'],
    ]),
  ],
  ['set', [7]],
  ['frozenset', [8]],
  [
    'shared',
    [
      [1, 2],
      [1, 2],
    ],
  ],
  ['complex', { object: 'builtins.complex', args: [1, -2], state: undefined }],
  ['slice', { object: 'builtins.slice', args: [1, null, 2], state: undefined }],
  [
    'ordered',
    new Map([
      ['b', 1],
      ['a', 2],
    ]),
  ],
  ['default', new Map([['k', [1]]])],
  [
    'namespace',
    {
      object: 'argparse.Namespace',
      args: [],
      state: new Map<string, unknown>([
        ['size', 256],
        ['name', 'x'],
      ]),
    },
  ],
  ['class', { global: 'collections.OrderedDict' }],
  [
    'arrays',
    new Map([
      ['float32', { shape: [2, 3], dtype: 'float32', values: [0, 1, 2, 3, 4, 5] }],
      ['fortran', { shape: [2, 3], dtype: 'float64', values: [0, 1, 2, 3, 4, 5] }],
      ['transposed', { shape: [3, 2], dtype: 'float32', values: [0, 3, 1, 4, 2, 5] }],
      ['strided', { shape: [4], dtype: 'int64', values: [0, 3, 6, 9] }],
      ['half', { shape: [2], dtype: 'float16', values: [0.5, -2] }],
      ['bool', { shape: [2], dtype: 'bool', values: [1, 0] }],
      ['uint8', { shape: [2], dtype: 'uint8', values: [0, 255] }],
      ['scalar', { shape: [], dtype: 'float32', values: [3.5] }],
      ['empty', { shape: [0, 4], dtype: 'float32', values: [] }],
    ]),
  ],
  ['scalars', [0.1, 0.5, -5, 200, true, 'hé']],
]);

describe.each([0, 1, 2, 3, 4, 5])('protocol %d', (protocol) => {
  const value = asMap(parse(fixture(`pickle_${protocol}.pkl`)));

  it.each([...EXPECTED])('reads %s', (key, expected) => {
    expect(plain(value.get(key))).toEqual(expected);
  });

  it('reads all keys, in order', () => {
    expect([...value.keys()]).toEqual([...EXPECTED.keys()]);
  });

  it('keeps one value that is referred to twice as one', () => {
    const [first, second] = value.get('shared') as readonly unknown[];
    expect(first).toBe(second);
  });
});

describe('a run of pickles', () => {
  it('ends after STOP, where the next begins', () => {
    const source = bytesSource(Buffer.from('xxK\x01.\x80\x02K\x02.rest', 'latin1'), 'x.pkl');
    expect(readPickle(source, { offset: 2 })).toEqual({ value: 1, end: 5 });
    expect(readPickle(source, { offset: 5 })).toEqual({ value: 2, end: 10 });
  });
});

describe('Python 2', () => {
  it('reads str with its escapes, one character a byte', () => {
    expect(parse("S'a\\n\\x41\\'\\\\n\\101'\n.")).toBe("a\nA'\\nA");
    expect(parse('U\x03a\xffb.')).toBe('aÿb');
    expect(parse(`T${u32(2)}hi.`)).toBe('hi');
  });

  it('leaves a long str in the file, as bytes', () => {
    expect(plain(parse(`T${u32(70_000)}${'z'.repeat(70_000)}.`))).toBe('z'.repeat(70_000));
  });

  it('reads instances of classic classes', () => {
    const namespace = { object: 'argparse.Namespace', args: [1], state: new Map([['a', 2]]) };
    expect(plain(parse("(I1\niargparse\nNamespace\n(S'a'\nI2\ndb."))).toEqual(namespace);
    expect(plain(parse('(cargparse\nNamespace\nK\x01o}U\x01aK\x02sb.'))).toEqual(namespace);
  });

  it('reads numbers with a long ending, and true and false as 01 and 00', () => {
    expect(parse('(L-12L\nL340282366920938463463374607431768211456L\nI01\nI00\nF1e3\nt.')).toEqual([
      -12,
      2n ** 128n,
      true,
      false,
      1000,
    ]);
  });
});

describe('the stack', () => {
  it('is moved about by POP, POP_MARK and DUP', () => {
    expect(parse('K\x01K\x020.')).toBe(1);
    expect(parse('K\x01(K\x02K\x031.')).toBe(1);
    expect(parse('K\x01(0.')).toBe(1);
    expect(parse('K\x012\x86.')).toEqual([1, 1]);
  });

  it('remembers in any order', () => {
    expect(parse('K\x01p5\n0K\x02\x940h\x05j\x01\x00\x00\x00\x86.')).toEqual([1, 2]);
  });
});

describe('large byte strings', () => {
  const large = Buffer.alloc(300_000, 7);
  const reads: number[] = [];
  const recorded = (bytes: Uint8Array) => {
    const source = bytesSource(bytes, 'x.pkl');
    const read = (at: number, n: number) => {
      reads.push(n);
      return source.read(at, n);
    };
    return { ...source, read };
  };

  it('are not read until they are asked for', () => {
    const file = Buffer.concat([
      Buffer.from(`(B${u32(large.length)}`, 'latin1'),
      large,
      Buffer.from('K\x05t.', 'latin1'),
    ]);
    const { value } = readPickle(recorded(file));
    expect(Math.max(...reads)).toBeLessThanOrEqual(65_536);
    expect(reads.reduce((a, b) => a + b)).toBeLessThan(70_000);
    const [bytes, number] = value as readonly [{ read(): Uint8Array; length: number }, number];
    expect(number).toBe(5);
    expect(bytes.length).toBe(large.length);
    expect(Buffer.compare(bytes.read(), large)).toBe(0);
  });

  it('are left in the file where protocol 2 writes them as a text', () => {
    const content = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7) & 255));
    const text = Buffer.from(content.toString('latin1'), 'utf8');
    const head = `\x80\x02c_codecs\nencode\nX${u32(text.length)}`;
    const file = Buffer.concat([Buffer.from(head, 'latin1'), text, Buffer.from('X\x06\0\0\0latin1\x86R.', 'latin1')]);
    reads.length = 0;
    const bytes = readPickle(recorded(file)).value as { length: number; read(): Uint8Array };
    expect(Math.max(...reads)).toBeLessThanOrEqual(65_536);
    expect(bytes.length).toBe(content.length);
    expect(Buffer.compare(bytes.read(), content)).toBe(0);
  });
});
