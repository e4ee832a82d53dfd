/** Fits the generic head to a portrait: pose and proportions, then landmarks, outline and hairline. Pure. */
import { invariant } from '../../../errors.js';
import { normalsOf } from '../head/normals.js';
import type { Camera, FittedHead, HeadModel, PortraitRegions, Warp } from '../types.js';
import { project } from './camera.js';
import { addEars } from './ears.js';
import { addField, type Controls, control, noControls } from './field.js';
import { addHairline } from './hairline.js';
import { eyesOf, type Landmarks, landmarksOf, type Observed } from './landmarks.js';
import { type Belief, solvePose } from './pose.js';
import { addProportions, basisOf, PROPORTIONS } from './proportions.js';
import { anglesOf } from './rotation.js';
import { addSilhouette } from './silhouette.js';
import { identityWarp, warpPoints } from './warp.js';

/** Five points say little of the angles, but portraits mostly look at the camera. */
const BELIEF: Readonly<Record<Observed['kind'], Omit<Belief, 'basis' | 'deviation'>>> = {
  mediapipe: { noise: 0.15, worth: 20, outlier: 0.5 },
  five: { noise: 0.3, worth: 5, outlier: 1.5, angles: { yaw: 30, pitch: 10 } },
};

/** Faces differ by some millimetres once their proportions agree, and alike over several cm. */
const FACE = { reach: 14, deviation: 0.6 } as const;
/** Skulls are smoother. */
const SKULL = { reach: 16, deviation: 1 } as const;
/** The hairline is a matter of the forehead alone. */
const HAIRLINE = { reach: 7, deviation: 1.5 } as const;
/** Ears stand out by themselves. */
const EARS = { reach: 5, deviation: 1.5 } as const;
/** Landmarks that hold the face while the skull moves. */
const HOLD = 32;
/** Passes over the outline: the second meets what the first, held by the face, left. */
const PASSES = 2;

/** The regions of a portrait that a fit can use: `person` for the skull's outline, `hair` for the hairline, both for the ears. */
export type FitRegions = Partial<Pick<PortraitRegions, 'hair' | 'person'>>;

/**
 * The generic head on a portrait of this size, from its landmarks and, where they are at hand, its regions. Allocates; 12 ms
 * at any size.
 */
export function fitHead(
  head: HeadModel,
  observed: Observed,
  size: { readonly width: number; readonly height: number },
  regions: FitRegions = {},
): FittedHead {
  const landmarks = landmarksOf(head, observed.kind);
  const { model, rigid } = landmarks;
  invariant(observed.points.length * 3 === model.length * 2, `there are ${rigid.length} landmarks`);
  for (const plane of [regions.person, regions.hair]) {
    const fits = plane === undefined || (plane.width === size.width && plane.height === size.height);
    invariant(fits, 'regions are of the size of the portrait');
  }
  const proportions = PROPORTIONS[observed.kind];
  const { camera, coefficients } = solvePose(
    { model, seen: observed.points, weight: rigid },
    { ...BELIEF[observed.kind], basis: basisOf(proportions, model), deviation: proportions.map((p) => p.deviation) },
  );
  const warp = identityWarp();
  addProportions(warp, proportions, coefficients);
  addField(warp, towards(landmarks, warp, camera, observed.points), FACE);
  if (regions.person) {
    for (let pass = 0; pass < PASSES; pass++) {
      const controls = held(landmarks);
      const positions = warpPoints(warp, head.positions.slice());
      addSilhouette(controls, head, positions, camera, { person: regions.person, hair: regions.hair });
      addField(warp, controls, SKULL);
    }
  }
  if (regions.person && regions.hair) {
    const controls = noControls();
    const positions = warpPoints(warp, head.positions.slice());
    addEars(controls, head, positions, camera, { person: regions.person, hair: regions.hair });
    addField(warp, controls, EARS);
  }
  if (regions.hair) {
    const controls = noControls();
    addHairline(controls, head, warp, camera, regions.hair);
    addField(warp, controls, HAIRLINE);
  }
  const positions = warpPoints(warp, head.positions.slice());
  const seen = project(camera, warpPoints(warp, model.slice()));
  return {
    camera,
    warp,
    positions,
    normals: normalsOf(positions, head.triangles),
    residual: residualOf(seen, observed.points, rigid, eyesOf(observed)),
    ...anglesOf(camera.rotation),
  };
}

/** What brings the landmarks, as fitted so far, to where they are seen; across the line of sight only. */
function towards({ model, controls, noise }: Landmarks, warp: Warp, camera: Camera, seen: Float32Array): Controls {
  const fitted = warpPoints(warp, model.slice());
  const projected = project(camera, fitted);
  const r = camera.rotation;
  const out = noControls();
  for (const i of controls) {
    const k = (camera.scale * camera.distance) / (camera.distance - projected[i * 3 + 2]!);
    const dx = (seen[i * 2]! - projected[i * 3]!) / k;
    const dy = (projected[i * 3 + 1]! - seen[i * 2 + 1]!) / k;
    const by = [0, 1, 2].map((axis) => r[axis]! * dx + r[3 + axis]! * dy);
    control(out, [...model.subarray(i * 3, i * 3 + 3)], by, noise[i]!);
  }
  return out;
}

/** Keeps the face where it is: the first controls are spread over all of it. */
function held({ model, controls, noise }: Landmarks): Controls {
  const out = noControls();
  for (const i of controls.slice(0, HOLD)) control(out, [...model.subarray(i * 3, i * 3 + 3)], [0, 0, 0], noise[i]!);
  return out;
}

function residualOf(fitted: Float32Array, seen: Float32Array, weight: Float32Array, eyes: number): number {
  let [sum, total] = [0, 0];
  for (const [i, w] of weight.entries()) {
    sum += w * ((fitted[i * 3]! - seen[i * 2]!) ** 2 + (fitted[i * 3 + 1]! - seen[i * 2 + 1]!) ** 2);
    total += w;
  }
  return (Math.sqrt(sum / total) / eyes) * 100;
}
