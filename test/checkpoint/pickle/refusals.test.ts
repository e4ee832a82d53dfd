import { describe, expect, it } from 'vitest';
import { DiptychError, describeError } from '../../../src/errors.js';
import { asObject, parse, plain, u32 } from './pickles.js';

/** The message of a refusal, which must be one line with the right code. */
function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    expect(error).toBeInstanceOf(DiptychError);
    expect((error as DiptychError).code).toBe('E_CHECKPOINT');
    expect(describeError(error)).not.toMatch(/\n/);
    return (error as DiptychError).message;
  }
  throw new Error('It was not refused');
}

const text = (value: string) => `X${u32(value.length)}${value}`;
const stackGlobal = (module: string, name: string) => `${text(module)}${text(name)}\x93`;

const TARGETS = [
  ['os', 'system'],
  ['posix', 'system'],
  ['nt', 'system'],
  ['subprocess', 'Popen'],
  ['builtins', 'eval'],
  ['__builtin__', 'exec'],
  ['builtins', 'getattr'],
  ['importlib', 'import_module'],
  ['torch.hub', 'load'],
  ['numpy.testing._private.utils', 'runstring'],
  ['functools', 'partial'],
] as const;

describe.each(TARGETS)('%s.%s', (module, name) => {
  const line = `Expected tensors, numbers and names in x.pkl but received a call of ${module}.${name}`;
  const global = `c${module}\n${name}\n`;
  const argument = text('touch /tmp/x');

  it.each([
    ['REDUCE', `${global}${argument}\x85R.`],
    ['REDUCE of STACK_GLOBAL', `\x80\x04${stackGlobal(module, name)}${argument}\x85R.`],
    ['NEWOBJ', `\x80\x02${global}${argument}\x85\x81.`],
    ['NEWOBJ_EX', `\x80\x04${global}${argument}\x85}\x92.`],
    ['OBJ', `(${global}${argument}o.`],
    ['INST', `(${argument}i${module}\n${name}\n.`],
    ['copyreg.__newobj__', `ccopyreg\n__newobj__\n${global}${argument}\x86R.`],
    ['copy_reg._reconstructor', `ccopy_reg\n_reconstructor\n${global}c__builtin__\nobject\nN\x87R.`],
    ['torch._tensor._rebuild_from_type_v2', `ctorch._tensor\n_rebuild_from_type_v2\n(${global}N)}tR.`],
  ])('is refused by name in %s', (_, pickle) => {
    expect(refusal(pickle)).toBe(line);
  });

  it('is no more than a name where nothing calls it', () => {
    expect(plain(parse(`${global}.`))).toEqual({ global: `${module}.${name}` });
  });
});

describe('names that hide a function', () => {
  it.each([
    ['training.networks', 'os.system'],
    ['torch.nn.modules', 'warnings.sys.modules'],
    ['dnnlib.util', 'urlopen'],
    ['__main__', 'run'],
    ['trainingx', 'Network'],
  ])('%s.%s is refused', (module, name) => {
    expect(refusal(`\x80\x04${stackGlobal(module, name)})\x81.`)).toContain(`a call of ${module}.${name}`);
  });

  it('prints no line ends and no terminal codes', () => {
    expect(refusal(`\x80\x04${stackGlobal('o\ns', '\x1b[31mred')})R.`)).toMatch(/^[\x20-\x7e]+$/);
  });
});

describe('classes of networks and options', () => {
  it.each([
    ['torch.nn.modules.linear', 'Linear'],
    ['training.networks', 'Generator'],
    ['dnnlib.tflib.network', 'Network'],
    ['model', 'Generator'],
    ['models.stylegan2.model', '_ToRGB'],
    ['__main__', 'Generator'],
  ])('%s.%s becomes an object that keeps its state', (module, name) => {
    const value = asObject(parse(`\x80\x02c${module}\n${name}\n)\x81}X\x01\0\0\0aK\x01sb.`));
    expect(plain(value)).toEqual({ object: `${module}.${name}`, args: [], state: new Map([['a', 1]]) });
  });

  it('are not called', () => {
    expect(refusal('\x80\x02ctorch.nn.modules.linear\nLinear\n)R.')).toContain(
      'a call of torch.nn.modules.linear.Linear',
    );
  });

  it('keep a hostile attribute as data', () => {
    const value = parse('\x80\x02}X\x09\0\0\0__proto__}X\x01\0\0\0xK\x01ss.');
    expect(value).toBeInstanceOf(Map);
    expect(plain(value)).toEqual(new Map([['__proto__', new Map([['x', 1]])]]));
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('take options as a dictionary', () => {
    expect(plain(parse('\x80\x03cdnnlib.util\nEasyDict\n)\x81(X\x01\0\0\0aK\x01u.'))).toEqual(new Map([['a', 1]]));
  });
});

describe('what has no place in a file of its own', () => {
  it.each([
    ['a buffer out of band', '\x80\x05\x97.', 'out of band'],
    ['a read-only buffer', '\x80\x05N\x98.', 'out of band'],
    ['EXT1', '\x80\x02\x82\x07.', 'the extension code 7'],
    ['EXT2', '\x80\x02\x83\x01\x01.', 'the extension code 257'],
    ['EXT4', '\x80\x02\x84\x01\0\0\0.', 'the extension code 1'],
    ['a persistent id', '\x80\x02K\x01Q.', 'data outside the pickle'],
    ['a persistent id as text', 'P12\n.', 'data outside the pickle'],
    ['a nested torch file', 'ctorch.storage\n_load_from_bytes\nC\x01x\x85R.', 'a torch file inside it'],
    ['a later protocol', '\x80\x06N.', 'protocol 6'],
    ['an unknown encoding', 'c_codecs\nencode\nX\x01\0\0\0xX\x03\0\0\0hex\x86R.', "encoded as 'hex'"],
  ])('refuses %s', (_, pickle, words) => {
    expect(refusal(pickle)).toContain(words);
  });

  it('hands persistent ids to whoever knows them', () => {
    const persistent = (id: unknown) => [`seen ${String(id)}`];
    expect(parse('\x80\x02K\x05Q.', { persistent })).toEqual(['seen 5']);
    expect(parse('Pname\n.', { persistent })).toEqual(['seen name']);
  });
});
