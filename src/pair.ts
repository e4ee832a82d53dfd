/**
 * The vocabulary of a pair, in the order in which a pair comes to be:
 * Candidate → Pair → ScoredPair → Verdict → PairRecord.
 */

/** RGB image between stages. CHW, linear index c*H*W + y*W + x, range [-1, 1]. Not clamped by generators. */
export interface RgbPlanes {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** One plane, linear index y*W + x. A mask has range [0, 1]: 1 where the edit may change the image. */
export interface Plane {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Face parsing: one class number a pixel, linear index y*W + x; class names are the pack's. */
export interface LabelMap {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Attribute scores of one image by name, in the units that the pack declares (years, degrees, probability). */
export type AttributeScores = Readonly<Record<string, number>>;

/** A point of the latent space to edit. Computed from (recipe, index) alone. */
export interface Candidate {
  readonly index: number;
  /** Seed of `numpy.random.RandomState`, which draws z. */
  readonly seed: number;
  /** W+ after truncation, [numWs, wDim] row-major. */
  readonly ws: Float32Array;
}

/** One image of an identity: where on the direction it lies, and what it scored. */
export interface State {
  /** `before`, `after`, or the target of a stack's step such as `age-25`. */
  readonly label: string;
  /** Signed move along the direction, in W units, from the candidate's own latent. */
  readonly strength: number;
  readonly image: RgbPlanes;
  readonly attributes: AttributeScores;
}

/** How a pair was made. */
export interface EditTrace {
  readonly direction: string;
  /** Name of the attribute score that the edit has to move; absent where the move is forced and nothing scores it. */
  readonly attribute?: string | undefined;
  /** Images synthesised while searching the strength. */
  readonly evaluations: number;
  /** Whether every state reached its target. */
  readonly reached: boolean;
  /** Targets in the order of the states. */
  readonly targets: readonly Band[];
}

/** Accepted interval of a score; a missing end is open. */
export interface Band {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** How hair was grown on a portrait. */
export interface HairTrace {
  /** Key of the portrait among its folder's, or the sample's index; and sha256 of its file. */
  readonly portrait: string;
  readonly portraitSha256?: string | undefined;
  readonly template: string;
  readonly colour: string;
  readonly strands: number;
  /** Why there is no pair, where the portrait could not be used. */
  readonly trouble?: string | undefined;
}

/** Before and after of one identity. A stack (several ages) has states between them, in target order. */
export interface Pair {
  /** Candidate index as nine digits; the file name. */
  readonly id: string;
  readonly candidate: Candidate;
  readonly before: State;
  readonly between: readonly State[];
  readonly after: State;
  /** Where the edit was allowed to change pixels; all ones until the pair is fused. */
  readonly mask: Plane;
  /** What was seen before fusing hid it; filled by the fuse stage, read by the scorers. */
  readonly edit: EditTrace;
  /** How hair was grown; absent for other pairs. */
  readonly hair?: HairTrace | undefined;
  /** Measured on the way by stages that see what later stages cannot (metric name → raw value). */
  readonly notes: Readonly<Record<string, number>>;
}

/** A pair with every metric raw, by metric name; a metric that could not be measured is absent. */
export interface ScoredPair extends Pair {
  readonly scores: Readonly<Record<string, number>>;
  /** 64-bit perceptual hash of `before`, 16 hex digits. */
  readonly phash: string;
}

/** A gate that a pair did not pass. */
export interface Failure {
  readonly gate: string;
  readonly value: number;
  readonly threshold: number;
}

/** Kept, or dropped by the first failure. */
export interface Verdict {
  readonly kept: boolean;
  /** All failed gates, in gate order; the first is the reason. */
  readonly failures: readonly Failure[];
}

/** A scored pair with its verdict: what leaves a worker. */
export interface JudgedPair extends ScoredPair {
  readonly verdict: Verdict;
}

/** All states of a pair in target order: before, (between), after. */
export function statesOf(pair: Pair): readonly State[] {
  return [pair.before, ...pair.between, pair.after];
}

/** Nine digits: keys of a fixed width sort as numbers, and contain no dot (WebDataset splits keys at the first). */
export function pairId(index: number): string {
  return String(index).padStart(9, '0');
}
