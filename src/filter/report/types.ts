/** What the report is made of: the contract with the jobs that call it. */
import type { Preview } from '../../dataset/previews.js';
import type { PairRecord } from '../../dataset/record.js';
import type { YieldRow } from '../../dataset/stats.js';
import type { PackFile } from '../../pack/manifest.js';
import type { Band } from '../../pair.js';
import type { Markup } from './markup.js';
import type { WordsOf } from './wording.js';

/** A number of each record whose mean over kept and over dropped ones stands at the top. */
export interface Figure {
  readonly name: string;
  readonly meaning: string;
  readonly of: (record: PairRecord) => number | undefined;
}

/** What a report says of the job that made the dataset; `editedSubject` and `grownSubject` make it. */
export interface ReportSubject {
  /** Heading of the page. */
  readonly name: string;
  /** What the edit does, as an instruction. */
  readonly prompt: string;
  /** How it was made, in one line. */
  readonly line: Markup;
  /** Pairs asked for. */
  readonly wanted: number;
  /** Two, beside kept and yield. */
  readonly figures: readonly Figure[];
  /** Score of each state that the edit moves; absent where nothing scores a single state. */
  readonly attribute?: string | undefined;
  /** What the strength of a state is: its name, and how a value reads. */
  readonly strength: { readonly name: string; readonly unit: string; readonly text: (value: number) => string };
  /** What went into one pair, by name: on its card, and as columns of the table. */
  readonly made: readonly { readonly name: string; readonly of: (record: PairRecord) => string | undefined }[];
  /** Roles of files that are shown small below a pair. */
  readonly maps: readonly string[];
  readonly words: WordsOf;
  /** The recipe as it goes into recipe.json, and what stays the same with it. */
  readonly recipe: { readonly about: string; readonly json: unknown };
  /** Models that touched a pair, by role, and a sentence on them. */
  readonly models: {
    readonly about: string;
    readonly files: readonly (readonly [
      role: string,
      file: Pick<PackFile, 'path' | 'licence' | 'source' | 'sha256'>,
    ])[];
  };
}

/** Everything that `writeReport` needs. */
export interface ReportOptions {
  /** Folder of the dataset: `report.html` is written into it, images are read from it. */
  readonly root: string;
  readonly subject: ReportSubject;
  /** All records in index order, read once. Their `files` are by role: a state's label, or `mask`. */
  readonly records: AsyncIterable<PairRecord> | Iterable<PairRecord>;
  /** One row a gate, in gate order. */
  readonly yieldRows: readonly YieldRow[];
  /** What is off because the pack lacks the network that it needs, in one sentence. */
  readonly lacking?: string | undefined;
  /** Dropped pairs whose pictures were kept. */
  readonly previews: readonly Preview[];
  /** Kept pairs shown at most; 48 by default. */
  readonly galleryLimit?: number | undefined;
  /** Accepted interval by gated metric, as resolved for this run. */
  readonly bands: Readonly<Record<string, Band>>;
}
