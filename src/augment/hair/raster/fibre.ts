/**
 * Light on a strand. Pure.
 *
 * Marschner et al. 2003 ("Light scattering from human hair fibers") find three lobes: R, reflected by the cuticle, shifted
 * to the root by its tilt; TT, through the fibre, for light from behind; TRT, reflected inside, shifted to the tip, in the
 * colour of the hair. As in Scheuermann 2004 ("Practical real-time hair rendering and shading") R and TRT are two shifted
 * highlights, the second with noise by strand; their widths, azimuths and strengths follow Karis 2016 ("Physically based
 * hair shading in Unreal"). Light scattered many times is Kajiya and Kay's diffuse term (1989) with the albedo of a lock.
 */
import type { Camera, Light } from '../types.js';
import type { Shader } from './composite.js';
import type { HairColour } from './hair-colour.js';
import { type Segments, VERTEX } from './segments.js';
import type { StrandTones } from './tone.js';
import { type LightThrough, locate, makeCell, sample } from './transmit.js';

/** Twice the cuticle's tilt, which shifts lobes in the sum of both sines: R to the root, TRT to the tip. */
const SHIFT_R = -0.2;
const SHIFT_TT = 0.1;
const SHIFT_TRT = 0.3;
/** Standard deviations of the lobes in the same sum: of the fibre, and of a light as wide as a window. */
const WIDTH_R = 0.22;
const WIDTH_TT = 0.3;
const WIDTH_TRT = 0.4;
/** Reflectance of the cuticle (index of refraction 1.55) at normal incidence. */
const FRESNEL = 0.0465;
/** Extinction of the key light by one layer of strands; lower where light hair sends more of it on. */
const KEY_EXTINCTION = 0.32;
const SENT_ON = 0.6;
/** Gain of the diffuse term that gives a lock in full light its albedo, after what it shades of itself. */
const DIFFUSE = 1.6;
/** Part of the ambient light that the cuticle mirrors. */
const SHEEN = 0.008;

/** Shades the vertices of `segments`. */
export class FibreShader implements Shader {
  readonly #segments: Segments;
  readonly #camera: Camera;
  readonly #through: LightThrough;
  readonly #light: Light;
  readonly #colour: HairColour;
  readonly #tones: StrandTones;
  readonly #cell = makeCell();
  readonly #lobes = { r: 0, tt: 0, trt: 0 };

  constructor(
    segments: Segments,
    camera: Camera,
    through: LightThrough,
    light: Light,
    colour: HairColour,
    tones: StrandTones,
  ) {
    this.#segments = segments;
    this.#camera = camera;
    this.#through = through;
    this.#light = light;
    this.#colour = colour;
    this.#tones = tones;
  }

  shade(v: number): void {
    const { vertex, strand, along, vertices } = this.#segments;
    const { frame, fine, coarse, all, ambient } = this.#through;
    const light = this.#light;
    const camera = this.#camera;
    const colour = this.#colour;
    const tones = this.#tones;
    const cell = this.#cell;
    const lobes = this.#lobes;
    const lx = light.direction[0];
    const ly = light.direction[1];
    const lz = light.direction[2];
    const near = camera.scale * camera.distance;
    const o = v * VERTEX.size;
    const s = strand[v]!;
    const z = vertex[o + 2]!;
    const perPx = (camera.distance - z) / near;
    const x = (vertex[o]! - camera.x) * perPx;
    const y = (camera.y - vertex[o + 1]!) * perPx;
    const p = v > 0 && strand[v - 1] === s ? o - VERTEX.size : o;
    const q = v + 1 < vertices && strand[v + 1] === s ? o + VERTEX.size : o;
    let tx = (vertex[q]! - vertex[p]!) * perPx;
    let ty = (vertex[p + 1]! - vertex[q + 1]!) * perPx;
    let tz = vertex[q + 2]! - vertex[p + 2]!;
    const length = Math.sqrt(tx * tx + ty * ty + tz * tz) || 1;
    tx /= length;
    ty /= length;
    tz /= length;
    const ex = -x;
    const ey = -y;
    const ez = camera.distance - z;
    const away = 1 / Math.sqrt(ex * ex + ey * ey + ez * ez);
    const sinL = tx * lx + ty * ly + tz * lz;
    const sinE = (tx * ex + ty * ey + tz * ez) * away;
    const cosL = Math.sqrt(Math.max(0, 1 - sinL * sinL));
    scatterInto(lobes, sinL, sinE, cosL, (lx * ex + ly * ey + lz * ez) * away, tones.shift[s]!);

    locate(cell, fine, frame, x, y, z);
    const depth = KEY_EXTINCTION * sample(all, cell);
    locate(cell, coarse, frame, x, y, z);
    const t = along[v]!;
    const tone = (1 - colour.rootDarkening * Math.max(0, 1 - 4 * t) ** 2) * (1 + colour.tipLightening * t * t);
    const diffuse = DIFFUSE * cosL;
    const mirrored = colour.specular * lobes.r;
    const inside = colour.glint * tones.glint[s]! * lobes.trt;
    for (let c = 0; c < 3; c++) {
      const albedo = tones.albedo[3 * s + c]! * tone;
      const root = Math.sqrt(albedo);
      const key = light.key[c]! * Math.exp(-depth * (1 - SENT_ON * root));
      const around = sample(ambient, cell, 3, c);
      const tint = root * Math.sqrt(root);
      const scattered = albedo * diffuse + mirrored + tint * inside + root * lobes.tt;
      vertex[o + VERTEX.red + c] = key * scattered + around * (albedo + SHEEN * colour.specular);
    }
  }
}

/**
 * The three lobes for light and eye at these sines to the strand, times π: radiance for an irradiance / π of 1 on what
 * faces the light.
 */
function scatterInto(
  lobes: { r: number; tt: number; trt: number },
  sinL: number,
  sinE: number,
  cosL: number,
  cosLE: number,
  tilt: number,
): void {
  const cosE = Math.sqrt(Math.max(0, 1 - sinE * sinE));
  const azimuth = Math.max(-1, Math.min(1, (cosLE - sinL * sinE) / Math.max(1e-3, cosL * cosE)));
  const grazing = 1 - Math.sqrt(Math.max(0, 0.5 + 0.5 * cosLE));
  const squared = grazing * grazing;
  const fresnel = FRESNEL + (1 - FRESNEL) * squared * squared * grazing;
  const sum = sinL + sinE;
  const facing = Math.PI * cosL;
  lobes.r = facing * lobe(sum - SHIFT_R - tilt, WIDTH_R) * 0.25 * Math.sqrt(0.5 + 0.5 * azimuth) * fresnel;
  const entered = (1 - fresnel) * (1 - fresnel);
  lobes.tt = facing * lobe(sum - SHIFT_TT, WIDTH_TT) * 0.5 * entered * Math.exp(-3.65 * azimuth - 3.98);
  lobes.trt = facing * lobe(sum - SHIFT_TRT - tilt, WIDTH_TRT) * entered * fresnel * Math.exp(8 * azimuth - 7.8);
}

/** Gaussian in the sum of sines, normalised over the half angle, which is half of it. */
function lobe(x: number, width: number): number {
  return (2 / (width * 2.5066)) * Math.exp(-(x * x) / (2 * width * width));
}
