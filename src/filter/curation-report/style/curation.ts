/** Thumbnails, both sides of a threshold, clusters and notices. */
export const curationStyle = `
.notices { margin-top: 12px; padding: 1rem 1.15rem; background: var(--warn-paper); border-radius: var(--radius); }
.notices h2 { font-size: 1rem; color: var(--warn); }
.notices ul { margin: 0.4rem 0 0; padding-left: 1.15rem; max-width: 92ch; }
.notices li { margin-top: 0.2rem; overflow-wrap: anywhere; }
.figure p + p.warn { margin-top: 0; }
.figure dd span + .bar { margin-top: 0.5rem; }

.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 18px; margin-top: 0.7rem; }
.side { min-width: 0; padding: 0.8rem 0.9rem 0.9rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }
.side h4 { margin: 0 0 0.55rem; font-size: 0.88rem; font-weight: 600; }
.gate { overflow-wrap: anywhere; }
section > .gate:first-of-type { margin-top: 1.3rem; }
.suggested .share { width: 24%; min-width: 12rem; }
.suggested .share .bar { width: calc(100% - 7.6rem); }
#edges .gate { margin-top: 2rem; }
.extreme .gate { margin-top: 1.1rem; }
.thumbs { display: grid; grid-template-columns: repeat(auto-fill, minmax(78px, 1fr)); gap: 12px 10px; }
.thumb { min-width: 0; }
.thumb.pair { grid-column: span 2; }
.picture { display: block; width: 100%; height: auto; border-radius: 6px; background: var(--shade); }
.lost { font: 11px var(--sans); fill: var(--quiet); text-anchor: middle; }
.thumb figcaption { margin-top: 0.25rem; line-height: 1.35; font-size: 0.8rem; }
.thumb .said { display: block; overflow-wrap: anywhere; }
.thumb b { color: var(--ink); font-weight: 600; font-variant-numeric: tabular-nums; }
.thumb code { display: block; overflow-wrap: anywhere; font-size: 0.86em; }
.thumb .badge { padding: 0 0.4rem; font-size: 0.72rem; }
.none, .rest { color: var(--quiet); font-size: 0.86rem; }
.rest { margin: 0.6rem 0 0; padding: 0; list-style: none; overflow-wrap: anywhere; }
.rest li { display: inline; }
.rest li + li + li::before { content: '\\00b7  '; }
.rest b { color: var(--ink); font-weight: 600; }

.clusters { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 262px), 1fr)); gap: 18px; margin-top: 1.2rem; }
.cluster { min-width: 0; padding: 0.9rem 1rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }
.cluster h3 { margin-bottom: 0.7rem; font-size: 0.92rem; }
.cluster h3 small { margin-left: 0.3rem; }
.cluster .none { margin-top: 0.6rem; }
.keeper::before { content: ''; display: inline-block; width: 0.6em; height: 0.6em; margin-right: 0.35em; border-radius: 50%; background: var(--kept); }
.thumb:has(.keeper) .picture { outline: 3px solid var(--kept); outline-offset: -3px; }

.records tbody th code { display: block; max-width: min(44vw, 24rem); overflow: hidden; text-overflow: ellipsis; }
.reasons { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; margin: 0.9rem 0 0; padding: 0; list-style: none; }
.reasons b { font-variant-numeric: tabular-nums; }
.troubles thead th { padding: 0.55rem 0.8rem; }
.troubles .detail { min-width: 22rem; white-space: normal; overflow-wrap: anywhere; color: var(--quiet); }
@media (min-width: 900px) {
  .broad { grid-column: span 2; }
}
@media (max-width: 720px) {
  .yield.suggested .share { width: auto; }
  .records tbody th code { width: 40vw; white-space: normal; overflow-wrap: anywhere; }
  .yield.suggested tr { grid-template-columns: 1fr; }
  .yield.suggested td:not(.share)::before { display: inline; content: attr(data-label) ': '; color: var(--quiet); font-size: 0.86rem; }
}
@media (max-width: 480px) {
  .side { padding: 0.7rem; }
  .thumbs { grid-template-columns: repeat(auto-fill, minmax(72px, 1fr)); }
}
`;
