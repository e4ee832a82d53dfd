/** Browser script of the worst and best items: shows the panel of the chosen metric. */
export const extremesScript = `
(() => {
  'use strict';
  const select = document.getElementById('extreme-metric');
  if (!select) return;
  const panels = [...document.querySelectorAll('.extreme')];
  const show = () => {
    for (const panel of panels) panel.hidden = panel.dataset.metric !== select.value;
  };
  select.addEventListener('input', show);
  // A browser may restore the choice when the page is opened again.
  show();
})();
`;
