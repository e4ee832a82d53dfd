/** Counts of a run of `generate` or `grow`: what was tried, kept and dropped so far. Rebuilt from the journal. */
import type { PairRecord } from './dataset/record.js';
import type { ProgressEvent, RunCounts } from './engine/events.js';
import { DiptychError } from './errors.js';

/** Counts between two commits. */
export class RunCounter {
  readonly #wanted: number;
  readonly #dropped = new Map<string, number>();
  #tried = 0;
  #kept = 0;

  constructor({ count }: { readonly count: number }) {
    this.#wanted = count;
  }

  /** Counts a record, new or replayed. */
  add({ verdict, gate }: PairRecord): void {
    this.#tried += 1;
    if (verdict === 'kept') this.#kept += 1;
    else if (gate) this.#dropped.set(gate, (this.#dropped.get(gate) ?? 0) + 1);
  }

  /** @throws DiptychError E_JOURNAL when more pairs were kept than are wanted now */
  checkCount(): void {
    if (this.#kept <= this.#wanted) return;
    throw new DiptychError(
      'E_JOURNAL',
      `Expected at most ${this.#wanted} kept pairs in the dataset but received ${this.#kept}`,
      { hint: 'Ask for that many or more, or --overwrite to start again' },
    );
  }

  wantsMore(): boolean {
    return this.#kept < this.#wanted;
  }

  counts(): RunCounts {
    return { tried: this.#tried, kept: this.#kept, dropped: Object.fromEntries(this.#dropped) };
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
