/** A direction from elsewhere, before a pack's samples have told how far it is worth following. */
export interface DirectionDraft {
  readonly name: string;
  /** Attribute score that it is said to raise. */
  readonly attribute?: string | undefined;
  /** [wDim], or a row a layer, [numWs, wDim]; of unit length as the manifest defines it. */
  readonly normal: Float32Array;
  /** Layers [from, to) to move. */
  readonly layers: readonly [number, number];
  readonly licence: string;
  /** Where it comes from, in words that a licence review can follow. */
  readonly source: string;
}
