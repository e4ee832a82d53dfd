import { describe, expect, it } from 'vitest';
import { gatesFor } from '../../src/filter/gates.js';
import { applicable, lackSentence, lacksOf } from '../../src/filter/lacks.js';
import { resolveRecipe } from '../../src/resolve.js';
import { BARE, MANIFEST } from './pairs.js';

const recipe = resolveRecipe({ attribute: 'age' });

describe('lacksOf', () => {
  it('finds nothing in a pack that has all networks', () => {
    expect(lacksOf(recipe, MANIFEST)).toEqual([]);
    expect(lackSentence('tiny', [])).toBeUndefined();
  });

  it('names every gate that a pack without scorers cannot apply, and fusing', () => {
    expect(lacksOf(recipe, BARE)).toEqual([
      {
        what: 'no attribute network',
        off: ['target_before', 'target_after', 'yaw_change', 'pitch_change', 'drift'],
      },
      { what: 'no identity network', off: ['identity'] },
      { what: 'no landmark network', off: ['landmark_shift'] },
      { what: 'no parsing network', off: ['outside_change', 'seam', 'spots', 'fragments', 'fusing'] },
    ]);
  });

  it('says which score is missing where the network has others, and which points', () => {
    const [{ scorers }, only] = [MANIFEST, ['age']];
    const attributes = scorers.attributes!.attributes.filter(({ name }) => only.includes(name));
    const landmarks = { ...scorers.landmarks!, points: ['nose'] };
    const pack = {
      ...MANIFEST,
      scorers: { ...scorers, attributes: { ...scorers.attributes!, attributes }, landmarks },
    };
    expect(lacksOf(recipe, pack)).toEqual([
      { what: 'no landmarks of both eyes', off: ['landmark_shift'] },
      { what: 'no score of yaw', off: ['yaw_change'] },
      { what: 'no score of pitch', off: ['pitch_change'] },
    ]);
  });

  it('does not name what the recipe has turned off, nor fusing where it is off', () => {
    const off = { ...recipe, gates: { identity: false as const }, fuse: { ...recipe.fuse, enabled: false } };
    const named = lacksOf(off, BARE).flatMap((lack) => lack.off);
    expect(named).not.toContain('identity');
    expect(named).not.toContain('fusing');
  });

  it('names a gate that the recipe adds', () => {
    const gated = { ...recipe, gates: { realism: { min: 0 } } };
    expect(lacksOf(gated, MANIFEST)).toEqual([{ what: 'no discriminator', off: ['realism'] }]);
  });
});

it('leaves the gates that can be applied', () => {
  const gates = applicable(gatesFor(recipe, BARE, { threshold: 0.4 }), lacksOf(recipe, BARE));
  expect(gates.map((gate) => gate.name)).toEqual(['target_reached', 'sharpness_ratio', 'duplicate']);
});

it('says it in one sentence', () => {
  expect(lackSentence('mine', [{ what: 'no identity network', off: ['identity'] }])).toBe(
    'Off, because the pack mine lacks what they need: identity (no identity network).',
  );
});
