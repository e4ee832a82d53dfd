/** What a reading of faces says in numbers. Pure. */
import type { MetricInfo } from '../filter/metrics/metric.js';
import { type Box, boxOf, type FaceReading } from './reading.js';

/** Most faces that are counted. A landmarker spends its time on faces that are there, so looking for more costs nothing. */
export const MAX_FACES = 4;

const share = (name: string, direction: MetricInfo['direction'], describe: string): MetricInfo => ({
  name,
  unit: 'share',
  direction,
  range: [0, 1],
  describe,
});

const angle = (name: string, range: number, describe: string): MetricInfo => ({
  name,
  unit: 'degrees',
  direction: 'none',
  range: [-range, range],
  describe,
});

/** Metrics of the faces in one image, in the order of `measureFace`. All but `faces` are of the largest face. */
export const FACE_METRICS: readonly MetricInfo[] = [
  {
    name: 'faces',
    unit: 'count',
    direction: 'none',
    range: [0, MAX_FACES],
    describe: `Faces in the image, ${MAX_FACES} at most.`,
  },
  {
    name: 'face_px',
    unit: 'px',
    direction: 'higher',
    range: [0, Infinity],
    describe: 'Distance between the centres of the eyes.',
  },
  angle('yaw', 90, 'Turn of the head; positive when it looks to the right side of the image.'),
  angle('pitch', 180, 'Nod of the head; positive when it looks down.'),
  angle('roll', 180, 'Tilt of the head; positive when counter-clockwise as seen in the image.'),
  share(
    'eyes_open',
    'higher',
    'How open the eye is that is more closed: 1 less the larger of the two blink blendshapes.',
  ),
  share('mouth_open', 'none', 'How open the jaw is, by blendshape.'),
  share('smile', 'none', 'Mean of the two smile blendshapes.'),
  share('face_inside', 'higher', "Share of the length of the face's outline that lies inside the image."),
];

/** The face's outline in the face mesh, as a closed line (FaceLandmarker.FACE_LANDMARKS_FACE_OVAL). */
const OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
  172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const;

/**
 * Values by metric name, for a picture of this size; what was not seen is absent. Without landmarks these are `faces`
 * and, from the detector's eyes, `face_px`; of a picture that could not be read, none.
 */
export function measureFace(reading: FaceReading, width: number, height: number): Record<string, number> {
  if (reading.failed !== undefined) return {};
  const { boxes, face, eyes } = reading;
  const scores: Record<string, number> = { faces: boxes.length };
  if (eyes) scores.face_px = Math.hypot(eyes[2] - eyes[0], eyes[3] - eyes[1]);
  if (!face) return scores;
  const { blendshapes: b, points } = face;
  const both = (left: string, right: string, of: (l: number, r: number) => number): number | undefined =>
    b[left] === undefined || b[right] === undefined ? undefined : of(b[left], b[right]);
  const measured: Record<string, number | undefined> = {
    yaw: face.yaw,
    pitch: face.pitch,
    roll: face.roll,
    eyes_open: both('eyeBlinkLeft', 'eyeBlinkRight', (l, r) => 1 - Math.max(l, r)),
    mouth_open: b.jawOpen,
    smile: both('mouthSmileLeft', 'mouthSmileRight', (l, r) => (l + r) / 2),
    face_inside: insideShare(ovalOf(points), width, height),
  };
  for (const [name, value] of Object.entries(measured)) if (value !== undefined) scores[name] = value;
  return scores;
}

/** Box of the largest face, px, for a crop: around its outline, or the detector's. Not clipped; undefined without a face. */
export function faceBox({ boxes, face }: FaceReading): Box | undefined {
  return face ? boxOf(ovalOf(face.points)) : boxes[0];
}

function ovalOf(points: Float32Array): Float32Array {
  return Float32Array.from(OVAL.flatMap((i) => [points[i * 2]!, points[i * 2 + 1]!]));
}

/** Share of a closed line's length inside [0, width] × [0, height]. */
function insideShare(line: Float32Array, width: number, height: number): number {
  let [inside, whole] = [0, 0];
  for (let i = 0; i < line.length; i += 2) {
    const [x0, y0] = [line[i]!, line[i + 1]!];
    const next = (i + 2) % line.length;
    const [dx, dy] = [line[next]! - x0, line[next + 1]! - y0];
    const [fromX, toX] = within(x0, dx, width);
    const [fromY, toY] = within(y0, dy, height);
    const length = Math.hypot(dx, dy);
    whole += length;
    inside += length * Math.max(0, Math.min(toX, toY) - Math.max(fromX, fromY));
  }
  return whole === 0 ? 0 : inside / whole;
}

/** The part of t in [0, 1] for which 0 ≤ start + t·step ≤ end (Liang and Barsky's clipping along one axis). */
function within(start: number, step: number, end: number): readonly [number, number] {
  if (step === 0) return start >= 0 && start <= end ? [0, 1] : [1, 0];
  const [a, b] = [-start / step, (end - start) / step];
  return [Math.max(0, Math.min(a, b)), Math.min(1, Math.max(a, b))];
}
