/** Images to time on: photographs and heads by turns, 512 px, JPEG; and many files out of few. */
import { link, mkdir, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { encoded, fitted, read, save, USUAL } from './files.js';
import { openHeads } from './heads.js';
import { crop, mirror } from './pixels.js';

const SIDE = 512;

/**
 * Writes `count` images. Photographs come again in other crops and mirrored; without any, all are heads.
 * @param {string} folder
 * @param {number} count
 * @param {string} portraits Folder of photographs.
 */
export async function makeImages(folder, count, portraits) {
  const names = (await readdir(portraits).catch(() => [])).filter((name) => /\.(jpe?g|png)$/i.test(name)).sort();
  const heads = await openHeads(0);
  try {
    for (let i = 0; i < count; i++) {
      const photo = names.length > 0 && i % 2 === 0;
      const number = i >> 1;
      const picture = photo
        ? await view(path.join(portraits, names[number % names.length]), Math.floor(number / names.length))
        : (await heads.draw(i, 'speed')).picture;
      const bytes = await encoded(await fitted(picture, SIDE), USUAL.photo);
      await save(folder, `${String(i).padStart(6, '0')}.jpg`, bytes);
    }
  } finally {
    await heads.close();
  }
}

/** View number `turn` of a photograph: a square that gets smaller, mirrored every other time. */
async function view(file, turn) {
  const picture = await read(file);
  const side = Math.min(picture.width, picture.height) * (1 - 0.03 * turn);
  const square = crop(picture, (picture.width - side) / 2, 0, side, side);
  return turn % 2 === 0 ? square : mirror(square);
}

/** `count` files, a thousand a folder, that are those of `from` again and again: hard links, or symbolic ones. */
export async function manyFiles(folder, count, from) {
  const names = (await readdir(from)).sort();
  for (let i = 0; i < count; i++) {
    const inside = path.join(folder, String(Math.floor(i / 1000)).padStart(4, '0'));
    if (i % 1000 === 0) await mkdir(inside, { recursive: true });
    const target = path.resolve(from, names[i % names.length]);
    const file = path.join(inside, `${String(i).padStart(7, '0')}.jpg`);
    await link(target, file).catch(() => symlink(target, file));
  }
}
