/** Checkpoints with bytes flipped or missing: each parses or is refused in one line, and nothing else happens. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { tensorsOf } from '../../src/checkpoint/names.js';
import { openCheckpoint } from '../../src/checkpoint/open.js';
import { DiptychError } from '../../src/errors.js';
import { streamOf } from '../../src/random.js';

const folder = mkdtempSync(join(tmpdir(), 'diptych-mutations-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fixture = (file: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../fixtures/checkpoints/${file}`, import.meta.url)));

/** Opens, flattens and reads all but outsized tensors; a refusal is as good, any other error is not. */
async function outcome(bytes: Uint8Array): Promise<'read' | 'refused'> {
  const file = join(folder, 'checkpoint');
  writeFileSync(file, bytes);
  try {
    const checkpoint = await openCheckpoint(file);
    try {
      for (const tensor of tensorsOf(checkpoint.root).values())
        if (tensor.shape.reduce((a, b) => a * b, 1) < 1e5) tensor.read();
    } finally {
      checkpoint.close();
    }
    return 'read';
  } catch (error) {
    if (!(error instanceof DiptychError) || error.code !== 'E_CHECKPOINT') throw error;
    expect(error.message).not.toMatch(/\p{Cc}/u);
    return 'refused';
  }
}

const CONTAINERS = [
  'zip.pt',
  'legacy.pt',
  'legacy_views.pt',
  'module.pt',
  'tensors.safetensors',
  'fortran.npy',
  'stored.npz',
  'compressed.npz',
].map((container, index) => [container, index] as const);

describe.each(CONTAINERS)('%s', (container, index) => {
  const original = fixture(container);

  it('is refused where it is cut off', { timeout: 60_000 }, async () => {
    // Arrays of several thousand values add nothing but time.
    const step = original.length > 10_000 ? 97 * 11 : 97;
    for (let length = 0; length < original.length; length += step)
      expect([length, await outcome(original.subarray(0, length))]).toEqual([length, 'refused']);
  });

  it('survives 250 mutations', { timeout: 60_000 }, async () => {
    const outcomes = { read: 0, refused: 0 };
    for (let i = 0; i < 250; i++) {
      const random = streamOf(index, i, 'mutation');
      const below = (n: number) => Math.floor(random() * n);
      const bytes = Buffer.from(original);
      for (let flips = 1 + below(6); flips > 0; flips--) bytes[below(bytes.length)] = below(256);
      outcomes[await outcome(random() < 0.2 ? bytes.subarray(0, below(bytes.length)) : bytes)] += 1;
    }
    expect(outcomes.read + outcomes.refused).toBe(250);
    expect(outcomes.refused).toBeGreaterThan(10);
  });
});
