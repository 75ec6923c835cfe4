/**
 * Corrupting pictures of 3 × 32 × 32 at all five severities: seconds of the wall clock, all processes at work.
 *
 *     node benchmarks/ours/corrupt.js --threads 2 [--corruptions fog,snow] [--images 10000] [--times 1] [--warm-up 0]
 *
 * A process works on one corruption at a time, as the lab's do. Pictures are colors that vary smoothly: what is in
 * them changes next to nothing about the time.
 * @module
 */
import { fork } from "node:child_process";
import { parseArgs } from "node:util";
import { corrupt, corruptionNames } from "@selectivity-lab/perturb";
import { fromBytes, setThreads } from "@selectivity-lab/torch";

const { values } = parseArgs({
  options: {
    threads: { type: "string" },
    corruptions: { type: "string", default: corruptionNames.join() },
    images: { type: "string", default: "10000" },
    times: { type: "string", default: "1" },
    "warm-up": { type: "string", default: "0" },
    worker: { type: "boolean", default: false },
  },
});
const count = Number(values.images);

if (values.worker) work();
else await measure();

function work() {
  setThreads(1);
  const bytes = Uint8Array.from({ length: count * 3 * 32 * 32 }, (_, i) => 128 + 127 * Math.sin(i / 50 + i / 3072));
  const images = fromBytes(bytes, { dtype: "uint8", shape: [count, 3, 32, 32] });
  process.on("message", async (corruption) => {
    for (const severity of [1, 2, 3, 4, 5]) (await corrupt(images, { corruption, severity })).dispose();
    process.send("done");
  });
  process.send("ready");
}

async function measure() {
  const words = [...process.argv.slice(2), "--worker"];
  const workers = Array.from({ length: Number(values.threads) }, () => fork(process.argv[1], words));
  await Promise.all(workers.map((worker) => once(worker)));
  const milliseconds = [];
  for (let round = -Number(values["warm-up"]); round < Number(values.times); round++) {
    const queue = values.corruptions.split(",");
    const start = performance.now();
    await Promise.all(
      workers.map(async (worker) => {
        for (let next = queue.shift(); next; next = queue.shift()) {
          worker.send(next);
          await once(worker);
        }
      }),
    );
    if (round >= 0) milliseconds.push(performance.now() - start);
  }
  for (const worker of workers) worker.disconnect();
  console.log(JSON.stringify({ milliseconds }));
}

function once(worker) {
  return new Promise((resolve) => worker.once("message", resolve));
}
