/** A pack of the tiny generator of test/fixtures (six layers of W+, five dimensions, 16 px), without scorers. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPack } from '../../src/pack/build.js';
import { openPack, type Pack } from '../../src/pack/load.js';

export const TINY = fileURLToPath(new URL('../fixtures/stylegan_tiny.npz', import.meta.url));

/** Builds it into a new folder. */
export async function tinyPack(): Promise<Pack> {
  const out = mkdtempSync(path.join(tmpdir(), 'diptych-tiny-'));
  const about = { name: 'tiny', version: '1', description: 'test', licence: 'CC0-1.0', source: 'test' };
  await buildPack({ generator: TINY, scorers: out, spec: { ...about, scorers: {} }, out });
  return openPack(out);
}

/** A file of test/fixtures/directions. */
export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/directions/${name}`, import.meta.url));
