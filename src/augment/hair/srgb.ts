/** Between sRGB-encoded values in [-1, 1] and linear light in [0, 1] (IEC 61966-2-1). Pure. */

/** Encoded value in [-1, 1] → linear, clamped to [0, 1]. */
export function linearOf(encoded: number): number {
  const v = encoded <= -1 ? 0 : encoded >= 1 ? 1 : (encoded + 1) / 2;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}

/** Linear light, clamped to [0, 1] → encoded value in [-1, 1]. */
export function encodedOf(linear: number): number {
  const v = linear <= 0 ? 0 : linear >= 1 ? 1 : linear;
  return 2 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055) - 1;
}

/** Relative luminance of linear RGB (BT.709). */
export function luminance(r: number, g: number, b: number): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
