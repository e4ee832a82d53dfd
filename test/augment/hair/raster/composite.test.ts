import { describe, expect, it } from 'vitest';
import { composite, type Shader, SUM, type Sums } from '../../../../src/augment/hair/raster/composite.js';
import { nearestFirst } from '../../../../src/augment/hair/raster/order.js';
import { type Segments, VERTEX } from '../../../../src/augment/hair/raster/segments.js';
import { streamOf } from '../../../../src/random.js';
import { lineOf, wallAt } from './scene.js';

const SIZE = 48;
const ready: Shader = { shade: () => {} };

function draw(segments: Segments, depth = -Infinity, order = nearestFirst(segments)): Sums {
  return composite(segments, order, wallAt(SIZE, SIZE, depth), ready);
}

const alphaOf = (sums: Sums, x: number, y: number): number => 1 - sums[(y * SIZE + x) * SUM.size + SUM.open]!;

function covered(sums: Sums): number {
  let sum = 0;
  for (let i = 0; i < SIZE * SIZE; i++) sum += alphaOf(sums, i % SIZE, Math.floor(i / SIZE));
  return sum;
}

describe('coverage of one line', () => {
  const ways: [string, [number, number], [number, number]][] = [
    ['level', [5.3, 20.37], [40.8, 20.37]],
    ['upright', [17.61, 41.2], [17.61, 4.9]],
    ['diagonal', [6.2, 7.1], [38.2, 39.1]],
    ['shallow', [5.5, 30.2], [42.1, 22.9]],
    ['steep', [30.2, 43.7], [20.9, 3.1]],
  ];
  for (const [name, from, to] of ways) {
    for (const width of [0.1, 0.6, 1.7]) {
      it(`${name}, ${width} px wide, adds up to width × length`, () => {
        const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
        expect(covered(draw(lineOf([from, to], { width }))) / (width * length)).toBeCloseTo(1, 3);
      });
    }
  }

  it('shares a level line between two rows by area', () => {
    const sums = draw(
      lineOf(
        [
          [0, 10.75],
          [48, 10.75],
        ],
        { width: 1 },
      ),
    );
    expect(alphaOf(sums, 24, 10)).toBeCloseTo(0.75, 3);
    expect(alphaOf(sums, 24, 11)).toBeCloseTo(0.25, 3);
    expect(alphaOf(sums, 24, 12)).toBe(0);
  });

  it('is the area under the line in every pixel, against 64 × 64 points a pixel', () => {
    const [slope, width] = [0.43, 0.8];
    const sums = draw(
      lineOf(
        [
          [2, 12.3],
          [46, 12.3 + 44 * slope],
        ],
        { width },
      ),
    );
    // Of points within width / 2 of the axis, measured across it.
    const height = (width / 2) * Math.hypot(1, slope);
    for (let x = 10; x < 20; x++) {
      for (let y = 10; y < 28; y++) {
        let inside = 0;
        for (let i = 0; i < 64 * 64; i++) {
          const [px, py] = [x + ((i % 64) + 0.5) / 64, y + (Math.floor(i / 64) + 0.5) / 64];
          if (Math.abs(py - (12.3 + (px - 2) * slope)) < height) inside++;
        }
        expect(Math.abs(alphaOf(sums, x, y) - inside / 4096)).toBeLessThan(0.004);
      }
    }
  });

  it('has no gap and no bead at joints', () => {
    const points = Array.from({ length: 30 }, (_, i): [number, number] => [4.2 + 1.33 * i, 9.1 + 0.9 * i]);
    const whole = draw(lineOf([points[0]!, points[29]!], { width: 0.3 }));
    const pieces = draw(lineOf(points, { width: 0.3 }));
    // Two parts f and 1 - f of a coverage a, taken for independent, fall short by f (1 - f) a².
    for (let o = SUM.open; o < whole.length; o += SUM.size)
      expect(Math.abs(whole[o]! - pieces[o]!)).toBeLessThan(0.035);
  });

  it('cuts off what lies beyond the picture', () => {
    const sums = draw(
      lineOf(
        [
          [-30, 24.5],
          [90, 24.5],
        ],
        { width: 0.5 },
      ),
    );
    expect(covered(sums)).toBeCloseTo(24, 2);
    expect(
      covered(
        draw(
          lineOf([
            [60, 5],
            [80, 40],
          ]),
        ),
      ),
    ).toBe(0);
    expect(
      covered(
        draw(
          lineOf(
            [
              [0, -0.2],
              [48, -0.2],
            ],
            { width: 1 },
          ),
        ),
      ),
    ).toBeCloseTo(0.3 * 48, 2);
  });
});

