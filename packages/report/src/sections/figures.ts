/**
 * The report's figures.
 *
 * @module
 */
import { renderSvg } from "../figures/contract/render.js";
import type { DrawnFigure } from "../figures/figures.js";
import { encodeScriptJson, type Html, html } from "../html/html.js";

/** Renders the figures. Their titles and captions are text of the page, so that they can be read aloud and searched. */
export async function renderFigures(figures: readonly DrawnFigure[]): Promise<Html> {
  const blocks: Html[] = [];
  for (const drawn of figures) blocks.push(await renderFigure(drawn));
  return html`<section aria-labelledby="figures">
<h2 id="figures">Figures</h2>
<p class="hint">Hover over a point to see its trial. Click an alpha in a legend to show only that alpha, click others to add them,
and click again to remove one.</p>
${blocks}</section>
`;
}

async function renderFigure({ name, figure: { title, ...untitled } }: DrawnFigure): Promise<Html> {
  const picture = Buffer.from(await renderSvg(untitled)).toString("base64");
  return html`<figure id="${name}">
<h3>${title.text}</h3>
<figcaption>${title.subtitle.map((line) => html`${line}<br>`)}</figcaption>
<div class="live"></div>
<img class="picture" alt="${untitled.description}" src="data:image/svg+xml;base64,${picture}">
<p class="files">${["svg", "png", "vl.json"].map((kind) => html`<a href="${name}.${kind}">${kind}</a> `)}</p>
<script type="application/json" id="${name}-specification">${encodeScriptJson(untitled)}</script>
</figure>
`;
}
