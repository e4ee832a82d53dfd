/** Browser script of the record table: sort by a column, filter by words, verdict and gate. */
export const tableScript = `
(() => {
  'use strict';
  const table = document.getElementById('record-table');
  const form = document.getElementById('filters');
  const shown = document.getElementById('shown');
  const body = table.tBodies[0];
  const rows = [...body.rows].map((element, order) => ({
    element,
    order,
    words: [...element.cells].map((cell) => cell.textContent).join(' ').toLowerCase(),
  }));

  const valueOf = (text) => {
    const number = Number(text.replaceAll('\\u2212', '-').replaceAll(',', ''));
    return Number.isNaN(number) ? text : number;
  };
  // Empty cells go last in either direction; equal ones keep the order of the records.
  const compare = (a, b, sign) => {
    if (a.key === '' || b.key === '') return (a.key === '') - (b.key === '') || a.row.order - b.row.order;
    const both = typeof a.key === 'number' && typeof b.key === 'number';
    const difference = both ? a.key - b.key : String(a.key) < String(b.key) ? -1 : a.key === b.key ? 0 : 1;
    return sign * difference || a.row.order - b.row.order;
  };

  table.tHead.addEventListener('click', (event) => {
    const head = event.target.closest('th');
    if (!head) return;
    const sign = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', sign > 0 ? 'ascending' : 'descending');
    const keyed = rows.map((row) => {
      const text = row.element.cells[head.cellIndex].textContent;
      return { row, key: text === '' ? '' : valueOf(text) };
    });
    keyed.sort((a, b) => compare(a, b, sign));
    body.append(...keyed.map(({ row }) => row.element));
  });

  const format = (n) => String(n).replace(/\\B(?=(\\d{3})+$)/g, ',');
  const filter = () => {
    const text = form.elements.text.value.trim().toLowerCase();
    const verdict = form.elements.verdict.value;
    const gate = form.elements.gate.value;
    let count = 0;
    for (const { element, words } of rows) {
      const fits =
        words.includes(text) &&
        (verdict === '' || element.dataset.verdict === verdict) &&
        (gate === '' || element.dataset.gate === gate);
      element.hidden = !fits;
      if (fits) count += 1;
    }
    shown.textContent = format(count) + ' of ' + format(rows.length) + ' shown';
  };

  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  filter();
})();
`;
