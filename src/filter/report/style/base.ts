/** Colours, type and layout. Kept is blue and dropped is orange: told apart by every common kind of colour vision. */
export const baseStyle = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8;
  --card: #ffffff;
  --ink: #1c1d20;
  --quiet: #64666d;
  --line: #e5e2dc;
  --shade: #f1eee9;
  --kept: #2b6ca3;
  --dropped: #dd8a3c;
  --warn: #9a4b0a;
  --warn-paper: #fcf0e2;
  --refused: #1c1d200f;
  --focus: #2b6ca3;
  --radius: 10px;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif;
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #141518;
    --card: #1c1e22;
    --ink: #e8e7e3;
    --quiet: #9da0a8;
    --line: #2e3137;
    --shade: #24272c;
    --kept: #6aaee0;
    --dropped: #e09a52;
    --warn: #f0b77c;
    --warn-paper: #33261a;
    --refused: #ffffff12;
    --focus: #8cc4ee;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 var(--sans); }
.wide { max-width: 1240px; margin-inline: auto; padding-inline: clamp(16px, 4vw, 40px); }
section.wide { padding-block: 2.75rem 0.5rem; }
section:last-child { padding-bottom: 5rem; }
h1, h2, h3, p, dl, dd, figure, pre { margin: 0; }
h1, h2, h3 { font-weight: 650; letter-spacing: -0.012em; line-height: 1.2; overflow-wrap: anywhere; }
h1 { font-size: clamp(2rem, 5vw, 2.9rem); letter-spacing: -0.025em; }
h2 { font-size: 1.5rem; }
h3 { font-size: 1rem; }
small { color: var(--quiet); font-size: 0.86em; font-weight: 400; }
code, pre { font-family: var(--mono); font-size: 0.9em; }
th, td, dd, code, figcaption { unicode-bidi: isolate; }
table, dl, .seed, .tick, .limit, output { font-variant-numeric: tabular-nums; }
a { color: inherit; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
[hidden] { display: none !important; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.intro { max-width: 72ch; margin-top: 0.5rem; color: var(--quiet); }
.intro b { color: var(--ink); font-weight: 600; }
.empty, .quiet { color: var(--quiet); }
.empty { margin-top: 1rem; padding: 1.25rem; border: 1px dashed var(--line); border-radius: var(--radius); }
.key { white-space: nowrap; color: var(--ink); }
.dot { display: inline-block; width: 0.6em; height: 0.6em; margin-right: 0.4em; border-radius: 50%; background: var(--dropped); }
.dot.kept { background: var(--kept); }

.top { padding-block: clamp(2rem, 6vw, 4rem) 1.75rem; }
.eyebrow { margin-bottom: 0.5rem; color: var(--quiet); font-size: 0.8rem; letter-spacing: 0.08em; text-transform: uppercase; }
.lead { margin-top: 0.6rem; font-size: 1.2rem; overflow-wrap: anywhere; }
.line { margin-top: 0.4rem; color: var(--quiet); overflow-wrap: anywhere; }
.line b { color: var(--ink); font-weight: 600; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 230px), 1fr)); gap: 12px; margin-top: 1.9rem; }
.figure { padding: 1rem 1.15rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }
.figure dt { color: var(--quiet); font-size: 0.86rem; }
.figure dd b { display: block; font-size: 1.75rem; font-weight: 650; letter-spacing: -0.02em; line-height: 1.3; }
.figure dd span { font-size: 0.92rem; }
.two { display: grid; grid-template-columns: 1fr 1fr; column-gap: 1rem; align-content: start; }
.two dt, .two p { grid-column: 1 / -1; }
.figure p { margin-top: 0.3rem; color: var(--quiet); font-size: 0.86rem; }
.figure p.warn { color: var(--warn); }
.bar { display: block; width: 100%; height: 5px; border-radius: 3px; }
.figure .bar { margin-block: 0.58rem 0.62rem; }
.track { fill: var(--shade); }
rect.kept { fill: var(--kept); }
rect.dropped { fill: var(--dropped); }

nav { position: sticky; top: 0; z-index: 5; background: var(--paper); border-block: 1px solid var(--line); }
nav div { display: flex; gap: 1.4rem; overflow-x: auto; scrollbar-width: none; }
nav a { flex: none; padding-block: 0.7rem; color: var(--quiet); font-size: 0.92rem; text-decoration: none; }
nav a:hover { color: var(--ink); }
nav a:focus-visible { outline-offset: -2px; }

.controls { display: flex; flex-wrap: wrap; align-items: center; gap: 0.6rem 1.5rem; margin-top: 1.1rem; font-size: 0.92rem; }
.controls label { display: inline-flex; align-items: center; gap: 0.5rem; }
.check { display: inline-flex; align-items: center; gap: 0.45rem; cursor: pointer; }
input, select { accent-color: var(--kept); }
input[type='search'], select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 7px; padding: 0.32rem 0.6rem; }
output { color: var(--quiet); }
pre { margin-top: 1.1rem; padding: 1.1rem 1.25rem; max-height: 34rem; overflow: auto; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); line-height: 1.5; tab-size: 2; }
@media print {
  nav, .controls, .check { display: none; }
  body { background: none; }
}
`;
