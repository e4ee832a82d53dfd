/**
 * Operations on pictures that stay as they are, but for where their pixels lie. Pure; every function allocates its result.
 *
 * A picture is interleaved RGB, 8 bit, linear index (y*W + x)*3 + c, as src/item.ts has it.
 */

/** @typedef {{ data: Uint8Array, width: number, height: number }} Picture */

/** Window of a picture, px, moved and cut so that it lies inside. @returns {Picture} */
export function crop(picture, left, top, width, height) {
  const w = Math.min(Math.round(width), picture.width);
  const h = Math.min(Math.round(height), picture.height);
  const x0 = Math.min(Math.max(Math.round(left), 0), picture.width - w);
  const y0 = Math.min(Math.max(Math.round(top), 0), picture.height - h);
  const data = new Uint8Array(w * h * 3);
  for (let y = 0; y < h; y++) {
    const from = ((y0 + y) * picture.width + x0) * 3;
    data.set(picture.data.subarray(from, from + w * 3), y * w * 3);
  }
  return { data, width: w, height: h };
}

/** Left and right exchanged. @returns {Picture} */
export function mirror({ data, width, height }) {
  const mirrored = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      const to = (y * width + width - 1 - x) * 3;
      for (let c = 0; c < 3; c++) mirrored[to + c] = data[from + c];
    }
  }
  return { data: mirrored, width, height };
}

/** Two pictures in one frame, as high as the lower one, which is what is seen of the other's top. @returns {Picture} */
export function beside(left, right) {
  const height = Math.min(left.height, right.height);
  const width = left.width + right.width;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    data.set(left.data.subarray(y * left.width * 3, (y + 1) * left.width * 3), y * width * 3);
    data.set(right.data.subarray(y * right.width * 3, (y + 1) * right.width * 3), (y * width + left.width) * 3);
  }
  return { data, width, height };
}

/** `small` laid over `ground` with its upper left corner at (left, top), inside it. @returns {Picture} */
export function paste(ground, small, left, top) {
  const data = Uint8Array.from(ground.data);
  for (let y = 0; y < small.height; y++) {
    const at = ((Math.round(top) + y) * ground.width + Math.round(left)) * 3;
    data.set(small.data.subarray(y * small.width * 3, (y + 1) * small.width * 3), at);
  }
  return { ...ground, data };
}

/**
 * The picture seen through a displacement: result(x, y) = picture(x − dx, y − dy), by Keys' cubic convolution (1981,
 * a = −1/2), which moves by parts of a px with little blur; edges are clamped.
 * @param {Picture} picture
 * @param {(x: number, y: number) => readonly [dx: number, dy: number]} displacement px, downwards and to the right
 * @returns {Picture}
 */
export function displace(picture, displacement) {
  const { width, height } = picture;
  const data = new Uint8Array(picture.data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = displacement(x, y);
      sampleInto(picture, x - dx, y - dy, data, (y * width + x) * 3);
    }
  }
  return { data, width, height };
}

function sampleInto({ data, width, height }, x, y, into, at) {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const wx = weights(x - x0);
  const wy = weights(y - y0);
  const sum = [0, 0, 0];
  for (let j = 0; j < 4; j++) {
    const row = Math.min(Math.max(y0 + j - 1, 0), height - 1) * width;
    for (let i = 0; i < 4; i++) {
      const from = (row + Math.min(Math.max(x0 + i - 1, 0), width - 1)) * 3;
      const w = wx[i] * wy[j];
      for (let c = 0; c < 3; c++) sum[c] += w * data[from + c];
    }
  }
  for (let c = 0; c < 3; c++) into[at + c] = toByte(sum[c]);
}

function weights(t) {
  const [t2, t3] = [t * t, t * t * t];
  return [(-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2, (t3 - t2) / 2];
}

/** Nearest byte. @param {number} value */
export const toByte = (value) => Math.min(255, Math.max(0, Math.round(value)));
