/**
 * Which plant has to be found by which gate, and which other gates may fail on it with right. The one table that
 * precision and recall are counted by.
 *
 * A cause is a gate's name, `trouble:<reason>`, or `duplicate:<how>`.
 *   finds     any of these is the answer that the plant asks for; a gate's recall is counted on these plants
 *   allows    side effects that the plant really has: no credit, and no blame
 */

/** @typedef {{ finds: readonly string[], allows: readonly string[] }} Reason */

const SHARP = ['sharpness', 'face_sharpness'];
const EXPOSED = ['brightness', 'face_clipped', 'contrast', 'entropy', 'clipped_dark', 'clipped_bright'];
/** Of an image in which a face cannot be read as one can else. */
const FACE = ['faces', 'face_px', 'face_inside', 'yaw', 'pitch', 'roll', 'eyes_open', 'face_sharpness'];
/** Of two images that show different people or different pictures. */
const APART = [
  'yaw_change',
  'pitch_change',
  'identity',
  'procrustes',
  'correlation',
  'landmark_shift',
  'shift_px',
  'face_shift',
  'background_shift',
  'pose_change',
];

/** @type {Readonly<Record<string, Reason>>} */
export const REASONS = {
  // No longer the detail that a gate on detail looks for; small ones leave the face readable, large ones may not.
  blur: { finds: SHARP, allows: ['faces', 'entropy'] },
  // Underexposed: dark, and what is left of contrast, detail and faces goes with it.
  dark: { finds: ['brightness', 'clipped_dark', 'contrast'], allows: [...EXPOSED, ...SHARP, ...FACE, 'blockiness'] },
  bright: {
    finds: ['face_clipped', 'brightness', 'clipped_bright'],
    allows: [...EXPOSED, ...SHARP, ...FACE, 'blockiness'],
  },
  noise: { finds: ['noise'], allows: ['faces'] },
  // Quality 6 also flattens blocks, so detail and the face can suffer.
  blocky: { finds: ['blockiness'], allows: [...SHARP, ...FACE, 'entropy', 'noise'] },
  no_face: { finds: ['faces'], allows: [...FACE, ...SHARP, 'noise'] },
  two_faces: { finds: ['faces'], allows: ['aspect'] },
  // MediaPipe looks for faces of selfies; one of a tenth of the frame may go unseen, which is an answer too.
  small_face: { finds: ['face_px', 'faces'], allows: [...FACE, ...SHARP, 'contrast'] },
  // What the detector makes of half a face is another pose, or nothing.
  cut_face: { finds: ['face_inside', 'faces'], allows: [...FACE, ...SHARP, 'min_side', 'aspect'] },
  // One colour has nothing of anything, and all flat pictures have one perceptual hash.
  flat: {
    finds: ['entropy', 'contrast', 'faces'],
    allows: [...EXPOSED, ...SHARP, ...FACE, 'duplicate:near', 'blockiness'],
  },
  exact_duplicate: { finds: ['duplicate:exact'], allows: [] },
  // Stored at quality 60, which is blocky, too.
  near_duplicate: { finds: ['duplicate:near'], allows: ['blockiness'] },
  leak: { finds: ['duplicate:near'], allows: ['blockiness'] },
  // Of pairs.
  swapped: {
    // Photographs of other sizes cannot be partners at all.
    finds: ['face_shift', 'procrustes', 'pose_change', 'identity', 'correlation', 'trouble:size_mismatch'],
    allows: [...APART, 'sharpness_ratio'],
  },
  identity_change: {
    finds: ['face_shift', 'procrustes', 'pose_change', 'identity', 'correlation'],
    allows: [...APART, 'sharpness_ratio', ...FACE],
  },
  shifted: { finds: ['background_shift', 'face_shift'], allows: ['shift_px', 'landmark_shift', 'face_inside'] },
  no_change: { finds: ['peak_change'], allows: [] },
  after_blurred: { finds: ['sharpness_ratio', ...SHARP], allows: [] },
  after_dark: {
    finds: ['brightness', 'clipped_dark', 'contrast'],
    allows: [...EXPOSED, ...SHARP, ...FACE, ...APART, 'sharpness_ratio', 'blockiness'],
  },
  sizes_differ: { finds: ['trouble:size_mismatch'], allows: [] },
  missing_partner: { finds: ['trouble:missing_partner'], allows: [] },
  truncated: { finds: ['trouble:truncated'], allows: ['trouble:unreadable'] },
  not_an_image: { finds: ['trouble:not_an_image'], allows: ['trouble:unreadable'] },
};

/** All causes of a record: its trouble, every gate that it failed, and the duplicate that it is. @returns {string[]} */
export function causesOf({ trouble, failures, duplicate }) {
  return [
    ...(trouble ? [`trouble:${trouble.reason}`] : []),
    ...failures.map(({ gate }) => gate),
    ...(duplicate ? [`duplicate:${duplicate.how}`] : []),
  ];
}
