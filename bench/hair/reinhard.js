/** The colour transfer that the frequency split is compared with. */

import { labOf } from '../../dist/augment/hair/lab.js';
import { encodedOf, linearOf } from '../../dist/augment/hair/srgb.js';

/**
 * Hair whose mean and deviation in each channel of CIELAB are those of the whole portrait (Reinhard et al. 2001, "Color
 * transfer between images", in CIELAB for its lαβ).
 *
 * @param {import('../../dist/pair.js').RgbPlanes} colour of the hair, weighted by `alpha`
 * @param {import('../../dist/pair.js').Plane} alpha
 * @param {import('../../dist/pair.js').RgbPlanes} portrait
 * @returns {import('../../dist/pair.js').RgbPlanes}
 */
export function transferColour(colour, alpha, portrait) {
  const n = alpha.data.length;
  const labs = Array.from({ length: n }, (_, i) => labAt(colour, i));
  const own = moments(labs, alpha.data);
  const wanted = moments(
    Array.from({ length: n }, (_, i) => labAt(portrait, i)),
    new Float32Array(n).fill(1),
  );
  const data = new Float32Array(3 * n);
  labs.forEach((lab, i) => {
    const moved = lab.map((v, k) => ((v - own.mean[k]) * wanted.deviation[k]) / own.deviation[k] + wanted.mean[k]);
    linearRgb(moved).forEach((v, c) => {
      data[c * n + i] = encodedOf(v);
    });
  });
  return { ...colour, data };
}

function labAt({ data }, i) {
  const n = data.length / 3;
  return labOf(linearOf(data[i]), linearOf(data[n + i]), linearOf(data[2 * n + i]));
}

function moments(labs, weight) {
  const mean = [0, 0, 0];
  const square = [0, 0, 0];
  let total = 0;
  labs.forEach((lab, i) => {
    total += weight[i];
    for (let k = 0; k < 3; k++) {
      mean[k] += weight[i] * lab[k];
      square[k] += weight[i] * lab[k] ** 2;
    }
  });
  const means = mean.map((v) => v / total);
  return { mean: means, deviation: square.map((v, k) => Math.sqrt(Math.max(1e-6, v / total - means[k] ** 2))) };
}

/** CIELAB (D65) → linear sRGB. */
function linearRgb([l, a, b]) {
  const fy = (l + 16) / 116;
  const [x, y, z] = [fy + a / 500, fy, fy - b / 200].map((f) => (f > 6 / 29 ? f ** 3 : (f - 16 / 116) * (108 / 841)));
  const [X, Y, Z] = [x * 0.9504559, y, z * 1.0890578];
  return [
    3.2404542 * X - 1.5371385 * Y - 0.4985314 * Z,
    -0.969266 * X + 1.8760108 * Y + 0.041556 * Z,
    0.0556434 * X - 0.2040259 * Y + 1.0572252 * Z,
  ];
}
