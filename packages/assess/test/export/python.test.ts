import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { everyFamily, writeNetwork } from "../../../testing/src/networks.js";
import { exportNetwork } from "../../src/export/export.js";

/** The Python to ask: `$PYTHON`, or the first on the path. */
const python = process.env.PYTHON ?? "python3";
const missing = spawnSync(python, ["-c", "import onnx"]).status === 0 ? "" : ` (skipped: ${python} has no onnx)`;

const CHECK = `
import sys, onnx
for file in sys.argv[1:]:
    onnx.checker.check_model(file, full_check=True)
    model = onnx.load(file)
    print(model.ir_version, model.opset_import[0].version, [n.name for n in model.graph.input if "/" not in n.name])
`;

describe.skipIf(missing)(`the files that are written, read by Python${missing}`, () => {
  const home = temporaryFolder();

  test.each(everyFamily)("$model $options passes onnx.checker, its inferred shapes too", async (spec) => {
    const [file, plain, units] = ["any.safetensors", "plain.onnx", "units.onnx"].map((name) => join(home, name)) as [
      string,
      string,
      string,
    ];
    writeNetwork(file, spec);
    await exportNetwork(file, { to: "onnx", out: plain, force: true });
    await exportNetwork(file, { to: "onnx", out: units, force: true, units: true });
    const said = execFileSync(python, ["-c", CHECK, plain, units], { encoding: "utf8" });
    expect(said).toBe("8 17 ['images']\n".repeat(2));
  });
});
