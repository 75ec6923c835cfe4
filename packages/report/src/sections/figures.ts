/**
 * The report's figures.
 *
 * @module
 */
import type { Figure } from "../figures/contract/figure.js";
import { renderSvg } from "../figures/contract/render.js";
import { encodeScriptJson, type Html, html } from "../html/html.js";

/** The figures; their titles and captions are the page's text, so that they can be read aloud and searched. */
export async function renderFigures(figures: readonly (readonly [string, Figure])[]): Promise<Html> {
  const blocks: Html[] = [];
  for (const [name, figure] of figures) blocks.push(await figureBlock(name, figure));
  return html`<section aria-labelledby="figures">
<h2 id="figures">Figures</h2>
<p class="hint">Hover over a point to see which trial it is. Click an alpha in a legend to single it out, another to add it,
and the same again to drop it.</p>
${blocks}</section>
`;
}

async function figureBlock(name: string, { title, ...untitled }: Figure): Promise<Html> {
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
