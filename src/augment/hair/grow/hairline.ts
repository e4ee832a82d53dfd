/** Where the scalp's hair begins. Head space, cm. Pure. */
import { ramp, waves } from './noise.js';
import type { ScalpStyle } from './style.js';

// Heights of the hairline over |x| in front of the ears and over z behind: those of training/renders/regions.py,
// in head space (mean difference of the weights 0.002).
const FRONT_SIDE = [0, 1.2, 2.31, 3.89, 4.81, 5.56, 6.11, 6.67];
const FRONT_HEIGHT = [4.25, 4.45, 4.6, 4.2, 3.0, 1.2, -0.8, -2.6];
const BACK_DEPTH = [-10.2, -2.7, -0.7, 1.0];
const BACK_HEIGHT = [-9.4, -8.1, -4.6, -2.6];

// The ear as seen from the side: middle y, z and half axes, cm, with a finger's breadth of bare skin around it.
const EAR = { y: -4.5, z: -0.4, high: 3.3, deep: 2.3 };

/** Distance over the mean hairline, about; negative on the ears too. */
export function aboveHairline(x: number, y: number, z: number): number {
  const line = z > 1 ? between(FRONT_SIDE, FRONT_HEIGHT, Math.abs(x)) : between(BACK_DEPTH, BACK_HEIGHT, z);
  if (Math.abs(x) < 4) return y - line;
  const [v, w] = [(y - EAR.y) / EAR.high, (z - EAR.z) / EAR.deep];
  const ear = (Math.sqrt(v * v + w * w) - 1) * 2.6;
  return Math.min(y - line, ear);
}

/** Density of the scalp's hair: soft and irregular at the edge. */
export function scalpDensity(hairline: ScalpStyle['hairline'], key: number, x: number, y: number, z: number): number {
  const front = ramp(z, 1.5, 4);
  const temples = Math.exp(-(((Math.abs(x) - 4) / 1.6) ** 2));
  const raised = front * (hairline.front + hairline.temples * temples);
  const mean = aboveHairline(x, y, z) - raised;
  if (mean < -0.9) return 0;
  const far = mean > hairline.soft + 0.6;
  const edge = far ? 0 : 0.22 * waves(key, 2.1, x, y, z) + 0.13 * waves(key + 1, 5.3, x, y, z);
  const rise = ramp(mean + edge, -0.3, hairline.soft);
  if (rise === 0 || hairline.crown === 0) return rise * rise;
  const bare = hairline.crown * Math.exp(-((x * x + (z + 3.5) ** 2) / 14)) * ramp(y, 2, 6);
  return rise * rise * (1 - bare);
}

/** Linear between knots with rising xs, constant beyond. */
function between(xs: readonly number[], ys: readonly number[], x: number): number {
  if (x <= xs[0]!) return ys[0]!;
  for (let i = 1; i < xs.length; i++)
    if (x < xs[i]!) return ys[i - 1]! + ((ys[i]! - ys[i - 1]!) * (x - xs[i - 1]!)) / (xs[i]! - xs[i - 1]!);
  return ys[ys.length - 1]!;
}
