/**
 * Where the time of one worker goes: the stages of a run in a single thread, with every network call timed apart.
 *
 * A run commits in the main thread while the worker goes on; here one follows the other, so the share with commits is
 * what a machine of one core sees, and the share without is what a machine with a core to spare sees.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fuse } from '../dist/augment/fuse.js';
import { openJournal } from '../dist/dataset/journal.js';
import { commitPair } from '../dist/dataset/writer.js';
import { loadModels } from '../dist/engine/load.js';
import { Session } from '../dist/engine/session.js';
import { gatesFor, judge } from '../dist/filter/gates.js';
import { score } from '../dist/filter/score.js';
import { edit } from '../dist/latent/edit.js';
import { directionOf } from '../dist/pack/directions.js';
import { openPack } from '../dist/pack/load.js';
import { sample } from '../dist/stylegan/sample.js';
import { stopwatch } from './stopwatch.js';
import { number, percent } from './table.js';

/** Candidates before the clock counts. */
const WARM_UP = 3;
const STAGES = ['sample', 'edit', 'fuse', 'score', 'judge', 'commit'];
/** Networks by the name of their input. */
const NETWORKS = { z: 'mapping', ws: 'synthesis', image: 'scorers' };

/**
 * @param {import('../dist/recipe.js').Recipe} recipe
 * @param {{ candidates: number }} size
 * @returns {Promise<import('./table.js').Row[]>}
 */
export async function profileRows(recipe, { candidates }) {
  const { spent, tally } = await profile(recipe, candidates);
  const networks = Object.values(NETWORKS);
  const wall = totals(spent, 'wall', candidates);
  const cpu = totals(spent, 'cpu', candidates);
  // A candidate that misses its target is neither fused nor scored, and says nothing of the aim.
  const aim = (name, share) => ({
    name,
    value: percent(share),
    aim: '≤ 15 %',
    met: tally.reached > 0 ? share <= 0.15 : undefined,
  });
  const row = (name, label) => ({
    name: label,
    value: `${number(wall.of(name), 2)}  ${number(cpu.of(name), 2)}  ${percent(cpu.of(name) / cpu.all).padStart(6)}`,
  });
  return [
    { name: `One worker on ${recipe.name}, a candidate: wall ms, processor ms, share of processor time` },
    ...networks.map((name) => row(name, `inference: ${name}`)),
    ...STAGES.map((name) => row(name, `${name}, itself`)),
    { name: 'images synthesised for a candidate', value: number(tally.evaluations / candidates) },
    { name: 'reached the target, kept', value: `${tally.reached}, ${tally.kept} of ${candidates}` },
    aim('outside inference, wall time, commits beside it', 1 - wall.inference / (wall.all - wall.of('commit'))),
    aim('outside inference, wall time, commits in turn', 1 - wall.inference / wall.all),
    aim('outside inference, processor time', 1 - cpu.inference / cpu.all),
  ];
}

/** Milliseconds a candidate on one clock. */
function totals(spent, clock, candidates) {
  const of = (name) => (spent.get(name)?.[clock] ?? 0) / candidates;
  const sum = (names) => names.reduce((total, name) => total + of(name), 0);
  const inference = sum(Object.values(NETWORKS));
  return { of, inference, all: inference + sum(STAGES) };
}

async function profile(recipe, candidates) {
  const watch = stopwatch();
  const chain = await openChain(recipe, watch);
  const restore = timeNetworks(watch);
  const root = await mkdtemp(path.join(os.tmpdir(), 'diptych-bench-'));
  const journal = await openJournal(path.join(root, 'journal.jsonl'), recipe);
  const tally = { evaluations: 0, reached: 0, kept: 0 };
  try {
    for await (const pair of chain.pairs(WARM_UP + candidates)) {
      await watch.time('commit', async () => journal.append(await commitPair(root, pair, recipe)));
      if (pair.candidate.index === WARM_UP - 1) watch.spent.clear();
      if (pair.candidate.index < WARM_UP) continue;
      tally.evaluations += pair.edit.evaluations;
      tally.reached += pair.edit.reached ? 1 : 0;
      tally.kept += pair.verdict.kept ? 1 : 0;
    }
    return { spent: watch.spent, tally };
  } finally {
    restore();
    await chain.close();
    await journal.close();
    await rm(root, { recursive: true });
  }
}

/** The stages of a worker, each timed. */
async function openChain(recipe, { stage }) {
  const pack = await openPack(recipe.pack);
  const models = await loadModels(pack, { provider: 'cpu', threads: 1 });
  const direction = await directionOf(pack, recipe.edit);
  const synthesise = (_, ws) => models.synthesise(ws);
  const gates = gatesFor(recipe, models.manifest);
  return {
    async *pairs(count) {
      const candidates = stage('sample', sample(indices(count), { models, recipe }));
      const pairs = stage('edit', edit(candidates, { models, direction, edit: recipe.edit, synthesise }));
      const fused = stage('fuse', fuse(pairs, { models, fuse: recipe.fuse }));
      const scored = stage('score', score(fused, { models }));
      yield* stage('judge', judge(scored, gates));
    },
    close: () => models.close(),
  };
}

async function* indices(count) {
  for (let index = 0; index < count; index++) yield index;
}

/** Times every network call until the returned function is called. */
function timeNetworks({ time }) {
  const { run } = Session.prototype;
  Session.prototype.run = function timed(inputs) {
    const network = Object.keys(NETWORKS).find((input) => input in inputs);
    return time(NETWORKS[network], () => run.call(this, inputs));
  };
  return () => {
    Session.prototype.run = run;
  };
}
