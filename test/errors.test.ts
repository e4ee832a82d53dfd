import { describe, expect, it } from 'vitest';
import { DiptychError, describeError, exitCodeOf, invariant } from '../src/errors.js';

const systemError = (code: string) => Object.assign(new Error(code), { code, path: '/x/y', syscall: 'open' });

describe('exitCodeOf', () => {
  it.each([
    [new DiptychError('E_USAGE', 'm'), 2],
    [new DiptychError('E_RECIPE', 'm'), 2],
    [new DiptychError('E_MODEL_HASH', 'm'), 3],
    [new DiptychError('E_PACK', 'm'), 3],
    [new DiptychError('E_JOURNAL', 'm'), 4],
    [new DiptychError('E_PROVIDER', 'm'), 6],
    [systemError('ENOSPC'), 6],
    [systemError('EACCES'), 6],
    [systemError('ENOENT'), 1],
    [new TypeError('m'), 1],
    ['text', 1],
  ])('%s → %i', (error, status) => {
    expect(exitCodeOf(error)).toBe(status);
  });
});

describe('describeError', () => {
  it('is one line with the remedy for our errors and for a full disk', () => {
    expect(describeError(new DiptychError('E_USAGE', 'Expected a', { hint: 'Do b' }))).toBe('Expected a. Do b');
    expect(describeError(systemError('ENOSPC'))).toMatch(
      /^Expected room on the disk but it is full \(open \/x\/y\)[^\n]*$/,
    );
  });
});

describe('invariant', () => {
  it('throws only when broken', () => {
    expect(() => invariant(true, 'x')).not.toThrow();
    expect(() => invariant(0, 'x holds')).toThrow(/x holds/);
  });
});
