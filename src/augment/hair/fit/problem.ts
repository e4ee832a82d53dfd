/** When a fit is not good enough to draw hair on. Pure. */
import type { FittedHead } from '../types.js';

/** Limits of a usable fit. */
export const FIT_LIMITS = {
  /** Degrees to either side: beyond, one side of the face is no longer seen and the landmarks are guesses. */
  yaw: 35,
  /** Degrees up or down. */
  pitch: 30,
  /** % of the distance of the eyes; portraits have 1 to 4 after the fit, and landmarks of something else tens. */
  residual: 8,
  /** px between the eyes. */
  eyes: 24,
  /** Share of the head's width that may lie outside the picture on one side. */
  outside: 0.25,
} as const;

/** Distance of the generic head's eyes, cm. */
const EYES = 5.9;
/** Half the head's width, cm. */
const HALF = 7.5;

/** Why hair should not be drawn on this fit, in words that complete "because"; undefined where it may be. */
export function fitProblem(
  fitted: FittedHead,
  size: { readonly width: number; readonly height: number },
): string | undefined {
  const { camera, yaw, pitch, residual } = fitted;
  const eyes = camera.scale * EYES;
  if (!Number.isFinite(eyes + residual)) return 'the landmarks do not make a face';
  if (eyes < FIT_LIMITS.eyes)
    return `the face is small: ${Math.round(eyes)} px between the eyes, at least ${FIT_LIMITS.eyes} are needed`;
  if (Math.abs(yaw) > FIT_LIMITS.yaw)
    return `the head is turned by ${Math.round(Math.abs(yaw))}°, at most ${FIT_LIMITS.yaw}° can be fitted`;
  if (Math.abs(pitch) > FIT_LIMITS.pitch)
    return `the head is nodded by ${Math.round(Math.abs(pitch))}°, at most ${FIT_LIMITS.pitch}° can be fitted`;
  if (residual > FIT_LIMITS.residual)
    return `the head does not fit the landmarks: ${residual.toFixed(1)} % off, at most ${FIT_LIMITS.residual} %`;
  const half = HALF * camera.scale;
  const outside = Math.max(half - camera.x, camera.x + half - size.width) / (2 * half);
  if (outside > FIT_LIMITS.outside)
    return `the head leaves the picture: ${Math.round(outside * 100)} % of its width lies outside`;
  return undefined;
}