describe('composite', () => {
  it('writes the angle of the strand, counter-clockwise from the x axis', () => {
    for (let degrees = 2; degrees < 180; degrees += 11) {
      const angle = (degrees * Math.PI) / 180;
      const [dx, dy] = [15 * Math.cos(angle), -15 * Math.sin(angle)];
      const sums = draw(
        lineOf([
          [24.3 - dx, 24.1 - dy],
          [24.3 + dx, 24.1 + dy],
        ]),
      );
      const o = (24 * SIZE + 24) * SUM.size;
      const measured = Math.atan2(sums[o + SUM.sin2]!, sums[o + SUM.cos2]!) / 2;
      expect((((measured - angle) * 180) / Math.PI + 360.5) % 180).toBeCloseTo(0.5, 3);
      expect(Math.hypot(sums[o + SUM.sin2]!, sums[o + SUM.cos2]!)).toBeCloseTo(alphaOf(sums, 24, 24), 5);
    }
  });

  it('shows hair before the head and hides hair behind it', () => {
    const line: [number, number][] = [
      [4, 24.5],
      [44, 24.5],
    ];
    expect(covered(draw(lineOf(line, { depth: 3 }), 2))).toBeCloseTo(40, 2);
    expect(covered(draw(lineOf(line, { depth: 1 }), 2))).toBe(0);
    expect(draw(lineOf(line, { depth: 3 }), 2)[(24 * SIZE + 24) * SUM.size + SUM.depth]).toBe(3);
  });

  it('puts near over far, whatever the order of strands', () => {
    const near = lineOf(
      [
        [4, 24.5],
        [44, 24.5],
      ],
      { depth: 5, colour: [1, 0, 0] },
    );
    const far = lineOf(
      [
        [4, 24.5],
        [44, 24.5],
      ],
      { depth: 1, colour: [0, 1, 0] },
    );
    for (const both of [merged(near, far), merged(far, near)]) {
      const o = (24 * SIZE + 24) * SUM.size;
      const sums = draw(both);
      expect(sums[o]!).toBeCloseTo(1, 4);
      expect(sums[o + 1]!).toBeCloseTo(0, 4);
    }
  });

  it('gives the same picture when strands are shuffled', () => {
    const random = streamOf(3, 0, 'test-shuffle');
    const lines = Array.from({ length: 300 }, () =>
      lineOf(
        [
          [48 * random(), 48 * random()],
          [48 * random(), 48 * random()],
        ],
        {
          width: 0.4,
          depth: 10 * random(),
          colour: [random(), random(), random()],
        },
      ),
    );
    const forth = draw(merged(...lines));
    const back = draw(merged(...lines.reverse()));
    for (let i = 0; i < forth.length; i++) {
      if (forth[i] !== back[i]) expect(Math.abs(forth[i]! - back[i]!)).toBeLessThan(1e-5);
    }
  });

  it('stays between nothing and full, in colour too, under any number of strands', () => {
    const random = streamOf(4, 0, 'test-energy');
    const lines = Array.from({ length: 3000 }, () =>
      lineOf(
        [
          [48 * random(), 48 * random()],
          [48 * random(), 48 * random()],
        ],
        { width: 1.5, depth: random() },
      ),
    );
    const sums = draw(merged(...lines));
    for (let o = 0; o < sums.length; o += SUM.size) {
      const alpha = 1 - sums[o + SUM.open]!;
      expect(alpha).toBeGreaterThanOrEqual(0);
      expect(alpha).toBeLessThanOrEqual(1);
      expect(sums[o]!).toBeLessThanOrEqual(alpha + 1e-5);
    }
  });

  it('shades only vertices of segments that show', () => {
    const visible = lineOf(
      [
        [4, 10.5],
        [44, 10.5],
      ],
      { depth: 3, colour: [-1, 0, 0] },
    );
    const hidden = lineOf(
      [
        [4, 30.5],
        [44, 30.5],
      ],
      { depth: 1, colour: [-1, 0, 0] },
    );
    const both = merged(visible, hidden);
    const shaded: number[] = [];
    const shader: Shader = {
      shade: (v) => {
        shaded.push(v);
        both.vertex[v * VERTEX.size + VERTEX.red] = 0.5;
      },
    };
    composite(both, nearestFirst(both), wallAt(SIZE, SIZE, 2), shader);
    expect(shaded.sort()).toEqual([0, 1]);
  });
});

/** All lines as one set of segments. */
function merged(...lines: Segments[]): Segments {
  const vertices = lines.reduce((sum, line) => sum + line.vertices, 0);
  const vertex = new Float32Array(vertices * VERTEX.size);
  const first: number[] = [];
  let at = 0;
  for (const line of lines) {
    vertex.set(line.vertex, at * VERTEX.size);
    for (const v of line.first) first.push(at + v);
    at += line.vertices;
  }
  return {
    vertex,
    vertices,
    strand: new Uint32Array(vertices),
    along: new Float32Array(vertices),
    first: Uint32Array.from(first),
    count: first.length,
  };
}
