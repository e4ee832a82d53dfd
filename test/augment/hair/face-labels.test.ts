import { expect, it } from 'vitest';
import { faceLabels } from '../../../src/augment/hair/face-labels.js';
import { loadHead } from '../../../src/augment/hair/head/load.js';

/** The generic head's own points, seen from the front: 8 px a cm, the origin at (128, 100). */
const head = await loadHead();
const size = 256;
const points = Float32Array.from({ length: 2 * 478 }, (_, i) => {
  const at = 3 * (i >> 1);
  return i % 2 === 0 ? 128 + 8 * head.mediapipe[at]! : 100 - 8 * head.mediapipe[at + 1]!;
});
const code = (name: string): number => head.labels.indexOf(name);
const nameAt = (data: Uint8Array, point: number): string =>
  head.labels[data[Math.floor(points[2 * point + 1]!) * size + Math.floor(points[2 * point]!)]!]!;

it('names what lies at points of the mesh whose place is known', () => {
  const painted = new Uint8Array(size * size).fill(code('cloth'));
  const { data } = faceLabels(points, { data: painted, width: size, height: size }, head.labels);
  // Irises, tip of the nose, between the brows, cheeks, forehead, beside the mouth.
  const named = [468, 473, 4, 9, 50, 280, 151, 57].map((point) => nameAt(data, point));
  expect(named).toEqual(['eye', 'eye', 'nose', 'skin', 'skin', 'skin', 'skin', 'skin']);
  // Inside each brow (105 is its upper, 52 its lower edge), and inside the lower lip (between 15 and 16).
  const between = (a: number, b: number): string => {
    const x = (points[2 * a]! + points[2 * b]!) / 2;
    const y = (points[2 * a + 1]! + points[2 * b + 1]!) / 2;
    return head.labels[data[Math.floor(y) * size + Math.floor(x)]!]!;
  };
  expect([between(105, 52), between(334, 282), between(15, 16)]).toEqual(['brow', 'brow', 'lips']);
  expect([data[0], data[size * size - 1]]).toEqual([code('cloth'), code('cloth')]);
});

it('takes only ears, neck, clothes and bare skin from the head itself', () => {
  const outside = ['eye', 'brow', 'lips', 'nose', 'mouth', 'ear', 'neck', 'cloth', 'background'];
  const painted = new Uint8Array(size * size);
  painted.set(outside.map(code));
  const { data } = faceLabels(points, { data: painted, width: size, height: size }, head.labels);
  const kept = [...data.slice(0, outside.length)].map((label) => head.labels[label]);
  expect(kept).toEqual(['skin', 'skin', 'skin', 'skin', 'skin', 'ear', 'neck', 'cloth', 'background']);
});
