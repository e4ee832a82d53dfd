import { describe, expect, it } from 'vitest';
import { parseTorchLegacy } from '../../../src/checkpoint/torch-legacy.js';
import { DiptychError } from '../../../src/errors.js';
import { streamOf } from '../../../src/random.js';
import { fixture, parse, plain } from './pickles.js';

describe('2,000 mutations', () => {
  const FILES = ['pickle_0.pkl', 'pickle_2.pkl', 'pickle_4.pkl', 'pickle_5.pkl', 'pickle_module_4.pkl'].map(fixture);

  it('either parse or are refused, and quickly', () => {
    const outcomes = { read: 0, refused: 0 };
    const started = performance.now();
    for (let i = 0; i < 2000; i++) {
      const random = streamOf(6, i, 'mutation');
      const below = (n: number) => Math.floor(random() * n);
      const whole = Buffer.from(FILES[i % FILES.length]!);
      const bytes = random() < 0.2 ? whole.subarray(0, below(whole.length)) : whole;
      for (let n = 1 + below(4); n > 0 && bytes.length > 0; n--) bytes[below(bytes.length)] = below(256);
      try {
        // A walk to the end of what was read, tensors included, is part of the promise.
        plain(parse(bytes, { nested: (nested) => parseTorchLegacy(nested) }));
        outcomes.read += 1;
      } catch (error) {
        if (!(error instanceof DiptychError)) throw new Error(`Mutation ${i}`, { cause: error });
        outcomes.refused += 1;
      }
    }
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(outcomes.read).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(500);
  });
});
