/**
 * The script of the page.
 *
 * @module
 */

/**
 * Draws each figure in place of its picture, again when the reader's color scheme changes, and sorts tables.
 *
 * Text instead of a function, so that the bytes of the page do not depend on the compiler of this file.
 */
export const CLIENT_SCRIPT = `
const dark = matchMedia("(prefers-color-scheme: dark)");
const json = (id) => JSON.parse(document.getElementById(id).textContent);

async function draw(figure) {
  const spec = json(figure.id + "-specification");
  const theme = dark.matches ? json("dark-theme") : spec.config;
  const font = getComputedStyle(document.body).fontFamily;
  const config = { ...theme, font, background: "transparent", padding: 8 };
  const tooltip = { theme: dark.matches ? "dark" : "light" };
  await vegaEmbed(figure.querySelector(".live"), { ...spec, config }, { actions: false, renderer: "svg", tooltip });
  figure.classList.add("drawn");
}

const drawAll = () => document.querySelectorAll("figure").forEach(draw);
drawAll();
dark.addEventListener("change", drawAll);

function sort(button) {
  const heading = button.closest("th");
  const ascending = heading.getAttribute("aria-sort") !== "ascending";
  for (const other of heading.parentElement.children) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const body = heading.closest("table").tBodies[0];
  const value = (row) => row.cells[heading.cellIndex].dataset.value;
  const compare = (a, b) => a - b || (isNaN(a - b) ? a.localeCompare(b) : 0);
  const known = [...body.rows].filter((row) => value(row) !== "");
  const unknown = [...body.rows].filter((row) => value(row) === "");
  known.sort((a, b) => (ascending ? 1 : -1) * compare(value(a), value(b)));
  body.append(...known, ...unknown);
}

for (const button of document.querySelectorAll("th button")) button.addEventListener("click", () => sort(button));
`;
