/** Differences of colour as people see them: CIELAB for D65 and CIEDE2000. Pure. */

/** L* [0, 100], a*, b*. */
export type Lab = readonly [number, number, number];

/** Linear light of D65 white, the rows' sums of sRGB's matrix. */
const WHITE = [0.9504559, 1, 1.0890578] as const;

/** Linear sRGB → CIELAB. */
export function labOf(r: number, g: number, b: number): Lab {
  const x = cubeRoot((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / WHITE[0]);
  const y = cubeRoot((0.2126729 * r + 0.7151522 * g + 0.072175 * b) / WHITE[1]);
  const z = cubeRoot((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / WHITE[2]);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function cubeRoot(t: number): number {
  return t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116;
}

/** CIEDE2000 (Sharma, Wu, Dalal 2005; equation numbers theirs), all weights 1: about 1 can just be seen. */
export function deltaE(one: Lab, two: Lab): number {
  const [l1, a1, b1] = one;
  const [l2, a2, b2] = two;
  const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(seventh(meanC)));
  const c1 = Math.hypot(a1 * (1 + g), b1);
  const c2 = Math.hypot(a2 * (1 + g), b2);
  const h1 = hue(a1 * (1 + g), b1);
  const h2 = hue(a2 * (1 + g), b2);
  const coloured = c1 * c2 > 0;
  // Of two hues the arc between them that is at most half a turn (10, 14).
  const turn = h2 - h1 > 180 ? -360 : h2 - h1 < -180 ? 360 : 0;
  const dh = coloured ? h2 - h1 + turn : 0;
  const sum = h1 + h2;
  const h = coloured ? (turn === 0 ? sum : sum < 360 ? sum + 360 : sum - 360) / 2 : sum;
  const dHue = 2 * Math.sqrt(c1 * c2) * sine(dh / 2);
  const l = (l1 + l2) / 2;
  const c = (c1 + c2) / 2;
  const t = 1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h) + 0.32 * cosine(3 * h + 6) - 0.2 * cosine(4 * h - 63);
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const sc = 1 + 0.045 * c;
  const sh = 1 + 0.015 * c * t;
  const rt = -sine(60 * Math.exp(-(((h - 275) / 25) ** 2))) * 2 * Math.sqrt(seventh(c));
  const [dl, dc, dH] = [(l2 - l1) / sl, (c2 - c1) / sc, dHue / sh];
  return Math.sqrt(dl * dl + dc * dc + dH * dH + rt * dc * dH);
}

const seventh = (c: number): number => c ** 7 / (c ** 7 + 25 ** 7);
const cosine = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
const sine = (degrees: number): number => Math.sin((degrees * Math.PI) / 180);

function hue(a: number, b: number): number {
  const degrees = (Math.atan2(b, a) * 180) / Math.PI;
  return degrees < 0 ? degrees + 360 : degrees;
}
