import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../src/onnx/graph.js';
import { inspectModel } from '../../src/onnx/inspect.js';
import { ModelProto } from '../../src/onnx/proto.js';

const tensor = (location: string) => ({
  name: 'w',
  dims: [1],
  dataType: 1,
  dataLocation: 1,
  externalData: [
    { key: 'location', value: location },
    { key: 'offset', value: '0' },
  ],
});
const output = [{ name: 'y', type: { tensorType: { elemType: 1 } } }];
const encode = (model: object) => ModelProto.encode(ModelProto.fromObject(model)).finish();
const externals = (model: object) => inspectModel(encode(model), 'x.onnx').external;

describe('inspectModel', () => {
  it('tells inputs without those that have a default, and outputs, with sizes that are free', () => {
    const g = new GraphBuilder('x', 'float32');
    const x = g.input('x', ['N', 3, 4, 4]);
    g.overridableInput('noise', { data: new Float32Array(1), shape: [1] });
    g.output(x, 'y', ['N', 3, 4, 4]);
    expect(inspectModel(g.build(), 'x.onnx')).toEqual({
      inputs: [{ name: 'x', type: 1, shape: ['N', 3, 4, 4] }],
      outputs: [{ name: 'y', type: 1, shape: ['N', 3, 4, 4] }],
      external: [],
    });
  });

  it.each([
    ['an initializer', { graph: { initializer: [tensor('a')], output } }],
    ['a sparse initializer', { graph: { sparseInitializer: [{ values: tensor('a') }], output } }],
    ['a node', { graph: { node: [{ attribute: [{ name: 'value', t: tensor('a') }] }], output } }],
    ['a list of a node', { graph: { node: [{ attribute: [{ name: 'v', tensors: [tensor('a')] }] }], output } }],
    ['a branch', { graph: { node: [{ attribute: [{ name: 'then', g: { initializer: [tensor('a')] } }] }], output } }],
    ['a function', { graph: { output }, functions: [{ node: [{ attribute: [{ name: 'v', t: tensor('a') }] }] }] }],
    ['the training part', { graph: { output }, trainingInfo: [{ algorithm: { initializer: [tensor('a')] } }] }],
  ])('finds a file that %s names', (_, model) => {
    expect(externals(model)).toEqual(['a']);
  });

  it('names every file once', () => {
    expect(externals({ graph: { initializer: [tensor('a'), tensor('b'), tensor('a')], output } })).toEqual(['a', 'b']);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['text', Buffer.from('not a network at all')],
    ['half a model', encode({ graph: { initializer: [tensor('a')], output } }).subarray(0, 20)],
  ])('refuses %s, naming the file', (_, bytes) => {
    expect(() => inspectModel(bytes, 'x.onnx')).toThrowError(
      expect.objectContaining({ code: 'E_MODEL', message: expect.stringContaining('x.onnx') }),
    );
  });

  it('refuses graphs nested without end', () => {
    let graph: object = { initializer: [tensor('a')] };
    for (let depth = 0; depth < 60; depth++) graph = { node: [{ attribute: [{ name: 'g', g: graph }] }], output };
    // Encoding has the limit too, so the hostile bytes are put together by hand: a field that opens again and again.
    expect(() => encode({ graph })).toThrow();
    let bytes = Buffer.alloc(0);
    for (let depth = 0; depth < 5000; depth++) {
      for (const key of [0x32, 0x2a, 0x0a]) bytes = Buffer.concat([Buffer.of(key), varint(bytes.length), bytes]);
    }
    const model = Buffer.concat([Buffer.of(0x3a), varint(bytes.length), bytes]);
    expect(() => inspectModel(model, 'x.onnx')).toThrowError(expect.objectContaining({ code: 'E_MODEL' }));
  });
});

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return Buffer.of(...bytes, rest);
}
