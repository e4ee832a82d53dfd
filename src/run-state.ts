/** What a run of `generate` has come to: counts, and the kept pairs that a new one must differ from. */
import type { PairRecord } from './dataset/record.js';
import { DUPLICATE, DuplicateIndex, featuresOf, type Gate, verdictOf } from './filter/index.js';
import type { PackManifest } from './pack/manifest.js';
import type { JudgedPair } from './pair.js';
import type { Recipe } from './recipe.js';
import { RunCounter } from './run-counter.js';

/** State of a run between two commits. */
export class RunState extends RunCounter {
  readonly #manifest: PackManifest;
  readonly #kept = new DuplicateIndex();

  constructor(recipe: Pick<Recipe, 'count'>, manifest: PackManifest) {
    super(recipe);
    this.#manifest = manifest;
  }

  override add(record: PairRecord): void {
    super.add(record);
    const { id, phash, states, verdict } = record;
    if (verdict === 'kept') this.#kept.add(id, phash, featuresOf(states[0]!.attributes, this.#manifest));
  }

  /** Adds the distance to the nearest kept pair, which only the committing side knows, and judges it like the rest. */
  judgeDuplicate(pair: JudgedPair, gates: readonly Gate[]): JudgedPair {
    const nearest = this.#kept.nearest(pair.phash, featuresOf(pair.before.attributes, this.#manifest));
    if (!nearest) return pair;
    const scores = { ...pair.scores, [DUPLICATE]: nearest.distance };
    return { ...pair, scores, verdict: verdictOf(scores, gates) };
  }
}
