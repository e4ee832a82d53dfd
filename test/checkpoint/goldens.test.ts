/** Checkpoints that the official code wrote, against what Python reads from them: test/fixtures/checkpoints/goldens.py. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tensorsOf } from '../../src/checkpoint/names.js';
import { openCheckpoint } from '../../src/checkpoint/open.js';
import { hasShared, shared } from '../fixtures/shared.js';

interface Digest {
  readonly tensors: number;
  /** SHA-256 of lines of names and shapes. */
  readonly names: string;
  /** SHA-256 of all values as float32. */
  readonly values: string;
}

const expected: Record<string, Digest> = JSON.parse(
  readFileSync(new URL('../fixtures/checkpoints/goldens.json', import.meta.url), 'utf8'),
);

describe.skipIf(!hasShared('golden/dev'))('official checkpoints (skipped: no ../shared/golden)', () => {
  it.each(Object.entries(expected))('reads names, shapes and values of %s', async (file, digest) => {
    const checkpoint = await openCheckpoint(shared(`golden/dev/${file}`));
    const names = createHash('sha256');
    const values = createHash('sha256');
    const tensors = tensorsOf(checkpoint.root);
    for (const [name, tensor] of tensors) {
      names.update(`${name} ${tensor.shape.join(',')}\n`);
      values.update(tensor.read());
    }
    checkpoint.close();
    expect({ tensors: tensors.size, names: names.digest('hex'), values: values.digest('hex') }).toEqual(digest);
  });
});
