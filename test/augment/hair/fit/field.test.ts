import { expect, it } from 'vitest';
import { addField, control, noControls } from '../../../../src/augment/hair/fit/field.js';
import { identityWarp, warpPoints } from '../../../../src/augment/hair/fit/warp.js';
import golden from '../../../fixtures/hair_fit.json' with { type: 'json' };

const SMOOTH = { reach: 14, deviation: 0.6 };

it('is the kriging that numpy computes', () => {
  const { at, by, noise, places, values } = golden.field;
  const warp = identityWarp();
  addField(warp, { at, by, noise }, SMOOTH);
  for (const [i, place] of places.entries()) {
    // Both places are nodes of the lattice, so nothing is interpolated.
    const moved = warpPoints(warp, Float32Array.from(place));
    for (let k = 0; k < 3; k++) expect(moved[k]! - place[k]!).toBeCloseTo(values[i]![k]!, 5);
  }
});

it('fades to nothing, adds to what is there, and leaves a warp without controls alone', () => {
  const warp = identityWarp();
  addField(warp, noControls(), SMOOTH);
  expect(warp.displacement.every((d) => d === 0)).toBe(true);
  const controls = noControls();
  control(controls, [0, -24, 0], [1, 0, 0], 1e-3);
  addField(warp, controls, SMOOTH);
  addField(warp, controls, SMOOTH);
  expect(warpPoints(warp, Float32Array.of(0, -24, 0))[0]).toBeCloseTo(2, 3);
  expect(warpPoints(warp, Float32Array.of(0, -9, 0))[0]).toBe(0);
});
