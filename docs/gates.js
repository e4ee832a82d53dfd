/** The metrics and their default gates, as the filter declares them. */
import { code, interval } from './markdown.js';

/** Columns of the rows. */
export const GATE_HEAD = ['Metric and gate', 'Unit', 'Better', 'Range', 'Default gate', 'What it measures'];

/** Bands and a threshold to recognise in the gates that come out: these depend on the recipe or the run. */
const BEFORE = { min: -1 };
const AFTER = { max: 1 };
const THRESHOLD = 0.123;

const edit = { before: BEFORE, after: AFTER, between: [{ label: 'step', target: {} }] };
const attribute = (name, unit) => ({ name, output: name, column: 0, unit, span: 1 });

const UNITS = ['probability', 'share', 'years', 'degrees'];

/** A pack that measures an attribute of every unit, with spans of 1 so that limits show in the attribute's own unit. */
const MANIFEST = { scorers: { attributes: { attributes: UNITS.map((unit) => attribute(unit, unit)) } } };

/**
 * Rows of all metrics: those of every pack, then drift by the unit of the attribute, then duplicates.
 * @param {{ METRICS: readonly any[], DUPLICATE: string, gatesFor: Function, driftMetrics: Function }} filter
 * @returns {string[][]}
 */
export function gateRows({ METRICS, DUPLICATE, gatesFor, driftMetrics }) {
  const defaults = (target) => {
    const gates = gatesFor({ edit: { ...edit, attribute: target }, gates: {} }, MANIFEST, { threshold: THRESHOLD });
    return new Map(gates.map(({ name, band }) => [name, band]));
  };
  const [face, hair] = [defaults('age'), defaults('hair_length')];
  const gateOf = (name) => {
    const [own, hairs] = [face.get(name), hair.get(name)].map((band) => describe(band));
    return own === hairs ? own : `${own}; ${hairs} for edits of hair`;
  };
  const row = ({ name, unit, direction, range, describe: about }) => [
    code(name),
    unit,
    direction === 'none' ? '' : direction,
    range.map((end) => (Number.isFinite(end) ? end : end < 0 ? '−∞' : '∞')).join(' to '),
    gateOf(name),
    about,
  ];
  return [
    ...METRICS.map(row),
    ...driftMetrics(MANIFEST, '').map((metric, i) => driftRow(row(metric), UNITS[i])),
    [code(DUPLICATE), 'differing bits', 'higher', '0 to 64', gateOf(DUPLICATE), DUPLICATE_ABOUT],
  ];
}

const DUPLICATE_ABOUT = 'Difference of the perceptual hash of before to that of the nearest pair kept so far.';

/** A limit of drift is one in the attribute's own unit; the score is a change as a share of the attribute's span. */
function driftRow([, unit, better, range, gate], attributeUnit) {
  const about = `Largest change from before to any other state of an attribute whose unit is ${attributeUnit}.`;
  return [code('drift.…'), unit, better, range, gate.replace(/`$/, ' / span`'), about];
}

function describe(band) {
  if (band === BEFORE) return code('edit.before');
  if (band === AFTER) return code('edit.after');
  if (band?.min === THRESHOLD) return `from ${code('falseMatchRate')}`;
  return band ? interval(band) : 'none';
}
