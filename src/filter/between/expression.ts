/** How much the expression changes, by MediaPipe's blendshapes. Signed: a smile that an edit adds is positive. */
import type { BetweenMetric, SeenFace } from './metric.js';

const change = (
  name: string,
  describe: string,
  of: (b: SeenFace['blendshapes']) => number | undefined,
): BetweenMetric => ({
  name,
  unit: 'after − before, of 0..1',
  direction: 'none',
  range: [-1, 1],
  describe,
  measure: ({ before, after }) => {
    const a = before.face && of(before.face.blendshapes);
    const b = after.face && of(after.face.blendshapes);
    return a === undefined || b === undefined ? undefined : b - a;
  },
});

/** Mean of both corners of the mouth. */
export const smileChange: BetweenMetric = change('smile_change', 'Change of the smile.', (b) =>
  b.mouthSmileLeft === undefined || b.mouthSmileRight === undefined
    ? undefined
    : (b.mouthSmileLeft + b.mouthSmileRight) / 2,
);

/** Of the eye that is more closed. */
export const eyesChange: BetweenMetric = change('eyes_change', 'Change of how open the eyes are.', (b) =>
  b.eyeBlinkLeft === undefined || b.eyeBlinkRight === undefined
    ? undefined
    : 1 - Math.max(b.eyeBlinkLeft, b.eyeBlinkRight),
);

/** Of the jaw. */
export const mouthChange: BetweenMetric = change('mouth_change', 'Change of how open the mouth is.', (b) => b.jawOpen);
