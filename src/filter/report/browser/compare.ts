/** Browser script of the gallery: sliders, stacks and masks. One listener for all cards, so that many cards stay quick. */
export const compareScript = `
(() => {
  'use strict';
  const pairs = document.getElementById('pairs');
  const place = (range) => {
    range.parentElement.style.setProperty('--at', range.value);
    range.setAttribute('aria-valuetext', range.value + ' % shown');
  };
  const ranges = () => pairs.querySelectorAll('.compare > input');

  pairs.addEventListener('input', (event) => {
    const input = event.target;
    if (input.matches('.compare > input')) place(input);
    if (input.id === 'all-sliders') {
      for (const range of ranges()) {
        range.value = input.value;
        place(range);
      }
    }
    if (input.id === 'all-masks') {
      for (const box of pairs.querySelectorAll('.mask-toggle')) box.checked = input.checked;
    }
  });

  pairs.addEventListener('click', (event) => {
    const frame = event.target.closest('button.frame');
    if (!frame) return;
    const frames = [...frame.parentElement.querySelectorAll('button.frame')];
    const card = frame.closest('.card');
    card.querySelectorAll('.over').forEach((layer, i) => {
      layer.hidden = frames[i] !== frame;
    });
    for (const other of frames) other.setAttribute('aria-pressed', String(other === frame));
    card.querySelector('.tag.right').textContent = frame.querySelector('span').textContent;
  });

  // A browser may restore a slider's position when the page is opened again.
  for (const range of ranges()) place(range);
})();
`;
