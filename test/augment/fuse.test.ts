import { describe, expect, it, vi } from 'vitest';
import { fuse } from '../../src/augment/fuse.js';
import type { LabelMap, RgbPlanes } from '../../src/pair.js';
import { recipeSchema } from '../../src/recipe.js';
import { BARE, collect, flat, from, MANIFEST, pairOf, state } from '../filter/pairs.js';
import { paint } from '../image/planes.js';

const SIDE = 128;
const options = (change = {}) =>
  recipeSchema.shape.fuse.parse({ growPx: 2, featherPx: 3, keep: ['background'], ...change });

/** A head that is lighter than 0 in front of a background; what the fake parser reads back. */
const head = (radius: number, background: number): RgbPlanes =>
  paint(SIDE, SIDE, (_, x, y) => (Math.hypot(x - 63.5, y - 63.5) < radius ? 0.5 : background));
const parse = async (images: readonly RgbPlanes[]): Promise<LabelMap[]> =>
  images.map(({ data, width, height }) => ({
    data: Uint8Array.from({ length: width * height }, (_, i) => (data[i]! > 0 ? 1 : 0)),
    width,
    height,
  }));
const made = pairOf({
  before: state('before', head(30, -0.5)),
  between: [state('half', head(34, -0.42))],
  after: state('after', head(40, -0.34)),
});

describe('fuse', () => {
  it('takes the background from before, in every state, and notes what it was', async () => {
    const spy = vi.fn(parse);
    const [pair] = await collect(fuse(from(made), { models: { manifest: MANIFEST, parse: spy }, fuse: options() }));
    expect(spy).toHaveBeenCalledTimes(1);
    expect(spy.mock.calls[0]![0]).toHaveLength(3);
    expect(pair!.after.image.data[0]).toBe(made.before.image.data[0]);
    expect(pair!.between[0]!.image.data[SIDE - 1]).toBe(made.before.image.data[SIDE - 1]);
    // The worse of the states: 0.16 of a range of 2, in 0..255.
    expect(pair!.notes.outside_change_raw).toBeCloseTo(0.16 * 127.5, 3);
    expect(pair!.notes.seam).toBeLessThan(1);
  });

  it('lets the edit through where the head is, and sets the mask to the union of the states', async () => {
    const [pair] = await collect(fuse(from(made), { models: { manifest: MANIFEST, parse }, fuse: options() }));
    const at = (x: number, y: number): number => y * SIDE + x;
    expect(pair!.after.image.data[at(63 + 36, 63)]).toBeCloseTo(0.5, 1.5);
    expect(pair!.mask.data[at(63 + 41, 63)]).toBe(1);
    expect(pair!.mask.data[at(63 + 48, 63)]).toBe(0);
    expect(pair!.before.image).toBe(made.before.image);
  });

  it('passes pairs on untouched when off, without a parser, or when the target was missed', async () => {
    const missed = { ...made, edit: { ...made.edit, reached: false } };
    const off = { models: { manifest: MANIFEST, parse }, fuse: options({ enabled: false }) };
    const blind = { models: { manifest: BARE }, fuse: options() };
    const on = { models: { manifest: MANIFEST, parse }, fuse: options() };
    expect((await collect(fuse(from(made), off)))[0]).toBe(made);
    expect((await collect(fuse(from(made), blind)))[0]).toBe(made);
    expect((await collect(fuse(from(missed), on)))[0]).toBe(missed);
  });

  it('notes nothing that it could not see: a subject that fills the frame has no outside and no join', async () => {
    const full = pairOf({ before: state('before', flat(0.2)), after: state('after', flat(0.4)) });
    const [pair] = await collect(fuse(from(full), { models: { manifest: MANIFEST, parse }, fuse: options() }));
    expect(pair!.notes).toEqual({});
    expect(pair!.mask.data.every((m) => m === 1)).toBe(true);
  });

  it('names a class that the pack does not parse', async () => {
    const run = collect(
      fuse(from(made), { models: { manifest: MANIFEST, parse }, fuse: options({ keep: ['backgruond'] }) }),
    );
    await expect(run).rejects.toMatchObject({
      code: 'E_RECIPE',
      message: 'Expected a parsing class of pack tiny for fuse.keep but received "backgruond"',
    });
  });
});
