import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tensorsOf } from '../../src/checkpoint/names.js';
import { parseNpy } from '../../src/checkpoint/npy.js';
import { openCheckpoint } from '../../src/checkpoint/open.js';
import type { Checkpoint } from '../../src/checkpoint/value.js';
import { type AffineWeights, sefa } from '../../src/latent/sefa.js';
import { hasShared, shared } from '../fixtures/shared.js';
import { cosine, maxDifference } from './golden.js';

interface Case {
  layers: number[][][];
  values: number[];
  vectors: number[][];
}
const fixture = JSON.parse(readFileSync(new URL('../fixtures/directions.json', import.meta.url), 'utf8')) as {
  sefa: Case;
  low: Case;
};
const weightsOf = ({ layers }: Case, scale = 1): AffineWeights[] =>
  layers.map((rows, i) => ({
    name: `layer ${i}`,
    data: Float32Array.from(rows.flat(), (value) => value * scale),
    shape: [rows.length, rows[0]!.length],
  }));

describe('sefa', () => {
  it('agrees with factorize_weight retold in numpy: eigenvalues, and vectors up to sign', () => {
    const { vectors, values, rank } = sefa(weightsOf(fixture.sefa));
    expect(rank).toBe(7);
    expect(maxDifference(values, fixture.sefa.values)).toBeLessThan(1e-6);
    for (const [i, vector] of fixture.sefa.vectors.entries()) {
      expect(Math.abs(cosine(vectors[i]!, vector))).toBeGreaterThan(1 - 1e-9);
    }
    // Seventeen outputs of eighteen have weights.
    expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(17, 6);
  });

  it('does not see by what a layer is scaled, as an equalised learning rate does', () => {
    const [plain, scaled] = [sefa(weightsOf(fixture.sefa)), sefa(weightsOf(fixture.sefa, 0.044))];
    for (const [i, vector] of plain.vectors.entries()) {
      expect(cosine(scaled.vectors[i]!, vector)).toBeGreaterThan(1 - 1e-9);
    }
  });

  it('turns every vector so that its largest value is positive', () => {
    for (const vector of sefa(weightsOf(fixture.sefa)).vectors) {
      expect(Math.max(...vector)).toBe(Math.max(...vector.map(Math.abs)));
    }
  });

  it('tells where the null space begins', () => {
    const { values, vectors, rank } = sefa(weightsOf(fixture.low));
    expect(rank).toBe(2);
    for (const i of [0, 1]) {
      expect(values[i]).toBeCloseTo(fixture.low.values[i]!, 6);
      expect(Math.abs(cosine(vectors[i]!, fixture.low.vectors[i]!))).toBeGreaterThan(1 - 1e-9);
    }
  });

  it('refuses weights that are not finite, and zeros alone', () => {
    const layer = (value: number) => [{ name: 'b4', data: Float32Array.of(1, value), shape: [1, 2] }];
    expect(() => sefa(layer(Number.NaN))).toThrow(/finite numbers for b4/);
    expect(() => sefa([{ name: 'b4', data: new Float32Array(4), shape: [2, 2] }])).toThrow(/zeros alone/);
  });
});

const META = 'golden/dev/sefa/meta.json';

describe.skipIf(!hasShared(META))('sefa on the official networks (skipped: no ../shared/golden/dev/sefa)', () => {
  const opened: Checkpoint[] = [];
  let ada: ReadonlyMap<string, AffineWeights>;
  let rosinality: ReadonlyMap<string, AffineWeights>;

  async function affine(file: string, root: string): Promise<ReadonlyMap<string, AffineWeights>> {
    const checkpoint = await openCheckpoint(shared(`golden/dev/${file}`));
    opened.push(checkpoint);
    const found = [...tensorsOf(checkpoint.root)].filter(([name]) => /(affine|modulation)\.weight$/.test(name));
    return new Map(
      found
        .filter(([name]) => name.startsWith(`${root}.`))
        .map(([name, tensor]) => [name.slice(root.length + 1), { name, shape: tensor.shape, data: tensor.read() }]),
    );
  }

  beforeAll(async () => {
    ada = await affine('stylegan2_ada/a.pkl', 'G_ema');
    rosinality = await affine('stylegan2_rosinality/a_zip.pt', 'g_ema');
  });
  afterAll(() => {
    for (const checkpoint of opened) checkpoint.close();
  });

  const cases = hasShared(META)
    ? (JSON.parse(readFileSync(shared(META), 'utf8')).cases as {
        name: string;
        weights_in_order: string[];
        n_meaningful: number;
      }[])
    : [];
  const array = (name: string) => parseNpy(readFileSync(shared(`golden/dev/sefa/${name}.npy`)), name).data;

  it.each(cases)('gives the vectors of $name within 1e-4, up to sign', (golden) => {
    const source = golden.name.startsWith('ada') ? ada : rosinality;
    const { vectors, values } = sefa(golden.weights_in_order.map((name) => source.get(name)!));
    const expectedValues = array(`${golden.name}_eigenvalues_sorted_float64`);
    const expected = array(`${golden.name}_eigenvectors_sorted_float64`);
    const d = vectors.length;
    for (let i = 0; i < golden.n_meaningful; i++) {
      expect(Math.abs(values[i]! - expectedValues[i]!)).toBeLessThan(1e-4 * expectedValues[0]!);
      const vector = expected.subarray(i * d, (i + 1) * d);
      const likeness = cosine(vectors[i]!, vector);
      expect(Math.abs(likeness)).toBeGreaterThan(0.9999);
      const worst = vectors[i]!.reduce(
        (most, v, k) => Math.max(most, Math.abs(v - Math.sign(likeness) * vector[k]!)),
        0,
      );
      expect(worst).toBeLessThan(1e-4);
    }
  });
});
