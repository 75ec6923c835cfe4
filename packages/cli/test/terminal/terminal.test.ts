import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const COMMAND = join(import.meta.dirname, "../bin/selectivity.js");

test("a command goes on quietly when the reader of its output leaves, as head does", () => {
  const script = `"${process.execPath}" "${COMMAND}" doctor 2>&1 >&3 | cat`; // stderr to us, stdout to a pipe that closes
  const said = execFileSync("bash", ["-c", `(${script}) 3> >(head -c 1 >/dev/null)`], { encoding: "utf8" });
  expect(said).toBe("");
});
