/** The Python of docs/checkpoints.md, run as it stands there, where Python has PyTorch. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCheckpoint } from "@selectivity-lab/run";
import { noGrad, scope } from "@selectivity-lab/torch";
import { batches, loadDataset } from "@selectivity-lab/vision";
import { expect, test } from "vitest";
import { runTrial } from "../../../run/src/trial/run-trial.js";
import { disposeData } from "../../../run/src/trial/setup/prepare.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, tinyData, trialWith } from "../../../testing/src/trials.js";

const python = process.env.PYTHON ?? "python3";
const hasTorch = spawnSync(python, ["-c", "import torch, safetensors"]).status === 0;
if (!hasTorch) console.warn(`skipped: the Python of docs/checkpoints.md, for ${python} has no torch and safetensors`);

test.skipIf(!hasTorch)(
  "a trial's weights give PyTorch the logits that they give us",
  async () => {
    const home = temporaryFolder();
    const data = await tinyData(writeTinyImages(join(home, "data")));
    await runTrial(trialWith({ model: "mlp", modelOptions: { widths: [16] } }), home, data, { stop: never });
    disposeData(data);
    const page = readFileSync(join(import.meta.dirname, "../../../../docs/checkpoints.md"), "utf8");
    const [, snippet] = /```python\n([\s\S]*?)```/.exec(page) as RegExpExecArray;
    const test = await loadDataset("fashion-mnist", "test", { dataDirs: [join(home, "data")] });
    const images = test.images.narrow(0, 0, 8);
    writeFileSync(join(home, "images.json"), JSON.stringify([...(images.toTypedArray() as Uint8Array)]));
    const shape = images.shape.join(", ");
    const program = `${snippet}
images = torch.tensor(json.load(open("images.json")), dtype=torch.uint8).reshape(${shape})
print(json.dumps(model(images).tolist()))`;
    const { stdout, stderr } = spawnSync(python, ["-c", program], { cwd: home, encoding: "utf8" });
    expect(stderr).toBe("");
    const { network, mean, std } = readCheckpoint(join(home, "best.safetensors"));
    const eight = Int32Array.from({ length: 8 }, (_, i) => i);
    const ours: number[] = [];
    for (const batch of batches({ ...test, mean, std }, eight, { batchSize: 8 }))
      ours.push(...scope(() => noGrad(() => Array.from(network.eval().forward(batch.images).toTypedArray(), Number))));
    const theirs = (JSON.parse(stdout) as number[][]).flat();
    for (const [i, logit] of ours.entries()) expect(logit).toBeCloseTo(theirs[i] as number, 5);
  },
  120_000,
);
