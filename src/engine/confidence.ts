/** How sure a parser is of its classes. */

/** Means over the pixels looked at. */
export interface Confidence {
  /** Probability of the likeliest class, 1/classes … 1. */
  readonly top: number;
  /** Entropy of the classes in nats, 0 … ln(classes). */
  readonly entropy: number;
}

/** Every which pixel is looked at: neighbours say the same, and exponentials are dear. */
const STRIDE = 3;

/**
 * Softmax statistics of scores [classes, pixels] before the softmax. With Z = Σ exp(s − max): the largest probability
 * is 1/Z, and the entropy ln Z − Σ (s − max)·exp(s − max)/Z.
 */
export function confidenceOf(scores: Float32Array, classes: number, pixels: number): Confidence {
  let top = 0;
  let entropy = 0;
  let count = 0;
  for (let p = 0; p < pixels; p += STRIDE) {
    let max = -Infinity;
    for (let c = 0; c < classes; c++) max = Math.max(max, scores[c * pixels + p]!);
    let z = 0;
    let weighted = 0;
    for (let c = 0; c < classes; c++) {
      const below = scores[c * pixels + p]! - max;
      const e = Math.exp(below);
      z += e;
      weighted += below * e;
    }
    top += 1 / z;
    entropy += Math.log(z) - weighted / z;
    count++;
  }
  return { top: top / count, entropy: entropy / count };
}
