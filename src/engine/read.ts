/** A scorer's outputs → what they mean, as its contract says. Pure. */
import { DiptychError, invariant } from '../errors.js';
import { centroid } from '../image/points.js';
import { resizeLabels } from '../image/resize.js';
import { sidesOf } from '../pack/contract.js';
import type { PackAttribute, PackManifest } from '../pack/manifest.js';
import type { AttributeScores, LabelMap, RgbPlanes } from '../pair.js';
import { type Confidence, confidenceOf } from './confidence.js';
import type { Outputs } from './scorer-net.js';
import { type FloatTensor, rows } from './tensor.js';

type Scorers = PackManifest['scorers'];
type Parsing = NonNullable<Scorers['parsing']>;
type Identity = NonNullable<Scorers['identity']>;
type Landmarks = NonNullable<Scorers['landmarks']>;

/** Scores of picture `n`, in the manifest's units. */
export function scoresOf(outputs: Outputs, n: number, attributes: readonly PackAttribute[]): AttributeScores {
  return Object.fromEntries(attributes.map((attribute) => [attribute.name, scoreOf(outputs, n, attribute)]));
}

function scoreOf(outputs: Outputs, n: number, attribute: PackAttribute): number {
  const { output, column, transform, over, scale, offset } = attribute;
  const tensor = outputs[output];
  const columns = tensor?.shape[1] ?? 1;
  const value = tensor?.data[n * columns + column];
  invariant(tensor && value !== undefined, `attribute output ${output}[${column}] is missing`);
  const row = tensor.data.subarray(n * columns, (n + 1) * columns);
  const score =
    transform === 'sigmoid'
      ? 1 / (1 + Math.exp(-value))
      : transform === 'softmax'
        ? softmaxAt(row, column, over)
        : value;
  return (scale ?? 1) * score + (offset ?? 0);
}

/** exp(x_c) / Σ exp(x) over some columns or all, shifted so that nothing overflows. */
function softmaxAt(row: Float32Array, column: number, over: readonly number[] = [...row.keys()]): number {
  const max = over.reduce((most, c) => Math.max(most, row[c]!), -Infinity);
  return Math.exp(row[column]! - max) / over.reduce((sum, c) => sum + Math.exp(row[c]! - max), 0);
}

/** A label map at the picture's size, classes as in the manifest; how sure the network is, where it gives scores. */
export interface Parsed {
  readonly labels: LabelMap;
  confidence(): Confidence | undefined;
}

/** One map a picture. @throws DiptychError E_MODEL for a class that the contract does not list */
export function parsedOf(outputs: Outputs, parsing: Parsing, images: readonly RgbPlanes[]): Parsed[] {
  const tensor = outputs[parsing.output ?? 'logits'];
  const [width, height] = mapSides(tensor, parsing);
  const pixels = width * height;
  const each = rows(tensor, (tensor?.data.length ?? 0) / images.length);
  return images.map((image, n) => {
    const answer = each[n]!;
    const classes = answer.length / pixels;
    const data = parsing.gives === 'labels' ? Uint8Array.from(answer) : argmax(answer, classes, pixels);
    if (parsing.merged) merge(data, parsing.merged, parsing.file.path);
    const labels = resizeLabels({ data, width, height }, image.width, image.height);
    const confidence = () => (parsing.gives === 'labels' ? undefined : confidenceOf(answer, classes, pixels));
    return { labels, confidence };
  });
}

/** Width and height of the network's map, which may be smaller than its input. */
function mapSides(tensor: FloatTensor | undefined, { size }: Parsing): readonly [number, number] {
  const [height, width] = tensor?.shape.slice(-2) ?? [];
  return width === undefined || height === undefined ? sidesOf(size) : [width, height];
}

function merge(labels: Uint8Array, merged: readonly number[], file: string): void {
  for (let p = 0; p < labels.length; p++) {
    const label = merged[labels[p]!];
    if (label === undefined) {
      throw new DiptychError(
        'E_MODEL',
        `Expected classes 0 to ${merged.length - 1} from ${file} but received ${labels[p]}`,
        { hint: 'List every class of the network in its contract' },
      );
    }
    labels[p] = label;
  }
}

/** Class of the highest score at every pixel; scores are [classes, pixels]. */
export function argmax(scores: Float32Array, classes: number, pixels: number): Uint8Array {
  const best = new Uint8Array(pixels);
  for (let p = 0; p < pixels; p++) {
    let top = scores[p]!;
    for (let c = 1; c < classes; c++) {
      const score = scores[c * pixels + p]!;
      if (score > top) {
        top = score;
        best[p] = c;
      }
    }
  }
  return best;
}

/** Unit-length embeddings, one a picture. */
export function embeddingsOf(outputs: Outputs, { output, normalise }: Identity, count: number): Float32Array[] {
  const tensor = outputs[output ?? 'embedding'];
  const embeddings = rows(tensor, (tensor?.data.length ?? 0) / count);
  return normalise ? embeddings.map(unit) : embeddings;
}

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return norm > 0 ? vector.map((x) => x / norm) : vector;
}

/** Points in px of each picture, [x0, y0, …], in the manifest's order. */
export function pointsOf(outputs: Outputs, landmarks: Landmarks, images: readonly RgbPlanes[]): Float32Array[] {
  const tensor = outputs[landmarks.output ?? 'points'];
  const [sideX, sideY] = landmarks.unit === 'px' ? sidesOf(landmarks.size) : [1, 1];
  const { of } = landmarks;
  return rows(tensor, (tensor?.data.length ?? 0) / images.length).map((all, n) => {
    const points = of ? Float32Array.from(of.flatMap((numbers) => centroid(all, numbers))) : all;
    const { width, height } = images[n]!;
    return points.map((value, i) => (i % 2 === 0 ? (value / sideX) * width : (value / sideY) * height));
  });
}
