/**
 * The jobs `direction sefa` and `direction import`: directions that nobody fitted here, measured on samples of the pack
 * as far as it has networks that see, and written into it.
 */
import {
  type DirectionBench,
  type DirectionBenchOptions,
  drawSamples,
  mean,
  openDirectionBench,
  rangeOf,
  spreadAlong,
  staysFace,
} from './direction-bench.js';
import type { ProgressEvent } from './engine/events.js';
import { DiptychError } from './errors.js';
import type { Direction } from './latent/index.js';
import { addDirections, checkName, checkWritable, type NewDirection } from './pack/add-directions.js';
import type { DirectionDraft } from './pack/draft.js';
import { type Pack, verifyPack } from './pack/load.js';
import type { PackAttribute, PackDirection } from './pack/manifest.js';

/** How to measure. */
export interface MeasureDirectionsOptions extends DirectionBenchOptions {
  /** Faces looked at for what a direction changes; 0 looks at none. */
  readonly samples: number;
}

type Measured = Pick<NewDirection, 'range' | 'rangeFrom' | 'effects'>;
type Events<T> = AsyncGenerator<ProgressEvent, T>;

/** Samples of w that tell how far the generator's own faces differ along a direction. */
const SPREAD_SAMPLES = 512;
/** Standard deviations of the samples within which hardly any face of the generator lies elsewhere. */
const SPREAD_DEVIATIONS = 3;
/** Strengths looked at, as shares of that. */
const LOOKS = [-1, -0.5, 0, 0.5, 1] as const;
/** Share of samples that have to stay faces. */
const MIN_FACES = 0.95;
/** Share of an attribute's span that a direction has to move it by, to count as its direction. */
const LEAST_RISE = 0.05;

/**
 * Measures and writes; directions of other names stay.
 * @throws DiptychError E_USAGE when a direction lowers the attribute that it is said to raise
 */
export async function* measureDirections(
  pack: Pack,
  drafts: readonly DirectionDraft[],
  { samples, ...options }: MeasureDirectionsOptions,
): Events<PackDirection[]> {
  for (const draft of drafts) checkName(draft.name);
  await checkWritable(pack);
  await verifyPack(pack);
  const bench = openDirectionBench(pack, options);
  try {
    const ws = (yield* drawSamples(bench, SPREAD_SAMPLES, { look: false })).map((sample) => sample.w);
    const fresh: NewDirection[] = [];
    for (const draft of drafts) {
      const { mean: centre, deviation } = spreadAlong(ws, draft.normal, draft.layers);
      const { name, attribute, normal, layers, licence, source } = draft;
      const placed = { name, attribute, normal, intercept: -centre };
      const direction: Direction = { ...placed, layers, range: around(SPREAD_DEVIATIONS * deviation) };
      const measured = yield* measureOne(bench, direction, { samples, deviation });
      fresh.push({ ...placed, layers: [...layers], conditionedOn: [], licence, source, ...measured });
      yield { event: 'stage', stage: 'measure', done: fresh.length, total: drafts.length };
    }
    return await addDirections(pack, fresh);
  } finally {
    await bench.pool.close();
  }
}

async function* measureOne(
  bench: DirectionBench,
  direction: Direction,
  { samples, deviation }: { readonly samples: number; readonly deviation: number },
): Events<Measured> {
  const { attributes, parsing } = bench.pack.manifest.scorers;
  const unseen: Measured = { range: [...direction.range], rangeFrom: 'spread' };
  if (samples === 0 || !(attributes || parsing)) {
    yield warning(`${direction.name} was not looked at: its range is ${SPREAD_DEVIATIONS} deviations of the samples`);
    return unseen;
  }
  const scored = attributes?.attributes.find(({ name }) => name === direction.attribute);
  if (!scored) return yield* lookAlong(bench, direction, samples);
  const { range, rise } = await answerOf(bench, direction, scored, deviation);
  if (rise <= -LEAST_RISE) throw lowers(direction.name, scored, rise);
  if (rise >= LEAST_RISE && range[1] > range[0]) return { range: [...range] };
  yield warning(
    `${direction.name} hardly moves ${scored.name}: its range is ${SPREAD_DEVIATIONS} deviations of the samples`,
  );
  return unseen;
}

/** Range within which the attribute answers, and by how much of its span it is higher on the positive side. */
async function answerOf(
  bench: DirectionBench,
  direction: Direction,
  { name, span }: PackAttribute,
  deviation: number,
): Promise<{ range: readonly [number, number]; rise: number }> {
  const { range, curve } = await rangeOf(bench, direction, name, deviation);
  const faces = curve.filter(({ score, valid }) => Number(valid) >= MIN_FACES && Number.isFinite(score));
  const side = (sign: number): number => mean(faces.filter((p) => p.strength * sign > 0).map((p) => p.score));
  const rest = curve.find(({ strength }) => strength === 0)!.score;
  const [high, low] = [side(1), side(-1)].map((score) => (Number.isNaN(score) ? rest : score)) as [number, number];
  return { range, rise: (high - low) / span };
}

/** What moving by the range changes, and as far of it as faces stay faces. */
async function* lookAlong(bench: DirectionBench, direction: Direction, samples: number): Events<Measured> {
  const { attributes, parsing } = bench.pack.manifest.scorers;
  const strengths = LOOKS.map((share) => share * direction.range[1]);
  const drawn = yield* drawSamples(bench, samples, { along: { direction, strengths } });
  const rest = LOOKS.indexOf(0);
  const faces = LOOKS.map((_, s) => mean(drawn.map((d) => (staysFace(d, s, rest) ? 1 : 0))) >= MIN_FACES);
  const last = (from: readonly number[]): number => {
    const lost = from.findIndex((s) => !faces[s]);
    return from[lost < 0 ? from.length - 1 : Math.max(0, lost - 1)]!;
  };
  const [lo, hi] = [last([2, 1, 0]), last([2, 3, 4])];
  const change = ({ name, span }: PackAttribute): number =>
    mean(drawn.map(({ scores }) => (scores[hi]![name]! - scores[lo]![name]!) / span));
  const effects = (attributes?.attributes ?? []).map((a) => [a.name, Number(change(a).toPrecision(3))] as const);
  return {
    range: [strengths[lo]!, strengths[hi]!],
    ...(!parsing && { rangeFrom: 'spread' }),
    ...(effects.length > 0 && { effects: Object.fromEntries(effects.filter(([, value]) => Number.isFinite(value))) }),
  };
}

const around = (reach: number): readonly [number, number] => [-reach, reach];

const warning = (message: string): ProgressEvent => ({ event: 'warning', message });

function lowers(name: string, { name: attribute }: PackAttribute, rise: number): DiptychError {
  const share = Math.abs(100 * rise).toFixed(0);
  return new DiptychError(
    'E_USAGE',
    `Expected a direction that raises ${attribute} for ${name} but received one that lowers it, by ${share} % of its span`,
    { hint: 'Turn it round with --flip (or leave --flip out), or name another --attribute' },
  );
}
