/** Tables: gates and models become cards on a narrow screen; records scroll in a window of their own. */
export const tableStyle = `
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.55rem 0.9rem 0.55rem 0; text-align: left; vertical-align: baseline; font-weight: 400; overflow-wrap: anywhere; }
thead th { color: var(--quiet); font-size: 0.86rem; border-bottom: 1px solid var(--line); }
.n { text-align: right; }
.yield, .models { margin-top: 1.1rem; }
.yield tbody th, .models tbody th { font-weight: 600; }
.yield tbody tr > *, .models tbody tr > * { border-top: 1px solid var(--line); }
.yield tbody tr:first-child > *, .models tbody tr:first-child > * { border-top: 0; }
.yield th.n, .yield td.n { white-space: nowrap; }
.share { width: 22%; min-width: 9rem; white-space: nowrap; }
.share .bar { display: inline-block; width: calc(100% - 4.6rem); margin-right: 0.7rem; vertical-align: middle; }
.yield th:last-child, .share { padding-left: 1rem; }
.note { max-width: 92ch; margin-top: 0.9rem; color: var(--quiet); font-size: 0.92rem; }
.note b { color: var(--ink); font-weight: 600; }
th .badge { margin-left: 0.4rem; }
.badge { display: inline-block; padding: 0.08rem 0.5rem; border-radius: 99px; background: var(--warn-paper); color: var(--warn); font-size: 0.78rem; font-weight: 600; white-space: nowrap; }
.models td { font-size: 0.92rem; }
.models .hash { font-size: 0.8em; color: var(--quiet); }
.models td:last-child { width: 34%; }

.scroll { margin-top: 1rem; max-height: min(70vh, 44rem); overflow: auto; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }
.records { font-size: 0.88rem; border-collapse: separate; border-spacing: 0; }
.records th, .records td { padding: 0.34rem 0.8rem; white-space: nowrap; overflow-wrap: normal; }
.records tbody th { position: sticky; left: 0; background: var(--card); }
.records thead th:first-child { left: 0; z-index: 2; }
.records thead th { position: sticky; top: 0; z-index: 1; padding: 0; background: var(--shade); border: 0; }
.records thead button { width: 100%; padding: 0.55rem 0.8rem; border: 0; background: none; color: inherit; font: inherit; text-align: inherit; cursor: pointer; white-space: nowrap; }
.records thead button:hover { color: var(--ink); }
.records thead button:focus-visible { outline-offset: -3px; }
.records [aria-sort] button { color: var(--ink); font-weight: 600; }
.records [aria-sort='ascending'] button::after { content: ' \\2191'; }
.records [aria-sort='descending'] button::after { content: ' \\2193'; }
.records tbody tr + tr > * { border-top: 1px solid var(--line); }
.records tbody tr:hover > * { background: var(--shade); }
.records mark { padding: 0.05rem 0.3rem; margin-right: -0.3rem; border-radius: 4px; background: var(--warn-paper); color: var(--warn); }

@media (max-width: 720px) {
  .yield thead, .models thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .yield, .models, .yield tbody, .models tbody { display: block; }
  .yield tr, .models tr { display: grid; grid-template-columns: repeat(3, auto); gap: 0.1rem 1rem; padding-block: 0.8rem; border-top: 1px solid var(--line); }
  .yield tbody tr > *, .models tbody tr > * { border: 0 !important; padding: 0; }
  .yield tbody th, .models tbody th, .yield td[data-label='Accepts'], .share, .models td { grid-column: 1 / -1; }
  .yield td.n { text-align: left; }
  .yield td.n::before, .models td::before { content: attr(data-label) ' '; color: var(--quiet); font-size: 0.86rem; }
  .yield td.n::before { display: block; }
  .share, .models td:last-child { width: auto; }
  .yield .share { padding-top: 0.35rem; }
}
`;
