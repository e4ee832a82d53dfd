/** The journal of `generate`: a PairRecord for every candidate in index order, under the hash of its recipe. */
import type { Recipe } from '../recipe.js';
import { candidatesHash } from './canonical.js';
import { type Log, openLog, readLog } from './log.js';
import { type PairRecord, pairRecordSchema } from './record.js';

/** Options of {@link openJournal}. */
export interface JournalOptions {
  /** Index of the first record: where the shard begins. 0 by default. */
  readonly first?: number;
  /** Receives every record that is already there, in order. */
  readonly replay?: (record: PairRecord) => void;
}

/** Opens the journal at `path`, or starts it, and replays what it holds. See {@link openLog}. */
export function openJournal(
  path: string,
  recipe: Recipe,
  { first = 0, replay }: JournalOptions = {},
): Promise<Log<PairRecord>> {
  return openLog(
    path,
    { kind: 'journal', of: ['recipe', candidatesHash(recipe)], schema: pairRecordSchema, first },
    replay,
  );
}

/** Records of a journal that is not being written to, without its header; `first` as in {@link openJournal}. */
export function readJournal(path: string, first = 0): AsyncGenerator<PairRecord> {
  return readLog(path, { schema: pairRecordSchema, first });
}
