/** Light that hair leaves to the skin. Pure. */
import { irradiance } from '../harmonics.js';
import { luminance } from '../srgb.js';
import type { Camera, Light } from '../types.js';
import type { HeadRaster } from './head.js';
import { soften } from './soften.js';
import { type LightThrough, locate, makeCell, sample } from './transmit.js';

/** Extinction of a layer of strands over skin: gaps between them let light pass, and a lamp is wide. */
const KEY_EXTINCTION = 0.8;
const AMBIENT_EXTINCTION = 0.6;
/** Point that is asked, above the skin towards normal and light, in cells: the cell itself is half inside the head. */
const LIFT = 0.5;

/** Half the width over which the result is averaged, cm: less than a shadow's edge, more than a fold of the mesh. */
const SOFT = 0.12;
/**
 * Shares of the light: a shadow this faint is none, and this one is whole. Six rays see hair far away as wider than it is,
 * which would darken half the face by what nobody notices.
 */
const UNSEEN = 0.06;
const WHOLE = 0.2;
/** Depths this close belong to one surface, cm. */
const SAME = 0.5;

/**
 * Part of the light that still arrives at the head's visible surface, [H, W], [0, 1], 1 beside the head: key light behind
 * hair on its way, and ambient light of six sides, each weighted by what it gives to a surface with this normal. What is hardly darker is 1.
 */
export function shadeSkin(surface: HeadRaster, camera: Camera, through: LightThrough, light: Light): Float32Array {
  const { width, height, depth, normal } = surface;
  const { frame, fine, coarse, hair, sides, ambientSh } = through;
  const n = width * height;
  const shade = new Float32Array(n).fill(1);
  const cell = makeCell();
  const key = luminance(...light.key);
  const ambient = { sh: lumaCoefficients(ambientSh) };
  const sideLuma = Float64Array.from(sides, (side) => luminance(...side.light));
  const [lx, ly, lz] = light.direction;
  const near = camera.scale * camera.distance;
  const radius = Math.round(SOFT * camera.scale);
  const every = Math.max(1, radius);
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      const z = depth[i]!;
      if (z === -Infinity) continue;
      // One pixel speaks for its square, on the same surface; the mean below hides it.
      const corner = i - (row % every) * width - (column % every);
      if (corner !== i && Math.abs(depth[corner]! - z) < SAME) {
        shade[i] = shade[corner]!;
        continue;
      }
      const nx = normal[i]!;
      const ny = normal[n + i]!;
      const nz = normal[2 * n + i]!;
      const perPx = (camera.distance - z) / near;
      const x = (column + 0.5 - camera.x) * perPx;
      const y = (camera.y - row - 0.5) * perPx;
      const lift = LIFT * fine.step;
      locate(cell, coarse, frame, x + lift * nx, y + lift * ny, z + lift * nz);
      // Without any hair, and where a normal faces no side, all of the light arrives.
      let open = 1e-6;
      let all = 1e-6;
      for (let k = 0; k < 6; k++) {
        const side = sides[k]!;
        const facing = nx * side.direction[0] + ny * side.direction[1] + nz * side.direction[2] + 0.2;
        if (facing <= 0) continue;
        const weight = facing * (sideLuma[k]! + 1e-4);
        all += weight;
        open += weight * Math.exp(-AMBIENT_EXTINCTION * sample(side.hair, cell));
      }
      const around = irradiance(ambient, nx, ny, nz, 0) + 1e-4;
      const straight = key * Math.max(0, nx * lx + ny * ly + nz * lz);
      locate(cell, fine, frame, x + lift * (nx + lx), y + lift * (ny + ly), z + lift * (nz + lz));
      const direct = Math.exp(-KEY_EXTINCTION * sample(hair, cell));
      shade[i] = Math.min(1, (straight * direct + around * (open / all)) / (straight + around));
    }
  }
  soften(shade, surface.triangle, width, height, radius);
  for (let i = 0; i < n; i++) shade[i] = 1 - seen(1 - shade[i]!);
  return shade;
}

/** What is left of a loss of light: nothing up to UNSEEN, all from WHOLE on. */
function seen(loss: number): number {
  const t = Math.max(0, Math.min(1, (loss - UNSEEN) / (WHOLE - UNSEEN)));
  return loss * t * t * (3 - 2 * t);
}

/** [9, 3] → the same layout with luma in the first channel. */
function lumaCoefficients(sh: Float32Array): Float32Array {
  const out = new Float32Array(27);
  for (let i = 0; i < 27; i += 3) out[i] = luminance(sh[i]!, sh[i + 1]!, sh[i + 2]!);
  return out;
}
