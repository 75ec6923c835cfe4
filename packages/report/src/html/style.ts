/**
 * The style sheet of the page.
 *
 * @module
 */

/** One column, system fonts, the reader's light or dark color scheme, plain in print. */
export const STYLE = `
:root { --paper: #fff; --text: #1b1b1b; --quiet: #5f5f5f; --rule: #e2e2e2; --tint: #f6f6f5; --link: #1b5e9c; --alarm: #b3261e; --support: #01665e; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181b; --text: #ececec; --quiet: #a9a9a9; --rule: #33363b; --tint: #1e2125; --link: #7ab8ee; --alarm: #ff8a7a; --support: #4fc3b1; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 61rem; padding: 3rem 1.5rem 5rem; background: var(--paper); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
h1 { margin: 0 0 .6rem; font-size: 2.1rem; line-height: 1.15; letter-spacing: -.015em; overflow-wrap: anywhere; }
h2 { margin: 3.5rem 0 .8rem; font-size: 1.35rem; letter-spacing: -.01em; }
h3 { margin: 0 0 .3rem; font-size: 1.05rem; }
section > h3 { margin-top: 2.2rem; }
p, dd, li { max-width: 44rem; }
a { color: var(--link); }
small, .interval { font-weight: normal; color: var(--quiet); font-size: .85em; }
code, pre { font: .875em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { padding: .7rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--tint); border-radius: 4px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.kind { margin: 0 0 .4rem; color: var(--quiet); font-size: .85rem; }
.lead { margin: 0; font-size: 1.08rem; }
.hint, figcaption, .files { color: var(--quiet); font-size: .875rem; }
.facts { display: flex; flex-wrap: wrap; gap: .8rem 2.6rem; margin: 1.8rem 0 0; padding: 1rem 0; border-block: 1px solid var(--rule); }
.facts dt { color: var(--quiet); font-size: .8rem; }
.facts dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
.facts small { font-size: .8rem; }
.problems { margin-top: 2rem; padding: .2rem 1.2rem; border-left: 3px solid var(--alarm); background: var(--tint); }
.problems pre { margin: .1rem 0 .5rem; padding: 0; }
.problems h2 { margin: 1rem 0 .4rem; font-size: 1.1rem; }
.statement { margin: 1.2rem 0; padding: .2rem 1.2rem; border-left: 3px solid var(--rule); background: var(--tint); }
.statement.supported { border-color: var(--support); }
.statement.contradicted { border-color: var(--alarm); }
.verdict { margin-left: .5rem; padding: .05rem .5rem; border: 1px solid var(--rule); border-radius: 1rem; font-size: .8rem; }
th.text, td.text { text-align: left; }
td.text { max-width: 34rem; text-align: left; white-space: normal; }
details { margin: 1.5rem 0; }
figure { margin: 2.2rem 0 3rem; }
figcaption { margin-bottom: .6rem; }
.live { display: none; overflow-x: auto; margin-left: -8px; }
.drawn .live { display: block; }
.drawn .picture { display: none; }
.picture { max-width: 100%; background: #fff; }
.files { margin: .4rem 0 0; }
.files a { margin-right: .6rem; }
.interval { display: block; }
.spacious :is(th, td) { padding-right: 1.3rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { padding-bottom: .6rem; color: var(--quiet); text-align: left; }
th, td { padding: .28rem .8rem .28rem 0; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); }
thead th { font-weight: 600; vertical-align: bottom; }
tbody :is(th, td) { vertical-align: top; }
tbody th { font-weight: normal; }
th button { padding: 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
th button:hover { color: var(--link); }
[aria-sort="ascending"] button::after { content: " ↑"; }
[aria-sort="descending"] button::after { content: " ↓"; }
.alpha { display: inline-flex; align-items: center; justify-content: space-between; gap: .5em; min-width: 4.2em; }
.alpha::before { content: ""; width: .7em; height: .7em; border-radius: 50%; background: var(--light); }
@media (prefers-color-scheme: dark) { .alpha::before { background: var(--dark); } }
sub { line-height: 0; }
.method dt { margin-top: .9rem; font-weight: 600; }
.method dd { margin: 0; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 3rem; }
.facts-table { width: 100%; margin-bottom: 1.6rem; }
.facts-table caption { color: var(--text); font-weight: 600; }
.facts-table :is(th, td) { text-align: left; vertical-align: top; white-space: normal; overflow-wrap: anywhere; }
.facts-table th { width: 40%; color: var(--quiet); }
#vg-tooltip-element { font-family: inherit; font-size: .8125rem; font-variant-numeric: tabular-nums; }
@media print {
  :root { --paper: #fff; --text: #000; --quiet: #444; --rule: #bbb; --tint: #fff; --link: #000; --alarm: #000; --support: #000; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .drawn .live, .hint, .files { display: none; }
  .drawn .picture { display: block; }
  .alpha::before { background: var(--light); print-color-adjust: exact; }
  .interval { display: block; }
.spacious :is(th, td) { padding-right: 1.3rem; }
.wide { overflow: visible; }
  table { font-size: 7.5pt; }
  th, td { padding-right: .5rem; }
  figure, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
`;
