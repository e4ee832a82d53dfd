import { describe, expect, it } from 'vitest';
import { completeContract } from '../../src/pack/complete.js';
import { contractSchemas } from '../../src/pack/contract.js';

const input = (name: string, ...shape: (number | string)[]) => ({ name, type: 1, shape });
const model = (inputs: ReturnType<typeof input>[], outputs: ReturnType<typeof input>[]) => ({
  inputs,
  outputs,
  external: [],
});
const identity = (contract: object, shape: (number | string)[], outputs = [input('fc1', 1, 512)]) => {
  const parsed = contractSchemas.identity.parse(contract);
  return completeContract('identity', parsed, model([input('data', ...shape)], outputs), 'face.onnx');
};

describe('completeContract', () => {
  it('reads name, axes, size and batch from the file', () => {
    const channelsFirst = identity({}, [1, 3, 112, 96]);
    expect(channelsFirst).toMatchObject({ size: [96, 112], output: 'fc1', normalise: true });
    expect(channelsFirst.input).toMatchObject({ name: 'data', layout: 'NCHW', batch: 1, order: 'RGB' });
    const channelsLast = identity({}, ['N', 112, 112, 3]);
    expect(channelsLast).toMatchObject({ size: 112, input: { layout: 'NHWC', batch: 'any' } });
  });

  it('takes from the contract what the file leaves free', () => {
    const contract = { size: 112, input: { batch: 4, mean: [1, 2, 3] } };
    const completed = identity(contract, ['N', 3, 'H', 'W']);
    expect(completed).toMatchObject({ size: 112, input: { batch: 4, mean: [1, 2, 3], std: [1, 1, 1] } });
  });

  it.each([
    ['a size that neither tells', {}, ['N', 3, 'H', 'W'], /a size for face.onnx but received data \[N, 3, H, W\]/],
    ['another size', { size: 128 }, [1, 3, 112, 112], /112×112 px.*128×128/],
    ['another batch', { input: { batch: 2 } }, [1, 3, 112, 112], /a batch of 1.*2 in the contract/],
    ['another name', { input: { name: 'image' } }, [1, 3, 112, 112], /the input image.*data \[1, 3, 112, 112\]/],
    ['grey pictures', {}, [1, 1, 112, 112], /three colour channels/],
    ['a flat input', {}, [1, 512], /three colour channels/],
  ])('refuses %s', (_, contract, shape, message) => {
    expect(() => identity(contract, shape)).toThrow(message);
  });

  it('refuses an input that is not of 32-bit floats', () => {
    const half = { ...input('data', 1, 3, 112, 112), type: 10 };
    const contract = contractSchemas.identity.parse({});
    const of = model([half], [input('fc1', 1, 512)]);
    expect(() => completeContract('identity', contract, of, 'face.onnx')).toThrow(/32-bit floats.*type 10/);
  });

  it('wants an output by name or number where there are several', () => {
    const outputs = [input('a', 1, 2), input('b', 1, 3)];
    expect(() => identity({}, [1, 3, 8, 8], outputs)).toThrow(/name of an output.*a \[1, 2\], b \[1, 3\]/);
    expect(identity({ output: 1 }, [1, 3, 8, 8], outputs).output).toBe('b');
    expect(identity({ output: 'a' }, [1, 3, 8, 8], outputs).output).toBe('a');
    expect(() => identity({ output: 'c' }, [1, 3, 8, 8], outputs)).toThrow(/the output c/);
  });

  it('merges classes of one name into one, numbered as they first come', () => {
    const contract = contractSchemas.parsing.parse({ classes: ['background', 'skin', 'eye', 'eye', 'skin'] });
    const of = model([input('x', 1, 3, 8, 8)], [input('out', 1, 5, 8, 8)]);
    expect(completeContract('parsing', contract, of, 'p.onnx')).toMatchObject({
      classes: ['background', 'skin', 'eye'],
      merged: [0, 1, 2, 2, 1],
      gives: 'scores',
    });
  });

  it('keeps the points of the network that make one of ours', () => {
    const contract = contractSchemas.landmarks.parse({ unit: 'px', points: { eye_right: [36, 39], nose: 30 } });
    const of = model([input('x', 1, 3, 8, 8)], [input('out', 1, 136)]);
    const completed = completeContract('landmarks', contract, of, 'l.onnx');
    expect(completed).toMatchObject({ points: ['eye_right', 'nose'], of: [[36, 39], [30]], unit: 'px' });
  });
});
