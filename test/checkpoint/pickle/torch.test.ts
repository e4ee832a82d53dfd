import { describe, expect, it } from 'vitest';
import { tensorsOf } from '../../../src/checkpoint/names.js';
import { readPickle } from '../../../src/checkpoint/pickle/index.js';
import { bytesSource, openSource } from '../../../src/checkpoint/source.js';
import type { StorageValue } from '../../../src/checkpoint/storage.js';
import { parseTorchLegacy } from '../../../src/checkpoint/torch-legacy.js';
import { hasShared, shared } from '../../fixtures/shared.js';
import { asMap, asObject, fixture, parse, plain } from './pickles.js';

describe.each([2, 4])('a pickled torch module, protocol %d', (protocol) => {
  const value = asMap(parse(fixture(`pickle_module_${protocol}.pkl`), { nested: parseTorchLegacy }));

  it('becomes an object with the state of the module', () => {
    const net = asObject(value.get('net'));
    expect(net.global).toBe('torch.nn.modules.container.Sequential');
    expect([...asMap(asMap(net.state).get('_modules')).keys()]).toEqual(['first', 'second']);
  });

  it('has the tensors of its state dictionary', () => {
    const tensors = tensorsOf(value.get('net')!);
    expect([...tensors].map(([name, tensor]) => [name, plain(tensor)])).toEqual([
      ['steps', { shape: [], dtype: 'int64', values: [7] }],
      ['first.weight', { shape: [3, 2], dtype: 'float32', values: [3, 6, 4, 7, 5, 8] }],
      ['first.bias', { shape: [3], dtype: 'float32', values: [0.5, -0.25, 2] }],
    ]);
  });

  it('reads bfloat16', () => {
    expect(plain(value.get('half'))).toEqual({ shape: [2], dtype: 'bfloat16', values: [0.5, 1] });
  });
});

describe('tensors of a storage', () => {
  const storage: StorageValue = {
    kind: 'object',
    global: 'torch.FloatStorage',
    args: [],
    state: undefined,
    source: bytesSource(new Uint8Array(Float32Array.of(0, 1, 2, 3, 4, 5).buffer), 'x.pkl'),
    dtype: 'float32',
  };
  const persistent = () => storage;
  /** A view whose offset, shape and strides are given as instructions. */
  const view = (call: string, offset: string, shape: string, strides: string, more = '') =>
    `\x80\x02ctorch._utils\n${call}\n(K\x01Q${offset}${shape}${strides}${more}tR.`;

  it.each([
    ['_rebuild_tensor', ''],
    ['_rebuild_tensor_v2', '\x89ccollections\nOrderedDict\n)R'],
    ['_rebuild_tensor_v3', '\x89ccollections\nOrderedDict\n)Rctorch\nfloat32\nN'],
  ])('are views: %s', (call, more) => {
    const pickle = view(call, 'K\x01', 'K\x02K\x02\x86', 'K\x01K\x02\x86', more);
    expect(plain(parse(pickle, { persistent }))).toEqual({ shape: [2, 2], dtype: 'float32', values: [1, 3, 2, 4] });
  });

  it.each([
    ['beyond the storage', view('_rebuild_tensor', 'K\x05', 'K\x02\x85', 'K\x01\x85'), /inside its storage/],
    ['of negative strides', view('_rebuild_tensor', 'K\x05', 'K\x02\x85', 'J\xff\xff\xff\xff\x85'), /Expected/],
    [
      'of an unknown type',
      view('_rebuild_tensor_v3', 'K\0', ')', ')', '\x89Nctorch\nuint64\n'),
      /a known type .*uint64/,
    ],
    ['without a storage', '\x80\x02ctorch._utils\n_rebuild_tensor\n(K\x01K\0))tR.', /the storage of a tensor/],
  ])('refuses those %s', (_, pickle, message) => {
    expect(() => parse(pickle, { persistent })).toThrow(
      expect.objectContaining({ code: 'E_CHECKPOINT', message: expect.stringMatching(message) }),
    );
  });
});

/** The official format, by independent files. */
describe.skipIf(!hasShared('golden/dev/stylegan2_ada'))(
  'NVlabs pickles (skipped: no ../shared/golden/dev/stylegan2_ada)',
  () => {
    it.each(['a', 'b'])('%s.pkl parses to its networks', (name) => {
      const source = openSource(shared(`golden/dev/stylegan2_ada/${name}.pkl`));
      const { value, end } = readPickle(source, { nested: parseTorchLegacy });
      expect(end).toBe(source.size);
      const root = asMap(value);
      expect([...root.keys()]).toEqual(expect.arrayContaining(['G', 'D', 'G_ema', 'training_set_kwargs']));
      const network = asObject(root.get('G_ema'));
      expect(network.global).toBe('torch_utils.persistence._reconstruct_persistent_obj');
      expect(asMap(network.args[0]).get('class_name')).toBe('Generator');
      const tensors = tensorsOf(network);
      const constant = tensors.get('synthesis.b4.const')!;
      expect(constant.read()).toHaveLength(constant.shape.reduce((a, b) => a * b));
      expect(tensors.get('mapping.w_avg')!.shape).toEqual([asMap(asMap(network.args[0]).get('state')).get('w_dim')]);
      source.close();
    });
  },
);
