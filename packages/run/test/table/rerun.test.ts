import { expect, test } from "vitest";
import { rerunCommand } from "../../src/table/rerun.js";

test("the command that trains a trial again names its folder, and where the data are", () => {
  expect(rerunCommand({ folder: "runs/a" }, { id: "0123456789ab" })).toBe(
    "npx selectivity train --out runs/a/trials/0123456789ab",
  );
  expect(rerunCommand({ folder: "my runs/a" }, { id: "0123456789ab" }, ["my data", "more"])).toBe(
    "npx selectivity train --out 'my runs/a/trials/0123456789ab' --data-dir 'my data' --data-dir more",
  );
});
