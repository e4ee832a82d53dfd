/** What goes wrong with pictures: kernels that spoil them. Pure; every function allocates its result. */
import { displace, toByte } from './pixels.js';

/** @typedef {import('./pixels.js').Picture} Picture */

/** Gaussian blur of `sigma` px on stored values, edges clamped. @returns {Picture} */
export function blur(picture, sigma) {
  const radius = Math.ceil(3 * sigma);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-0.5 * ((i - radius) / sigma) ** 2));
  const total = kernel.reduce((a, b) => a + b, 0);
  for (let i = 0; i < kernel.length; i++) kernel[i] /= total;
  const { width, height } = picture;
  const across = along(picture.data, kernel, width, height, 3, width * 3);
  const down = along(across, kernel, height, width, width * 3, 3);
  return { data: Uint8Array.from(down, toByte), width, height };
}

/** One pass over `lines` lines of `length` pixels; `step` and `stride` lead to the next pixel and the next line. */
function along(data, kernel, length, lines, step, stride) {
  const out = new Float64Array(data.length);
  const radius = kernel.length >> 1;
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let k = -radius; k <= radius; k++) {
          const j = Math.min(Math.max(i + k, 0), length - 1);
          sum += kernel[k + radius] * data[line * stride + j * step + c];
        }
        out[line * stride + i * step + c] = sum;
      }
    }
  }
  return out;
}

/** Light times `factor`, as another exposure would have it: on linear light, stored as sRGB again, clipped. */
export function expose(picture, factor) {
  const table = Uint8Array.from({ length: 256 }, (_, v) => toByte(255 * encode(Math.min(1, factor * linear(v / 255)))));
  return { ...picture, data: picture.data.map((v) => table[v]) };
}

// IEC 61966-2-1.
const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const encode = (l) => (l <= 0.0031308 ? 12.92 * l : 1.055 * l ** (1 / 2.4) - 0.055);

/** Stored values times `factor`, clipped. */
export function brighten(picture, factor) {
  return { ...picture, data: picture.data.map((v) => toByte(v * factor)) };
}

/** White Gaussian noise of standard deviation `sigma` (of 255) on every channel. @param {() => number} random */
export function addNoise(picture, sigma, random) {
  const normal = gaussian(random);
  return { ...picture, data: picture.data.map((v) => toByte(v + sigma * normal())) };
}

/** Box and Muller's transform. */
function gaussian(random) {
  let spare;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const r = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = r * Math.sin(angle);
    return r * Math.cos(angle);
  };
}

/** One colour. @param {readonly [number, number, number]} colour @returns {Picture} */
export function flat(width, height, colour) {
  return { data: Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]), width, height };
}

/** Coloured clouds: octaves of waves in random directions, with fine grain so that only faces are missing. */
export function clouds(side, random) {
  const waves = [0, 1, 2].map(() =>
    Array.from({ length: 40 }, (_, i) => {
      const frequency = 2 ** (1 + (6 * i) / 40);
      const angle = 2 * Math.PI * random();
      return {
        u: frequency * Math.cos(angle),
        v: frequency * Math.sin(angle),
        phase: 2 * Math.PI * random(),
        frequency,
      };
    }),
  );
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (const { u, v, phase, frequency } of waves[c]) {
          sum += Math.sin((2 * Math.PI * (u * x + v * y)) / side + phase) / frequency ** 0.7;
        }
        data[(y * side + x) * 3 + c] = toByte(128 + 40 * sum);
      }
    }
  }
  return { data, width: side, height: side };
}

/** Moved by parts of a px, downwards and to the right. */
export function shift(picture, dx, dy) {
  return displace(picture, () => [dx, dy]);
}

/** A change that leaves the rest of a photograph alone: the corners of the mouth go up and out, the face gets warmer. */
export function localEdit(picture, { mouth, box, eyePx }) {
  const [left, right] = mouth;
  const reach = 2 * (0.3 * eyePx) ** 2;
  const pull = ([cx, cy], x, y) => 0.09 * eyePx * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / reach);
  const warped = displace(picture, (x, y) => {
    const a = pull(left, x, y);
    const b = pull(right, x, y);
    return [0.6 * (b - a), -(a + b)];
  });
  const { data, width } = warped;
  for (let i = 0; i < data.length; i += 3) {
    const x = (i / 3) % width;
    const y = Math.floor(i / 3 / width);
    const [u, v] = [(x - box.x) / box.width - 0.5, (y - box.y) / box.height - 0.5];
    // 1 in the middle of the ellipse, 0 from its rim on.
    const inside = Math.max(0, 1 - 4 * (u * u + v * v)) ** 0.5;
    data[i] = toByte(data[i] * (1 + 0.06 * inside));
    data[i + 2] = toByte(data[i + 2] * (1 - 0.08 * inside));
  }
  return warped;
}
