import { describe, expect, it } from 'vitest';
import { formatLayers, parseLayers } from '../../src/latent/layers.js';

describe('parseLayers', () => {
  it.each([
    ['all', [0, 18]],
    ['0-1', [0, 2]],
    ['2-5', [2, 6]],
    [' 8 - 17 ', [8, 18]],
    ['3', [3, 4]],
  ])('reads %j, both ends included', (text, layers) => {
    expect(parseLayers(text, 18)).toEqual(layers);
  });

  it.each(['', '5-3', '0-18', '1,3', '-1', '2-', 'a', '1.5'])('refuses %j', (text) => {
    expect(() => parseLayers(text, 18)).toThrow(/within 0-17 but received/);
  });

  it('is undone by formatLayers', () => {
    for (const text of ['all', '0-1', '2-5', '3', '0']) expect(formatLayers(parseLayers(text, 12), 12)).toBe(text);
  });
});
