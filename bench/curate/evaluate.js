/**
 * node bench/curate/evaluate.js --truth DIR/truth.jsonl --records OUT/records.jsonl [--records …]
 *
 * How well a curation found what was planted: recall by plant and by gate, precision by gate, and what was dropped of
 * the clean items. Prints Markdown. reasons.js says what counts as right.
 */
import { parseArgs } from 'node:util';
import { readJudged } from './judged.js';
import { ratio, share, table } from './markdown.js';
import { REASONS } from './reasons.js';

const SOURCES = ['photo', 'head'];

const { values } = parseArgs({
  options: { truth: { type: 'string' }, records: { type: 'string', multiple: true } },
});
if (!values.truth || !values.records) throw new Error('Expected --truth and --records but received less');
const judged = await readJudged(values.truth, values.records);

for (const set of ['singles', 'pairs']) {
  const items = judged.filter(({ truth }) => truth.set === set);
  if (items.length === 0) continue;
  process.stdout.write(`## ${set === 'singles' ? 'Single portraits' : 'Pairs'}\n\n`);
  process.stdout.write(`### What was planted\n\n${plantTable(items)}\n`);
  process.stdout.write(`### What each gate found\n\n${gateTable(items)}\n`);
  process.stdout.write(`### Clean items\n\n${cleanTable(items)}\n`);
}

/** By plant and level: how many were dropped at all, found for the right reason, and by what. */
function plantTable(items) {
  const rows = [...groups(items)].map(([label, group]) => {
    const found = group.filter(({ right }) => right.length > 0);
    const lost = group.filter(isOut);
    const by = counted(found.flatMap(({ right }) => right));
    const of = (source) => {
      const some = group.filter(({ truth }) => truth.source === source);
      return ratio(some.filter(({ right }) => right.length > 0).length, some.length);
    };
    const leaks = group[0].truth.plants[0] === 'leak' ? `, ${group.filter(isLeak).length} told as leaks` : '';
    return [
      label,
      group.length,
      lost.length,
      found.length,
      share(found.length, group.length),
      ...SOURCES.map(of),
      by + leaks,
    ];
  });
  return table(['plant', 'planted', 'dropped', 'found', 'recall', 'photographs', 'heads', 'found by'], rows);
}

/** Of a copy the one that is dropped may be its original. */
function isOut({ truth, record, right }) {
  return record.verdict === 'dropped' || (truth.of !== undefined && right.length > 0);
}

/** Either of the two is told to be the other's copy in another split. */
function isLeak({ truth, record }) {
  const ours = record.duplicate?.leak && record.duplicate.of === truth.of;
  return ours || judged.some((j) => j.truth.key === truth.of && j.record.duplicate?.leak);
}

/** By cause: recall on the plants that it is to find, precision on all that it failed. */
function gateTable(items) {
  const causes = new Set([...items.flatMap(({ causes }) => causes), ...expectedCauses(items)]);
  const rows = [...causes].sort().map((cause) => {
    const planted = items.filter(({ truth }) => REASONS[truth.plants[0]]?.finds.includes(cause));
    const found = planted.filter(({ right }) => right.includes(cause));
    const failed = items.filter((item) => item.causes.includes(cause));
    const justified = failed.filter(({ wrong }) => !wrong.includes(cause));
    const clean = failed.filter((item) => isClean(item) && item.wrong.includes(cause));
    return [
      `\`${cause}\``,
      planted.length,
      found.length,
      share(found.length, planted.length),
      failed.length,
      share(justified.length, failed.length),
      clean.length,
    ];
  });
  const head = ['gate', 'planted for it', 'found', 'recall', 'failed it', 'precision', 'clean items failed'];
  return table(head, rows);
}

/** By source: how many clean items were dropped without a reason, and why. */
function cleanTable(items) {
  const rows = SOURCES.flatMap((source) => {
    const clean = items.filter((item) => isClean(item) && item.truth.source === source);
    if (clean.length === 0) return [];
    const dropped = clean.filter(({ record, wrong }) => record.verdict === 'dropped' && wrong.length > 0);
    const twice = dropped.filter(
      ({ samePerson, wrong }) => samePerson && wrong.every((c) => c.startsWith('duplicate')),
    );
    return [
      [
        source === 'photo' ? 'photographs' : 'heads',
        clean.length,
        dropped.length,
        share(dropped.length, clean.length),
        twice.length,
        counted(dropped.flatMap(({ wrong }) => wrong)),
      ],
    ];
  });
  return table(['clean', 'items', 'dropped', 'share', 'of these other crops of one photograph', 'by'], rows);
}

function isClean({ truth }) {
  return truth.plants.length === 0;
}

function expectedCauses(items) {
  return items.flatMap(({ truth }) => (truth.plants[0] ? REASONS[truth.plants[0]].finds : []));
}

/** Planted items by plant and level, in the order of the table of reasons. */
function groups(items) {
  const order = Object.keys(REASONS);
  const planted = items.filter((item) => !isClean(item));
  const rank = ({ truth }) => order.indexOf(truth.plants[0]) * 1e3 + (truth.level ?? 0);
  const map = new Map();
  for (const item of planted.sort((a, b) => rank(a) - rank(b))) {
    map.set(labelOf(item), [...(map.get(labelOf(item)) ?? []), item]);
  }
  return map;
}

function labelOf({ truth }) {
  return `${truth.plants[0]}${truth.level === undefined ? '' : ` ${truth.level}`}`;
}

/** `sharpness 7, face_sharpness 3`, the most frequent first. */
function counted(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([name, count]) => `${name} ${count}`).join(', ') || '–';
}
