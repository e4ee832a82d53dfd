import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../src/onnx/graph.js';
import { hasShared, shared } from '../fixtures/shared.js';
import { newFolder, start } from './command.js';

const CHECKPOINT = 'golden/dev/stylegan2_ada/a.pkl';
const place = newFolder();

/** An attribute network as others write them: logits of red, green and blue, NHWC, one picture of 16 px, [0, 1]. */
function writeNet(): readonly [onnx: string, json: string] {
  const g = new GraphBuilder('colours', 'float32');
  g.output(g.node('ReduceMean', [g.input('data', [1, 16, 16, 3])], { axes: [1, 2], keepdims: 0 }), 'fc', [1, 3]);
  const [onnx, json] = [path.join(place, 'colours.onnx'), path.join(place, 'colours.json')];
  writeFileSync(onnx, g.build());
  const attributes = ['red', 'green', 'blue'].map((name, column) => ({ name, column, transform: 'sigmoid' }));
  // Logits of −4 to 4.
  const input = { scale: 1 / 255, mean: [0.5, 0.5, 0.5], std: [0.125, 0.125, 0.125] };
  writeFileSync(json, JSON.stringify({ licence: 'MIT', input, attributes }));
  return [onnx, json];
}

const run = async (...args: string[]): Promise<string> => {
  const { status, stdout, stderr } = await start(args);
  expect({ args, status, stderr }).toEqual({ args, status: 0, stderr: expect.any(String) });
  return stdout;
};

describe.skipIf(!hasShared(CHECKPOINT))('an official checkpoint (skipped: no ../shared/golden)', () => {
  beforeAll(async () => {
    process.env.DIPTYCH_DATA = path.join(place, 'data');
    const [onnx, json] = writeNet();
    const scorer = ['--attributes', onnx, '--attributes-contract', json];
    const said = await run('models', 'import', shared(CHECKPOINT), '--name', 'mine', ...scorer);
    expect(said).toMatch(/architecture\s+stylegan2-ada\n/);
    expect(said).toMatch(/licence\s+unknown: state it with --licence\. NVIDIA/);
    expect(said).toMatch(/next\s+diptych direction fit --pack mine/);
  }, 60_000);

  it('is listed under its name', async () => {
    expect(await run('models', 'list')).toMatch(/^mine 1 {2}unknown {2}32 px .*packs\/mine$/m);
  }, 60_000);

  it('has directions fitted with the scorers it has, and pairs made along them; what is off is said', async () => {
    await run('direction', 'fit', 'red', '--pack', 'mine', '--samples', '500', '--quiet');
    const recipe = path.join(place, 'red.json');
    const edit = { direction: 'red', attribute: 'red', before: { max: 0.5 }, after: { min: 0.5 }, strength: 1.5 };
    writeFileSync(recipe, JSON.stringify({ name: 'red', prompt: 'make it red', pack: 'mine', edit }));
    const out = path.join(place, 'red');
    const { stderr } = await start([
      'generate',
      '-r',
      recipe,
      '-n',
      '4',
      '--max-tries',
      '4',
      '-o',
      out,
      '--workers',
      '1',
    ]);
    const off = 'Off, because the pack mine lacks what they need: identity (no identity network); landmark_shift';
    expect(stderr).toContain(off);
    const records = readFileSync(path.join(out, 'records.jsonl'), 'utf8').trim().split('\n');
    const [first] = records.map((line) => JSON.parse(line) as { states: { attributes: { red: number } }[] });
    expect(records).toHaveLength(4);
    const [before, after] = first!.states.map(({ attributes }) => attributes.red);
    expect(after!).toBeGreaterThan(before!);
    for (const file of ['README.md', 'report.html']) expect(readFileSync(path.join(out, file), 'utf8')).toContain(off);
    const stats = JSON.parse(readFileSync(path.join(out, 'stats.json'), 'utf8')) as { gates: { gate: string }[] };
    expect(stats.gates.map(({ gate }) => gate)).toEqual([
      ...['target_before', 'target_after', 'target_reached'],
      ...['drift.green', 'drift.blue', 'sharpness_ratio', 'duplicate'],
    ]);
  }, 120_000);

  it('lists in a dry run what is off, and why', async () => {
    await run('direction', 'sefa', '--pack', 'mine', '--no-label', '--top', '1', '--as', 'first', '--quiet');
    const recipe = path.join(place, 'first.json');
    const edit = { direction: 'first', strength: 1 };
    writeFileSync(recipe, JSON.stringify({ name: 'first', prompt: 'change it', pack: 'mine', edit }));
    const plan = await run('generate', '-r', recipe, '-n', '2', '--dry-run', '--workers', '1');
    expect(plan).toMatch(/^identity\s+off: no identity network$/m);
    expect(plan).toMatch(/^fusing\s+off: no parsing network$/m);
  }, 60_000);

  it('is told how to get a score that it lacks', async () => {
    const out = path.join(place, 'age');
    const recipe = path.join(place, 'age.json');
    const edit = { direction: 'first', attribute: 'age', before: { max: 30 }, after: { min: 60 } };
    writeFileSync(recipe, JSON.stringify({ name: 'age', prompt: 'x', pack: 'mine', edit }));
    const unscored = await start(['generate', '-r', recipe, '-o', out]);
    expect(unscored.status).toBe(3);
    expect(unscored.stderr).toMatch(/a score of age in the pack mine .*It scores red, green, blue: force the move/);
  }, 60_000);
});
