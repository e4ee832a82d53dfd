/**
 * node bench/curate/compare.js --truth DIR/truth.jsonl --records OUT/records.jsonl --others others.json
 *
 * What Diptych, cleanvision and imagededup find of the planted single portraits, side by side, as Markdown.
 * `others.json` is what `python bench/curate/others.py DIR/singles --all` prints.
 *
 * Ours have to name a right reason (reasons.js). The others' issues do not match ours one to one, so whatever issue
 * they give to a planted item counts as a find, except that it resembles an unrelated one. Copies count as found when
 * they and their original are told to be duplicates.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readJudged } from './judged.js';
import { ratio, share, table } from './markdown.js';
import { REASONS } from './reasons.js';

const { values } = parseArgs({
  options: { truth: { type: 'string' }, records: { type: 'string' }, others: { type: 'string' } },
});
const { truth: truthFile, records, others: othersFile } = values;
if (!truthFile || !records || !othersFile) throw new Error('Expected --truth, --records and --others');
const judged = (await readJudged(truthFile, [records])).filter(({ truth }) => truth.set === 'singles');
const others = Object.entries(JSON.parse(await readFile(othersFile, 'utf8'))).filter(([, found]) => found !== null);
const tools = [ours(), ...others.map(([name, found]) => theirs(name, found))];

process.stdout.write(plantTable());
for (const { name, seen } of tools) {
  process.stdout.write(`\n${name}, by what:\n\n`);
  process.stdout.write(reasonTable(seen));
}

/** Items found by plant, and clean items that were given an issue. */
function plantTable() {
  const rows = [...byPlant()].map(([label, items]) => [
    label,
    items.length,
    ...tools.map(({ seen, copiesOnly }) =>
      copiesOnly && items[0].truth.of === undefined && items[0].truth.plants.length > 0
        ? '–'
        : ratio(items.filter((item) => seen(item).length > 0).length, items.length),
    ),
  ]);
  return table(['planted', 'items', ...tools.map(({ name }) => name)], rows);
}

/** Issues by plant. */
function reasonTable(seen) {
  const rows = [...byPlant()].map(([label, items]) => {
    const counts = new Map();
    for (const issue of items.flatMap(seen)) counts.set(issue, (counts.get(issue) ?? 0) + 1);
    const sorted = [...counts].sort(([, a], [, b]) => b - a);
    return [
      label,
      share(items.filter((item) => seen(item).length > 0).length, items.length),
      sorted.map(([issue, n]) => `${issue} ${n}`).join(', ') || '–',
    ];
  });
  return table(['planted', 'found', 'by'], rows);
}

/** @typedef {{ name: string, seen: (item: import('./judged.js').Judged) => string[], copiesOnly?: boolean }} Tool */

/** Our records as a tool. @returns {Tool} */
function ours() {
  return { name: 'Diptych', seen: ({ truth, right, wrong }) => (truth.plants.length > 0 ? right : wrong) };
}

/** @returns {Tool} */
function theirs(tool, { version, issues, duplicates }) {
  const keyOf = (path) => path.replace(/\.[a-z]+$/, '');
  const issuesOf = new Map(Object.entries(issues).map(([path, list]) => [keyOf(path), list]));
  const links = new Map();
  const link = (key, to) => links.set(key, [...(links.get(key) ?? []), to]);
  for (const [how, pairs] of Object.entries(duplicates)) {
    for (const [a, b] of pairs) {
      link(keyOf(a), { how, key: keyOf(b) });
      link(keyOf(b), { how, key: keyOf(a) });
    }
  }
  const linked = (key, wanted) => {
    const found = (links.get(key) ?? []).filter((other) => wanted(other.key));
    return [...new Set(found.map(({ how }) => `duplicate:${how}`))];
  };
  const seen = ({ truth: { key, of, plants } }) => {
    if (of !== undefined) return linked(key, (other) => other === of);
    const own = issuesOf.get(key) ?? [];
    if (plants.length > 0) return own;
    // The original of a copy is a clean item, and rightly linked with it.
    const copies = new Set(judged.filter((item) => item.truth.of === key).map((item) => item.truth.key));
    return [...own, ...linked(key, (other) => !copies.has(other))];
  };
  return { name: `${tool} ${version}`, seen, copiesOnly: Object.values(issues).every((list) => list.length === 0) };
}

/** Items by plant and level in the order of the table of reasons, clean ones last. */
function byPlant() {
  const order = [...Object.keys(REASONS), 'clean'];
  const kindOf = ({ truth }) => truth.plants[0] ?? 'clean';
  const rank = (item) => order.indexOf(kindOf(item)) * 1e3 + (item.truth.level ?? 0);
  const groups = new Map();
  for (const item of judged.sort((a, b) => rank(a) - rank(b))) {
    const label = `${kindOf(item)}${item.truth.level === undefined ? '' : ` ${item.truth.level}`}`;
    groups.set(label, [...(groups.get(label) ?? []), item]);
  }
  return groups;
}
