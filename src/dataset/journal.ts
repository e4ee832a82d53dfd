/** The journal of `generate` and `grow`: a PairRecord for every candidate in index order, under the hash of its recipe. */
import { type Counted, candidatesHash } from './canonical.js';
import { type Log, openLog, readLog } from './log.js';
import { type PairRecord, pairRecordSchema } from './record.js';

/** Options of {@link openJournal}. */
export interface JournalOptions {
  /** Index of the first record, and the step to the next: a shard. 0 and 1 by default. */
  readonly first?: number;
  readonly step?: number;
  /** Receives every record that is already there, in order. */
  readonly replay?: (record: PairRecord) => void;
}

/** Opens the journal at `path`, or starts it, and replays what it holds. See {@link openLog}. */
export function openJournal(
  path: string,
  recipe: Counted,
  { first = 0, step = 1, replay }: JournalOptions = {},
): Promise<Log<PairRecord>> {
  return openLog(
    path,
    { kind: 'journal', of: ['recipe', candidatesHash(recipe)], schema: pairRecordSchema, first, step },
    replay,
  );
}

/** Records of a journal that is not being written to, without its header; `first` and `step` as in {@link openJournal}. */
export function readJournal(path: string, first = 0, step = 1): AsyncGenerator<PairRecord> {
  return readLog(path, { schema: pairRecordSchema, first, step });
}
