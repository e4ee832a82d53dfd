/** What a run has come to: counts, and the kept pairs that a new one must differ from. Rebuilt from the journal. */
import type { PairRecord } from './dataset/record.js';
import type { ProgressEvent, RunCounts } from './engine/events.js';
import { DiptychError } from './errors.js';
import { DUPLICATE, DuplicateIndex, featuresOf, type Gate, verdictOf } from './filter/index.js';
import type { PackManifest } from './pack/manifest.js';
import type { JudgedPair } from './pair.js';
import type { Recipe } from './recipe.js';

/** State of a run between two commits. */
export class RunState {
  readonly #wanted: number;
  readonly #manifest: PackManifest;
  readonly #kept = new DuplicateIndex();
  readonly #dropped = new Map<string, number>();
  #tried = 0;

  constructor({ count }: Pick<Recipe, 'count'>, manifest: PackManifest) {
    this.#wanted = count;
    this.#manifest = manifest;
  }

  /** Counts a record, new or replayed. */
  add({ id, phash, states, verdict, gate }: PairRecord): void {
    this.#tried += 1;
    if (verdict === 'kept') this.#kept.add(id, phash, featuresOf(states[0]!.attributes, this.#manifest));
    else if (gate) this.#dropped.set(gate, (this.#dropped.get(gate) ?? 0) + 1);
  }

  /** Adds the distance to the nearest kept pair, which only the committing side knows, and judges it like the rest. */
  judgeDuplicate(pair: JudgedPair, gates: readonly Gate[]): JudgedPair {
    const nearest = this.#kept.nearest(pair.phash, featuresOf(pair.before.attributes, this.#manifest));
    if (!nearest) return pair;
    const scores = { ...pair.scores, [DUPLICATE]: nearest.distance };
    return { ...pair, scores, verdict: verdictOf(scores, gates) };
  }

  /** @throws DiptychError E_JOURNAL when more pairs were kept than are wanted now */
  checkCount(): void {
    if (this.#kept.size <= this.#wanted) return;
    throw new DiptychError(
      'E_JOURNAL',
      `Expected at most ${this.#wanted} kept pairs in the dataset but received ${this.#kept.size}`,
      { hint: 'Ask for that many or more, or --overwrite to start again' },
    );
  }

  wantsMore(): boolean {
    return this.#kept.size < this.#wanted;
  }

  counts(): RunCounts {
    return { tried: this.#tried, kept: this.#kept.size, dropped: Object.fromEntries(this.#dropped) };
  }

  pairEvent({ id, verdict, gate }: PairRecord): ProgressEvent {
    const kept = verdict === 'kept';
    return {
      event: 'pair',
      id,
      kept,
      ...(gate !== undefined && { gate }),
      counts: this.counts(),
      wanted: this.#wanted,
    };
  }
}
