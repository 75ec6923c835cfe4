import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { until } from "../../../testing/src/command.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { never } from "../../../testing/src/trials.js";
import { WorkerProcess } from "../../src/pool/worker-process.js";

const home = temporaryFolder();

/** A worker process that runs these lines. */
function workerOf(lines: string): WorkerProcess {
  const module = join(home, `worker-${Math.random()}.mjs`);
  writeFileSync(module, lines);
  return new WorkerProcess({ module, setting: { threads: 1 } }, never);
}

test("a worker that has died before it is asked answers at once: it cannot be timed, and crashes over a job", async () => {
  const worker = workerOf("process.exit(7);");
  await until(() => !worker.isAlive);
  await setTimeout(50); // its exit has been heard by now
  expect(await worker.measurePace({ message: {} }, 1)).toBe(0);
  expect(await worker.run({ message: {} }, () => {})).toEqual({
    status: "crashed",
    cause: "its worker process ended with exit code 7",
  });
});

test("a worker that dies while it is asked answers, too", async () => {
  const worker = workerOf('process.on("message", () => process.kill(process.pid, "SIGKILL"));');
  expect(await worker.measurePace({ message: {} }, 1)).toBe(0);
});

test("a worker that changes hands stops by the new signal, and no longer by the old one", async () => {
  const worker = workerOf(`process.on("message", ({ type, reason }) => {
    if (type === "stop") process.send({ type: "end", end: { status: "stopped", cause: reason } });
  });`);
  const [old, next] = [new AbortController(), new AbortController()];
  worker.follow(old.signal);
  worker.follow(next.signal);
  const end = worker.run({ message: {} }, () => {});
  old.abort("preempted");
  next.abort();
  expect(await end).toEqual({ status: "stopped", cause: "stopped" });
  worker.dismiss();
});

test("news other than notes say that a worker has reached its full size", async () => {
  const worker = workerOf(`process.on("message", async () => {
    for (const type of ["note", "progress"]) process.send({ type: "news", news: { type } });
    process.send({ type: "end", end: { status: "done", cause: null } });
  });`);
  const seen: [string, boolean][] = [];
  const end = await worker.run({ message: {} }, ({ type }) => seen.push([type, worker.hasStepped]));
  worker.dismiss();
  expect([seen, end.status]).toEqual([
    [
      ["note", false],
      ["progress", true],
    ],
    "done",
  ]);
});
