/** A worker thread of `direction`: draws and scores faces of a pack, as they are and moved along a direction. */
import { workerData } from 'piscina';
import { loadModels } from './engine/load.js';
import { taskHandler } from './engine/pool.js';
import type { SessionOptions } from './engine/session.js';
import { type Direction, move } from './latent/direction.js';
import { openPack } from './pack/load.js';
import type { AttributeScores, LabelMap } from './pair.js';
import { type SampleOptions, sample } from './stylegan/sample.js';

/** What every worker is started with. */
export interface FitSetup {
  readonly pack: string;
  readonly sampling: SampleOptions;
  readonly session: SessionOptions;
}

/** Score sample `index`, at rest or at each strength along a direction. */
export interface FitTask {
  readonly index: number;
  /** Draw no image, for w alone. @default true */
  readonly look?: boolean;
  readonly along?: { readonly direction: Direction; readonly strengths: readonly number[] };
}

/**
 * A sample's w (first layer, [wDim]) and, for each strength, its scores (none without a scorer) and the share of pixels
 * parsed as face (1 without a parser).
 */
export interface FitSample {
  readonly w: Float32Array;
  readonly scores: readonly AttributeScores[];
  readonly face: readonly number[];
}

const { pack: folder, sampling, session } = workerData as FitSetup;
const ready = openPack(folder).then(async (pack) => ({ pack, models: await loadModels(pack, session) }));

export default taskHandler(async ({ index, look = true, along }: FitTask): Promise<FitSample> => {
  const { pack, models } = await ready;
  const { wDim, numWs } = pack.manifest.generator;
  for await (const { ws } of sample(only(index), { models, recipe: sampling, stream: 'direction' })) {
    const w = ws.slice(0, wDim);
    if (!look) return { w, scores: [], face: [] };
    const strengths = along?.strengths ?? [0];
    const moved = along ? strengths.map((s) => move(ws, along.direction, s, { numWs, wDim })) : [ws];
    const images = await models.synthesise(moved);
    const maps = along ? await models.parse?.(images) : undefined;
    const classes = pack.manifest.scorers.parsing?.classes ?? [];
    return {
      w,
      scores: (await models.attributes?.(images)) ?? images.map(() => ({})),
      face: maps?.map((map) => shareOf(map, classes, ['skin', 'nose', 'lips', 'eye'])) ?? strengths.map(() => 1),
    };
  }
  throw new Error('Invariant broken: sampling gave nothing for an index');
});

/** Share of pixels of the named classes; 0 when one of them is missing altogether: a face without eyes is none. */
function shareOf({ data }: LabelMap, classes: readonly string[], names: readonly string[]): number {
  const counts = new Map<number, number>(names.map((name) => [classes.indexOf(name), 0]));
  for (const label of data) if (counts.has(label)) counts.set(label, counts.get(label)! + 1);
  const values = [...counts.values()];
  return values.includes(0) ? 0 : values.reduce((a, b) => a + b, 0) / data.length;
}

async function* only(index: number): AsyncIterable<number> {
  yield index;
}
