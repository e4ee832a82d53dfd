/** Cards with sliders, stacks, previews and charts. */
import { chartStyle } from './charts.js';

export const pictureStyle = `
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 232px), 1fr)); gap: 18px; margin-top: 1.2rem; }
.card { display: flex; flex-direction: column; padding: 10px 10px 12px; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); content-visibility: auto; contain-intrinsic-size: auto 232px auto 400px; }
.compare { --at: 50; position: relative; aspect-ratio: 1; overflow: hidden; border-radius: 6px; background: var(--shade); touch-action: pan-y; }
.compare img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; pointer-events: none; user-select: none; }
.compare .over { clip-path: inset(0 0 0 calc(var(--at) * 1%)); }
.compare .mask { visibility: hidden; opacity: 0.42; }
.card:has(.mask-toggle:checked) .mask { visibility: visible; }
.compare input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: ew-resize; appearance: none; -webkit-appearance: none; }
.compare input::-webkit-slider-thumb { -webkit-appearance: none; width: 1px; height: 100%; }
.compare input::-moz-range-thumb { width: 1px; height: 100%; border: 0; }
.edge { position: absolute; top: 0; bottom: 0; left: calc(var(--at) * 1%); width: 2px; margin-left: -1px; background: #fff; box-shadow: 0 0 0 0.5px #0005; pointer-events: none; }
.edge::after { content: ''; position: absolute; top: 50%; left: 50%; width: 26px; height: 26px; margin: -13px; border-radius: 50%; background: #fff; box-shadow: 0 1px 4px #0006; }
.edge::before { content: '\\2039\\2009\\203a'; position: absolute; z-index: 1; top: 50%; left: 50%; width: 26px; margin: -13px; font: 700 17px/23px var(--sans); text-align: center; color: #333; }
.compare input:focus-visible + .edge::after { box-shadow: 0 0 0 3px var(--focus), 0 1px 4px #0006; }
.compare:has(input:focus-visible) { outline: 2px solid var(--focus); outline-offset: 2px; }
.tag { position: absolute; bottom: 7px; padding: 0.05rem 0.45rem; border-radius: 5px; background: #0009; color: #fff; font-size: 0.74rem; pointer-events: none; max-width: 45%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.left { left: 7px; opacity: clamp(0, (var(--at) - 14) / 10, 1); }
.right { right: 7px; opacity: clamp(0, (86 - var(--at)) / 10, 1); }
.missing { display: grid; place-items: center; padding: 1rem; color: var(--quiet); font-size: 0.88rem; text-align: center; background: var(--shade); }
.strip { display: flex; gap: 4px; margin-top: 6px; overflow-x: auto; }
.frame { flex: 1 0 40px; min-width: 0; max-width: 64px; padding: 3px; border: 0; border-radius: 6px; background: none; color: inherit; font: 0.68rem/1.3 var(--sans); text-align: center; }
.frame img { display: block; width: 100%; border-radius: 4px; }
.frame span, .frame small { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
button.frame { cursor: pointer; }
button.frame:hover { background: var(--shade); }
button.frame[aria-pressed='true'] { background: var(--shade); box-shadow: inset 0 0 0 1.5px var(--kept); }
.strip .frame:focus-visible { outline-offset: -2px; }
.facts { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 0.8rem; margin-top: 0.6rem; align-items: baseline; }
.facts h3 { font-size: 0.92rem; }
.seed { color: var(--quiet); font-size: 0.84rem; }
.scores { margin-block: 0.35rem 0.5rem; font-size: 0.87rem; }
.scores div { display: flex; justify-content: space-between; gap: 0.8rem; }
.scores dt { color: var(--quiet); overflow-wrap: anywhere; }
.scores dd { text-align: right; }
.card > .check { margin-top: auto; font-size: 0.86rem; color: var(--quiet); }

${chartStyle}.gate { margin-top: 1.6rem; }
.gate small { margin-left: 0.4rem; }
.misses { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(46%, 176px), 1fr)); gap: 12px; margin-top: 0.7rem; }
.miss img, .miss .missing { display: block; width: 100%; border-radius: 6px; background: var(--shade); }
.miss .missing { min-height: 5.5rem; }
.miss figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 0.6rem; margin-top: 0.3rem; }
.miss b { color: var(--ink); font-weight: 600; }
`;
