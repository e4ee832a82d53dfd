/** Histograms, and the captions of all figures. */
export const chartStyle = `.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 350px), 1fr)); gap: 18px; margin-top: 1.2rem; }
.charts figure { display: grid; grid-row: span 4; grid-template-rows: subgrid; row-gap: 0; align-content: start; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }
.chart { display: block; width: 100%; height: auto; margin-top: 0.4rem; overflow: visible; }
.chart .grid, .chart .base { stroke: var(--line); fill: none; }
.chart .base { stroke: var(--quiet); }
.chart .refused { fill: var(--refused); }
.chart .threshold { stroke: var(--ink); stroke-width: 1.25; stroke-dasharray: 4 3; fill: none; }
.chart text { font: 11px var(--sans); fill: var(--quiet); }
.chart .limit { fill: var(--ink); font-weight: 600; }
.chart .mid { text-anchor: middle; }
.chart .end { text-anchor: end; }
.chart g:hover rect { opacity: 0.75; }
figcaption { color: var(--quiet); font-size: 0.84rem; }
.about { margin-top: 0.15rem; color: var(--quiet); font-size: 0.87rem; }
.charts figcaption { margin-top: 0.5rem; }

`;
