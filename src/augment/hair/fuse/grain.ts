/** The portrait's grain on drawn hair. Pure. */
import type { Plane, RgbPlanes } from '../../../pair.js';

/** Grain of each channel on its own, in shares of that of the luma: files keep little of it. */
const CHROMA = 0.35;

/**
 * Adds normal noise of deviation `grain` (encoded units) to luma, and less to each channel, where `alpha` covers what had
 * grain of its own. Image [3, H, W], alpha [H, W]; in place. Draws four numbers a covered pixel, in pixel order.
 */
export function addGrain(image: RgbPlanes, alpha: Plane, grain: number, random: () => number): void {
  if (grain === 0) return;
  const n = alpha.data.length;
  for (let i = 0; i < n; i++) {
    const a = alpha.data[i]!;
    if (a === 0) continue;
    // Box-Muller, twice: luma and three channels.
    const radius = grain * a * Math.sqrt(-2 * Math.log(1 - random()));
    const turn = 2 * Math.PI * random();
    const second = CHROMA * grain * a * Math.sqrt(-2 * Math.log(1 - random()));
    const other = 2 * Math.PI * random();
    const luma = radius * Math.cos(turn);
    image.data[i]! += luma + second * Math.cos(other);
    image.data[n + i]! += luma + CHROMA * radius * Math.sin(turn);
    image.data[2 * n + i]! += luma + second * Math.sin(other);
  }
}
