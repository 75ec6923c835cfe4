/**
 * Our single-unit ablations: every one of ResNet20's 688 units removed alone, damage on some images of random bytes.
 *
 *     node benchmarks/ours/ablate.js --threads 2 --images 100
 *
 * @module
 */
import { parseArgs } from "node:util";
import { scoreLesions } from "@selectivity-lab/assess";
import { setThreads } from "@selectivity-lab/torch";
import { createNetwork } from "./networks.js";
import { createNoise } from "./noise.js";
import { timed } from "./timed.js";

const { values } = parseArgs({ options: { threads: { type: "string" }, images: { type: "string" } } });

setThreads(Number(values.threads));
const { model, classes } = createNetwork("resnet20");
const dataset = createNoise(Number(values.images), classes);
const lesions = [];
for (const [layer, units] of widthsOf(model))
  for (let unit = 0; unit < units; unit++) lesions.push(new Map([[layer, [unit]]]));
const indices = Int32Array.from({ length: Number(values.images) }, (_, index) => index);
await scoreLesions(model, dataset, indices, lesions.slice(0, 32)); // to warm up
await timed(() => scoreLesions(model, dataset, indices, lesions), { warmUp: 0, times: 1 });

/** Units of each layer of a ResNet20: its stages have 16, 32 and 64. */
function widthsOf(network) {
  return network.unitLayers().map((layer) => [layer, 16 * 2 ** (Number(/^layer(\d)/.exec(layer)?.[1] ?? 1) - 1)]);
}
