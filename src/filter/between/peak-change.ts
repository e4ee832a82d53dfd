/** Whether anything changes anywhere, told apart from what saving a file again does to it. */
import type { BetweenMetric, BetweenView } from './metric.js';

/** Blocks along the shorter side: a mouth or an eye fills several. */
const BLOCKS = 24;

/** Share of blocks that may change more than the value: a speck is no edit. */
const SPECKS = 0.005;

/**
 * Mean signed ΔRGB of a block, largest channel, at the 99.5th percentile of blocks. An edit moves whole blocks; JPEG,
 * noise and resampling move their pixels up and down, and cancel. In a mean over the frame the two are alike.
 */
export const peakChange: BetweenMetric = {
  name: 'peak_change',
  unit: '0..255',
  direction: 'none',
  range: [0, 255],
  describe: 'Mean ΔRGB of the most changed blocks, a 24th of the shorter side wide: small where a pair shows no edit.',
  measure: ({ before, after }) => peakOf(before.picture, after.picture),
};

function peakOf(a: BetweenView['before']['picture'], b: BetweenView['after']['picture']): number | undefined {
  const side = Math.max(4, Math.floor(Math.min(a.width, a.height) / BLOCKS));
  const [columns, rows] = [Math.floor(a.width / side), Math.floor(a.height / side)];
  if (columns * rows === 0) return undefined;
  const changes = new Float64Array(columns * rows);
  const sums = new Int32Array(columns * 3);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (let y = row * side; y < (row + 1) * side; y++) {
      let i = y * a.width * 3;
      for (let column = 0; column < columns; column++) {
        let [red, green, blue] = [0, 0, 0];
        for (let x = 0; x < side; x++, i += 3) {
          red += b.data[i]! - a.data[i]!;
          green += b.data[i + 1]! - a.data[i + 1]!;
          blue += b.data[i + 2]! - a.data[i + 2]!;
        }
        sums[column * 3]! += red;
        sums[column * 3 + 1]! += green;
        sums[column * 3 + 2]! += blue;
      }
    }
    for (let column = 0; column < columns; column++) {
      const at = (channel: number): number => Math.abs(sums[column * 3 + channel]!);
      changes[row * columns + column] = Math.max(at(0), at(1), at(2)) / side ** 2;
    }
  }
  changes.sort();
  return changes[Math.max(0, Math.ceil((1 - SPECKS) * changes.length) - 1)];
}
