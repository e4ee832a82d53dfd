/**
 * Profiles: named sets of gates for datasets that exist. One table, in the order in which gates decide; the first
 * failed gate is the reason of a drop, so what makes the others meaningless (no face, a tiny picture) stands first.
 *
 * Scores of a pair are the worst of its images, so a band on an image metric holds for each of them.
 */
import type { Band } from '../../pair.js';

/** A gate of the profiles: its band in each of them; a profile without a band leaves the metric alone. */
interface Row {
  readonly metric: string;
  /** Whether it compares the images of a pair: `portrait` and single images leave it out. */
  readonly pair?: true;
  /** Of `portrait` and `pairs`. */
  readonly usual?: Band;
  readonly strict: Band;
}

/*
 * Why these bands; where no number is given, by judgement (`--calibrate` proposes bands from the data):
 *   faces           two faces, and it is not known whom the pair is about; none, and there is nothing to learn
 *   min_side        below 64 px every network sees an enlarged picture; students are trained at 256
 *   aspect          a portrait is not a banner; 1:2 still holds a head with shoulders
 *   face_px         FFHQ's crop at 128 px has 30 px between the irises; ISO/IEC 19794-5 asks 90 of a full frontal image
 *   face_inside     a face that the frame cuts is completed by the student from nothing
 *   yaw, pitch      beyond 35 and 25 degrees one eye or the chin hides, and landmarks are guesses
 *   roll            a picture that lies on its side is one that was never turned upright
 *   sharpness       portraits of 512 px have 2.1 (median, at least 1.9), blurred by 1 px 1.7, by 1.5 px 1.5, by 2 px 1.4;
 *                   a small generator's samples at 128 px have 1.6 to 2.1, and smooth faces less than the frame
 *   blockiness      photographs have 1.1, as JPEG of quality 75 2.1, of 50 3.3, of 30 5.0
 *   noise           photographs have 1; noise of 4 levels adds to 4.7, of 8 levels to 8.5
 *   clipped_*       share of pixels without detail; a black or white studio ground is common, so the bands are wide
 *   brightness      level of 255, between shadows and lights: portraits and renders have 64 to 156, at a twelfth of the
 *                   light 24 to 45. The face's own is not gated: skin tone would decide
 *   face_clipped    portraits and renders have 0.03 at most, at four times the light 0.5
 *   entropy         bits of the luma histogram: flat colour fields and two-tone graphics lie below 4
 *   contrast        a dark head on a dark ground has 10 to 12 and is a good picture; a blank one has none
 *   correlation     of 650 pairs of strangers none exceeds 0.73; but black hair made blond may have none at all
 *   face_shift      %; edits have 6 at most, another face 10 and more unless both were aligned
 *   peak_change     identical partners teach the student to do nothing; saved again as JPEG they have 3 at most, edits
 *                   of a mouth 8 at least
 *   procrustes      % of the distance of the eyes, after the best similarity: strangers have 8.6 (median, one in twenty
 *                   less than 3.3), edits of expression, hair, sex and age 0.3 to 3.6
 *   pose_change     degrees; edits have 4 at most, most strangers more
 *   background_shift  px; a student learns the shift. Measured to 0.1 px on photographs, JPEG of quality 60 included
 *   identity        cosine of the pack's network; 0.61 is its own calibration at one false match in a thousand
 */
const TABLE: readonly Row[] = [
  { metric: 'faces', usual: { min: 1, max: 1 }, strict: { min: 1, max: 1 } },
  { metric: 'min_side', usual: { min: 64 }, strict: { min: 256 } },
  { metric: 'aspect', usual: { min: 0.4, max: 2.5 }, strict: { min: 0.6, max: 1.7 } },
  { metric: 'face_px', usual: { min: 24 }, strict: { min: 90 } },
  { metric: 'face_inside', usual: { min: 0.95 }, strict: { min: 0.99 } },
  { metric: 'yaw', usual: { min: -35, max: 35 }, strict: { min: -20, max: 20 } },
  { metric: 'pitch', usual: { min: -25, max: 25 }, strict: { min: -15, max: 15 } },
  { metric: 'roll', usual: { min: -45, max: 45 }, strict: { min: -20, max: 20 } },
  { metric: 'eyes_open', strict: { min: 0.4 } },
  { metric: 'sharpness', usual: { min: 1.45 }, strict: { min: 1.7 } },
  { metric: 'face_sharpness', usual: { min: 1.4 }, strict: { min: 1.65 } },
  { metric: 'brightness', usual: { min: 48, max: 215 }, strict: { min: 60, max: 200 } },
  { metric: 'face_clipped', usual: { max: 0.1 }, strict: { max: 0.05 } },
  { metric: 'contrast', usual: { min: 6 }, strict: { min: 12 } },
  { metric: 'clipped_dark', usual: { max: 0.5 }, strict: { max: 0.2 } },
  { metric: 'clipped_bright', usual: { max: 0.5 }, strict: { max: 0.2 } },
  { metric: 'entropy', usual: { min: 4 }, strict: { min: 5.5 } },
  { metric: 'blockiness', usual: { max: 4.5 }, strict: { max: 2.5 } },
  { metric: 'noise', usual: { max: 8 }, strict: { max: 4 } },
  { metric: 'correlation', pair: true, strict: { min: 0.5 } },
  { metric: 'face_shift', pair: true, usual: { max: 10 }, strict: { max: 6 } },
  { metric: 'peak_change', pair: true, usual: { min: 5 }, strict: { min: 5 } },
  { metric: 'identity', pair: true, usual: { min: 0.61 }, strict: { min: 0.7 } },
  { metric: 'procrustes', pair: true, usual: { max: 6 }, strict: { max: 4 } },
  { metric: 'background_shift', pair: true, usual: { max: 0.4 }, strict: { max: 0.25 } },
  { metric: 'pose_change', pair: true, usual: { max: 6 }, strict: { max: 4 } },
  { metric: 'sharpness_ratio', pair: true, usual: { min: 0.5, max: 2 }, strict: { min: 0.6, max: 1.6 } },
];

const bandsOf = (rows: readonly Row[], band: (row: Row) => Band | undefined): Readonly<Record<string, Band>> =>
  Object.fromEntries(rows.flatMap((row) => (band(row) ? [[row.metric, band(row)!]] : [])));

/** Bands by metric of each profile, in the order in which they decide. */
export const PROFILES = {
  /** Single portraits, and the unpaired input of data preparation. */
  portrait: bandsOf(
    TABLE.filter((row) => !row.pair),
    (row) => row.usual,
  ),
  /** `portrait` for each image, and the two against each other. */
  pairs: bandsOf(TABLE, (row) => row.usual),
  /** Frontal, large, clean and well registered. */
  strict: bandsOf(TABLE, (row) => row.strict),
  /** Nothing: only what cannot be read, duplicates, and gates given by hand. */
  none: {},
} as const satisfies Record<string, Readonly<Record<string, Band>>>;

export type ProfileName = keyof typeof PROFILES;

/** Metrics that only a pair can have. */
export const PAIR_GATES: ReadonlySet<string> = new Set(TABLE.filter((row) => row.pair).map((row) => row.metric));

/** What a dataset holds. */
export type DatasetKind = 'single' | 'pair' | 'mixed';

/** The profile that a dataset gets when none is named. */
export function defaultProfile(kind: DatasetKind): ProfileName {
  return kind === 'single' ? 'portrait' : 'pairs';
}
