/** How hair hangs where combing no longer holds it. Head space, cm. Pure. */
import { ramp } from './noise.js';
import type { Point, Root } from './plan.js';

/** Adds to `pull` what gravity, of the given strength, does at p, `far` cm from the skin. */
export function fall(pull: Point, p: Point, root: Root, far: number, strength: number): void {
  if (strength === 0) return;
  const [x, y, z] = [p[0]!, p[1]!, p[2]!];
  const before = root.z > 0.2;
  // Hair that hangs is drawn in by the hair around it, and so lies on neck and shoulders.
  const hug = 0.16 * ramp(far, 0.8, 2.4);
  let aside = -hug * ramp(Math.abs(x), before ? 5.5 : 3, 8);
  let ahead = -hug * ramp(Math.abs(z + 1.5), 2, 6) * Math.sign(z + 1.5);
  // It falls before or behind the shoulders, parting already beside the neck, and does not slide along them.
  const low = ramp(y, -12, -17);
  const wide = before ? 6.5 : 8;
  aside -= 1.3 * low * ramp(Math.abs(x), wide, wide + 3.5);
  const way = before ? Math.min(Math.max((4 - z) / 3, 0), 1) : Math.max(Math.min((-7 - z) / 3, 0), -1);
  ahead += way * (0.5 * ramp(y, -5, -11) + 0.8 * low) * ramp(Math.abs(x), 3, 6);
  pull[0]! += strength * aside * Math.sign(x);
  pull[1]! -= strength;
  pull[2]! += strength * ahead;
}
