import { describe, expect, it } from 'vitest';
import { poseOf } from '../../src/faces/pose.js';

/** Column-major 4×4 from the rows of a rotation, scaled, with a translation that must not matter. */
function matrix(rows: readonly (readonly number[])[], scale = 1): number[] {
  const [a, b, c] = rows as [number[], number[], number[]];
  const column = (i: number): number[] => [a[i]! * scale, b[i]! * scale, c[i]! * scale, 0];
  return [...column(0), ...column(1), ...column(2), 3, -4, -50, 1];
}

const sin30 = 0.5;
const cos30 = Math.sqrt(3) / 2;

describe('poseOf', () => {
  it('is zero for a face that looks straight ahead', () => {
    const { yaw, pitch, roll } = poseOf(
      matrix([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]),
    );
    expect([yaw, pitch, roll].map(Math.abs)).toEqual([0, 0, 0]);
  });

  it('takes a turn about the vertical axis for yaw, positive towards x', () => {
    // The face's own axis (0, 0, 1) goes to the third column, (sin, 0, cos): to the right of the image.
    const pose = poseOf(
      matrix([
        [cos30, 0, sin30],
        [0, 1, 0],
        [-sin30, 0, cos30],
      ]),
    );
    expect(pose.yaw).toBeCloseTo(30, 6);
    expect(pose.pitch).toBeCloseTo(0, 6);
    expect(pose.roll).toBeCloseTo(0, 6);
  });

  it('takes a nod for pitch, positive downwards', () => {
    // (0, 0, 1) goes to (0, -sin, cos): below, because y points up.
    const pose = poseOf(
      matrix([
        [1, 0, 0],
        [0, cos30, -sin30],
        [0, sin30, cos30],
      ]),
    );
    expect(pose.pitch).toBeCloseTo(30, 6);
    expect(pose.yaw).toBeCloseTo(0, 6);
  });

  it('takes a tilt for roll, positive counter-clockwise, whatever the scale', () => {
    const pose = poseOf(
      matrix(
        [
          [cos30, -sin30, 0],
          [sin30, cos30, 0],
          [0, 0, 1],
        ],
        1.07,
      ),
    );
    expect(pose.roll).toBeCloseTo(30, 6);
    expect(pose.yaw).toBeCloseTo(0, 6);
  });

  it('separates all three angles of Rz(20) Ry(-35) Rx(10)', () => {
    // numpy: Rz(20) @ Ry(-35) @ Rx(10), degrees, scaled by 1.07 on the way in.
    const pose = poseOf(
      matrix(
        [
          [0.76975113, -0.43041795, -0.47140597],
          [0.2801665, 0.8913512, -0.35637027],
          [0.57357644, 0.14224426, 0.80670728],
        ],
        1.07,
      ),
    );
    expect(pose.yaw).toBeCloseTo(-35, 4);
    expect(pose.pitch).toBeCloseTo(10, 4);
    expect(pose.roll).toBeCloseTo(20, 4);
  });

  it('refuses anything but sixteen values', () => {
    expect(() => poseOf([1, 0, 0, 0, 1, 0, 0, 0, 1])).toThrow(/16 values/);
  });
});
