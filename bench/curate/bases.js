/**
 * Clean images to plant in: photographs as they are, mirrored and cropped, and heads of many seeds.
 *
 * Splits go by person, so that nothing but what is planted leaks.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { boxOf } from '../../dist/faces/reading.js';
import { fitted, read } from './files.js';
import { crop, mirror } from './pixels.js';

/**
 * @typedef {object} Base
 * @property {'photo' | 'head'} source
 * @property {string} person
 * @property {'train' | 'test'} split
 * @property {import('./pixels.js').Picture} picture
 * @property {ReturnType<typeof faceOf>} face Where its face is.
 * @property {import('./heads.js').Head} [head]
 */

/** Longer side of photographs, px. */
const SIDE = 512;
/** Share of a photograph that a crop keeps along each side. */
const CROP = 0.88;

/** Distance of the irises below which a face is small, px, which is a plant of its own: no clean base has it. */
const LEAST_EYE_PX = 26;

/** Ways to see a photograph; the second crop is mirrored, or it would be nearly the first. */
const VARIANTS = [
  (picture) => picture,
  mirror,
  (picture) => corner(picture, 0),
  (picture) => mirror(corner(picture, 1)),
];

/** Every fourth person is one of the test split. */
const splitOf = (number) => (number % 4 === 3 ? 'test' : 'train');

/** Upper corner of a photograph, left (0) or right (1): heads of portraits are in the upper half. */
function corner(picture, right) {
  const [width, height] = [picture.width * CROP, picture.height * CROP];
  return crop(picture, right * (picture.width - width), 0, width, height);
}

/**
 * Four bases of each photograph; none where the folder is absent.
 * @param {string} folder
 * @param {import('../../dist/faces/index.js').Faces} faces
 * @returns {Promise<Base[]>}
 */
export async function photoBases(folder, faces) {
  const names = await readdir(folder).catch(() => []);
  const bases = [];
  for (const [number, name] of names
    .filter((n) => /\.(jpe?g|png)$/i.test(n))
    .sort()
    .entries()) {
    const original = await read(path.join(folder, name));
    for (const variant of VARIANTS) {
      const picture = await fitted(variant(original), SIDE);
      const face = await findFace(picture, faces);
      if (isSmall(face)) continue;
      bases.push({ source: 'photo', person: path.parse(name).name, split: splitOf(number), picture, face });
    }
  }
  return bases;
}

/**
 * @param {number} count
 * @param {string} stream Another one gives other heads.
 * @param {Awaited<ReturnType<typeof import('./heads.js').openHeads>>} heads
 * @param {import('../../dist/faces/index.js').Faces} faces
 * @returns {Promise<Base[]>}
 */
export async function headBases(count, stream, heads, faces) {
  const bases = [];
  for (let number = 0; number < count; number++) {
    const head = await heads.draw(number, stream);
    const face = await findFace(head.picture, faces);
    if (isSmall(face)) continue;
    bases.push({
      source: 'head',
      person: `${stream}-${number}`,
      split: splitOf(number),
      picture: head.picture,
      face,
      head,
    });
  }
  return bases;
}

/** A face that is not found at all stays: whether it should have been is for the gates to show. */
const isSmall = (face) => face !== undefined && face.eyePx < LEAST_EYE_PX;

async function findFace(picture, faces) {
  const { face } = await faces.read(picture);
  return face && faceOf(face.points);
}

/** Tip of the nose, chin, corners of the mouth, and centres of the irises in MediaPipe's mesh. */
const [NOSE, CHIN, MOUTH, IRISES] = [1, 152, [61, 291], [468, 473]];

/** What plants need of 478 points, px. */
function faceOf(points) {
  const at = (i) => [points[2 * i], points[2 * i + 1]];
  const [[ax, ay], [bx, by]] = IRISES.map(at);
  return {
    points,
    nose: at(NOSE),
    chin: at(CHIN),
    mouth: MOUTH.map(at),
    eyePx: Math.hypot(bx - ax, by - ay),
    box: boxOf(points),
  };
}
