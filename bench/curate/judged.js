/** Truth and records of one planted set, side by side. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { causesOf, REASONS } from './reasons.js';

/**
 * @typedef {object} Judged One item: what was planted, and what was made of it.
 * @property {{ key: string, plants: string[], level?: number, of?: string, source: string, person: string }} truth
 * @property {{ verdict: string, gate?: string, split?: string }} record
 * @property {readonly string[]} causes
 * @property {readonly string[]} right Causes that find what was planted.
 * @property {readonly string[]} wrong Causes that nothing planted explains.
 * @property {boolean} samePerson Whether a wrong cause is a duplicate of another image of the same photograph.
 */

/**
 * @param {string} truthFile
 * @param {readonly string[]} recordFiles Of one or both sets; a pair's record belongs to `pairs`.
 * @returns {Promise<Judged[]>}
 */
export async function readJudged(truthFile, recordFiles) {
  const truths = new Map();
  for await (const truth of lines(truthFile)) truths.set(`${truth.set} ${truth.key}`, truth);
  const both = [];
  const absent = [];
  for (const file of recordFiles) {
    for await (const record of lines(file)) {
      const name = `${record.kind === 'pair' ? 'pairs' : 'singles'} ${record.key}`;
      const truth = truths.get(name);
      if (truth) both.push({ truth, record });
      else absent.push(name);
    }
  }
  if (absent.length > 0) throw new Error(`Expected planted items but received ${absent.length} others: ${absent[0]}`);
  const sets = new Set(both.map(({ truth }) => truth.set));
  const expected = [...truths.values()].filter(({ set }) => sets.has(set)).length;
  if (both.length !== expected)
    throw new Error(`Expected ${expected} records for the sets but received ${both.length}`);
  return judgeAll(both);
}

function judgeAll(both) {
  // A copy and what it is of are each other's duplicates, and either may be the one that is kept.
  const families = new Map();
  for (const { truth } of both) families.set(name(truth, truth.key), name(truth, truth.of ?? truth.key));
  const people = new Map(both.map(({ truth }) => [name(truth, truth.key), truth.person]));
  const clusters = new Map(both.map(({ truth, record }) => [name(truth, truth.key), record.cluster]));
  return both.map(({ truth, record }) => {
    const key = name(truth, truth.key);
    const other = record.duplicate && name(truth, record.duplicate.of);
    const related = other !== undefined && families.get(other) === families.get(key);
    const causes = causesOf(record);
    const { finds, allows } = REASONS[truth.plants[0]] ?? { finds: [], allows: [] };
    const isDuplicate = (cause) => cause.startsWith('duplicate:');
    const wrong = causes.filter((c) => !finds.includes(c) && !allows.includes(c) && !(isDuplicate(c) && related));
    const right = causes.filter((c) => finds.includes(c) && (!isDuplicate(c) || related));
    // The copy itself was kept, and the original dropped in its favour.
    const cluster = truth.of !== undefined && record.cluster !== undefined;
    const together = cluster && clusters.get(name(truth, truth.of)) === record.cluster;
    if (together && right.length === 0) right.push(...finds);
    const samePerson = other !== undefined && !related && people.get(other) === truth.person;
    return { truth, record, causes, right, wrong, samePerson };
  });
}

const name = ({ set }, key) => `${set} ${key}`;

/** @param {string} file JSON lines. */
export async function* lines(file) {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line !== '') yield JSON.parse(line);
  }
}
