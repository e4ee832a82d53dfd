import { expect, it } from 'vitest';
import { components } from '../../src/image/components.js';

it('joins equal labels over corners and keeps separate regions apart', () => {
  const map = {
    // The diagonal of 1s is one component, and so are the 2s, which cross it.
    data: Uint8Array.from([1, 2, 2, 2, 1, 2, 0, 0, 1]),
    width: 3,
    height: 3,
  };
  expect(components(map)).toEqual([
    { label: 1, area: 3 },
    { label: 2, area: 4 },
    { label: 0, area: 2 },
  ]);
});

it('sees a gap', () => {
  const map = { data: Uint8Array.from([5, 0, 5]), width: 3, height: 1 };
  expect(components(map).filter((c) => c.label === 5)).toHaveLength(2);
});
