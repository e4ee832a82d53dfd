/** Whether the head keeps its pose. */
import { type Metric, worstAgainstBefore } from './metric.js';

const change = (name: string, angle: 'yaw' | 'pitch'): Metric => ({
  name,
  unit: 'degrees',
  direction: 'lower',
  range: [0, Infinity],
  describe: `Largest change of ${angle} from before to any other state.`,
  measure: (pair) =>
    worstAgainstBefore(pair, Math.max, ({ attributes: a }, { attributes: b }) =>
      a[angle] === undefined || b[angle] === undefined ? undefined : Math.abs(b[angle] - a[angle]),
    ),
});

/** Turn of the head to a side. */
export const yawChange: Metric = change('yaw_change', 'yaw');

/** Nod of the head. */
export const pitchChange: Metric = change('pitch_change', 'pitch');
