/**
 * A sheet of corrupted images to look at: one row per corruption, one column per severity, the same images in each cell.
 *
 * @module
 */
import { corrupt, type FrostPhotographs, type SeverityTable } from "@selectivity-lab/perturb";
import { cat, type Tensor } from "@selectivity-lab/torch";
import { mosaicPng } from "@selectivity-lab/vision";

/** Contents of a sheet. */
export interface SheetOptions {
  readonly corruptions: readonly string[];
  readonly severities: readonly number[];
  readonly seed: number;
  /** Position of each image in its data set. */
  readonly indices: Int32Array;
  readonly table?: SeverityTable | undefined;
  readonly frost?: FrostPhotographs | undefined;
  /** Called after each corruption at each severity. */
  readonly onEach?: () => void;
}

/** Width of the row labels, height of the headings, and gap between images, in pixels of the sheet. */
const LABEL = 130;
const HEAD = 26;
const GAP = 2;
/** Smallest and largest width of an image on the sheet. */
const [NARROWEST, WIDEST] = [48, 256];

/**
 * Draws a sheet.
 *
 * @param images uint8 `[N, C, H, W]`; each row begins with the uncorrupted images.
 * @returns a PNG.
 */
export async function drawCorruptionSheet(images: Tensor, options: SheetOptions): Promise<Uint8Array> {
  const { corruptions, severities } = options;
  const [count = 0, , height = 0, width = 0] = images.shape;
  const zoom = Math.max(1, Math.ceil(NARROWEST / width));
  const scale = Math.min(1, WIDEST / width);
  const columns = count * (1 + severities.length);
  const all = await corruptRows(images, options);
  const mosaic = await mosaicPng(all, { columns, zoom, gap: GAP });
  all.dispose();
  const [cell, row] = [width, height].map((side) => scale * (side * zoom + GAP)) as [number, number];
  const size = { width: LABEL + columns * cell + GAP, height: HEAD + corruptions.length * row + GAP };
  const heads = ["original", ...severities.map((severity) => `severity ${severity}`)];
  const { svgToPng } = await import("@selectivity-lab/vision"); // only who draws loads the libraries that do
  return svgToPng(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" font-family="DejaVu Sans" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
${heads.map((head, i) => `<text x="${LABEL + i * count * cell}" y="17">${head}</text>`).join("\n")}
${corruptions.map((name, i) => `<text x="${LABEL - 10}" y="${HEAD + (i + 0.5) * row + 3}" text-anchor="end">${name.replaceAll("_", " ")}</text>`).join("\n")}
<image x="${LABEL}" y="${HEAD}" width="${columns * cell - GAP}" height="${corruptions.length * row - GAP}" href="data:image/png;base64,${Buffer.from(mosaic).toString("base64")}"/>
</svg>`,
    1,
  );
}

/** The images as they are, then at each severity, for one corruption after the other. */
async function corruptRows(images: Tensor, { corruptions, severities, onEach, ...how }: SheetOptions): Promise<Tensor> {
  const made: Tensor[] = [];
  const rows: Tensor[] = [];
  try {
    for (const corruption of corruptions) {
      rows.push(images);
      for (const severity of severities) {
        const corrupted = await corrupt(images, { ...how, corruption, severity });
        made.push(corrupted);
        rows.push(corrupted);
        onEach?.();
      }
    }
    return cat(rows);
  } finally {
    for (const tensor of made) tensor.dispose();
  }
}
