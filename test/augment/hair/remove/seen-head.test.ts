import { expect, it } from 'vitest';
import { paintLabels } from '../../../../src/augment/hair/raster/head.js';
import { seenHead } from '../../../../src/augment/hair/remove/seen-head.js';
import { masks, scene } from '../synthetic.js';

it('seenHead takes away ears that the bare head has not, and nothing else', async () => {
  const { head, raster, ...rest } = await scene(160);
  const { person } = masks({ head, raster, ...rest });
  const labels = paintLabels(raster, head);
  const [ear, neck] = [head.labels.indexOf('ear'), head.labels.indexOf('neck')];
  // Neither ears nor neck: ears are seen to be smaller, the neck is under a collar.
  const coverage = { ...person, data: person.data.map((p, i) => (labels[i] === ear || labels[i] === neck ? 0 : p)) };
  const seen = seenHead(raster, head, coverage, person);
  const gone = labels.reduce((sum, label, i) => sum + (label === ear && seen.depth[i] === -Infinity ? 1 : 0), 0);
  expect(gone).toBe(labels.filter((label) => label === ear).length);
  labels.forEach((label, i) => {
    if (label === ear) expect(seen.triangle[i]).toBe(-1);
    else expect(seen.depth[i]).toBe(raster.depth[i]);
  });
  // A neck that is broader than the person's hides nothing there.
  const nobody = { ...person, data: new Float32Array(person.data.length) };
  const open = seenHead(raster, head, coverage, nobody);
  expect(labels.every((label, i) => label !== neck || open.depth[i] === -Infinity)).toBe(true);
});
