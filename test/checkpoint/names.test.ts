import { describe, expect, it } from 'vitest';
import { tensorsOf } from '../../src/checkpoint/names.js';
import type { StoredTensor } from '../../src/checkpoint/tensor.js';
import type { ObjectValue, Value } from '../../src/checkpoint/value.js';

const tensor = (value: number): StoredTensor => ({
  kind: 'tensor',
  shape: [],
  dtype: 'float32',
  read: () => Float32Array.of(value),
});

const dict = (entries: Record<string, Value>): ReadonlyMap<Value, Value> => new Map(Object.entries(entries));

const object = (global: string, state: Value, args: Value[] = []): ObjectValue => ({
  kind: 'object',
  global,
  args,
  state,
});

const names = (value: Value) => [...tensorsOf(value)].map(([name, t]) => `${name}=${t.read()[0]}`);

describe('tensorsOf', () => {
  it('joins keys of dictionaries and positions of lists', () => {
    const value = dict({ g_ema: dict({ 'a.weight': tensor(1) }), list: [tensor(2), 'x', tensor(3)], n: 4, none: null });
    expect(names(value)).toEqual(['g_ema.a.weight=1', 'list.0=2', 'list.2=3']);
  });

  it('follows parameters, buffers and modules of a module, and nothing else of it', () => {
    const leaf = object(
      'torch.nn.Linear',
      dict({ _parameters: dict({ weight: tensor(1), bias: null }), _buffers: dict({}) }),
    );
    const root = object(
      'Net',
      dict({
        cache: tensor(9),
        _modules: dict({ fc: leaf }),
        _buffers: dict({ mean: tensor(2) }),
        _parameters: dict({}),
      }),
    );
    expect(names(root)).toEqual(['mean=2', 'fc.weight=1']);
  });

  it('follows the state of NVlabs modules', () => {
    const meta = dict({ class_name: 'Generator', state: dict({ _parameters: dict({ w: tensor(5) }) }) });
    const root = dict({ G_ema: object('torch_utils.persistence._reconstruct_persistent_obj', null, [meta]) });
    expect(names(root)).toEqual(['G_ema.w=5']);
  });

  it('names a tensor that is shared under each of its names', () => {
    const shared = dict({ w: tensor(1) });
    expect(names(dict({ a: shared, b: shared }))).toEqual(['a.w=1', 'b.w=1']);
  });

  it('follows a value that contains itself once', () => {
    const cycle = new Map<Value, Value>([['w', tensor(1)]]);
    cycle.set('self', cycle);
    expect(names(cycle)).toEqual(['w=1']);
  });

  it('refuses names that occur twice', () => {
    expect(() => tensorsOf(dict({ 'a.b': tensor(1), a: dict({ b: tensor(2) }) }))).toThrow(/a\.b twice/);
  });

  it('refuses a tree that is deeper than any network', () => {
    let value: Value = tensor(1);
    for (let i = 0; i < 1000; i++) value = [value];
    expect(() => tensorsOf(value)).toThrow(/100 levels/);
  });

  it('refuses branches that are shared so often that they are never seen through', () => {
    let value: Value = [];
    for (let i = 0; i < 60; i++) value = [value, value];
    expect(() => tensorsOf(value)).toThrow(/at most 262144 tensors/);
  });

  it('refuses names that grow beyond use', () => {
    expect(() => tensorsOf(dict({ ['x'.repeat(2000)]: tensor(1) }))).toThrow(/1000 characters/);
  });
});
