/**
 * Whether finished pictures show the strands that were drawn: `orientation_error` of grown datasets, by style.
 *
 *   diptych grow --templates all --size 512 --count 82 --max-tries 82 --no-maps --out heads
 *   node bench/hair/orientation.js heads ...
 *
 * The score is the mean angle between the drawn strands and the orientation map of the finished picture, by confidence,
 * degrees. Pairs that a gate dropped count too: the question is what the pictures show, not which are kept. Prints two
 * tables in Markdown: each dataset, then each style of all of them from the best mean on, with a column for a dataset.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { GROWN_BANDS } from '../../dist/filter/hair/index.js';
import { share, table } from '../curate/markdown.js';
import { number } from '../table.js';
import { median } from '../timing.js';

const METRIC = 'orientation_error';

const { positionals: folders } = parseArgs({ allowPositionals: true });
if (folders.length === 0) throw new Error('Expected the folders of grown datasets but received none');
const limit = GROWN_BANDS[METRIC].max;
const datasets = await Promise.all(folders.map(readDataset));

process.stdout.write(
  table(
    ['dataset', 'pairs', 'mean', 'median', `within ${limit}°`],
    datasets.map(({ name, scored }) => {
      const errors = scored.map(({ error }) => error);
      const within = errors.filter((error) => error <= limit).length;
      return [name, errors.length, number(mean(errors)), number(median(errors)), share(within, errors.length)];
    }),
  ),
);
process.stdout.write('\n');
const styles = [...new Set(datasets.flatMap(({ scored }) => scored.map(({ style }) => style)))]
  .map((style) => ({ style, of: datasets.map(({ scored }) => errorsOf(scored, style)) }))
  .sort((a, b) => mean(a.of.flat()) - mean(b.of.flat()));
process.stdout.write(
  table(
    ['style', 'mean', 'median', ...datasets.map(({ name }) => name)],
    styles.map(({ style, of }) => [
      `\`${style}\``,
      number(mean(of.flat())),
      number(median(of.flat())),
      ...of.map((errors) => errors.map((error) => number(error)).join(', ') || '–'),
    ]),
  ),
);

/** Every candidate that has the score; one whose portrait was no use has none. */
async function readDataset(folder) {
  const lines = (await readFile(path.join(folder, 'records.jsonl'), 'utf8')).trim().split('\n');
  const scored = lines
    .map((line) => JSON.parse(line))
    .filter(({ scores }) => METRIC in scores)
    .map(({ hair, scores }) => ({ style: hair.template, error: scores[METRIC] }));
  return { name: path.basename(path.resolve(folder)), scored };
}

function errorsOf(scored, wanted) {
  return scored.filter(({ style }) => style === wanted).map(({ error }) => error);
}

function mean(numbers) {
  return numbers.reduce((a, b) => a + b, 0) / numbers.length;
}
