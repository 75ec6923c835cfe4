import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { memoryLeft } from "../../src/pool/memory-left.js";

const home = temporaryFolder();
let count = 0;

/** A machine that has 8,000 kB left, with these files beside. */
function machine(files: Record<string, string>): string {
  const root = join(home, String(count++));
  for (const [file, text] of Object.entries({ "proc/meminfo": "MemAvailable:    8000 kB\n", ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

const KB = 1024;
const v2 = (place: string, max: string, current: number, stat = "") => ({
  [`sys/fs/cgroup/${place}memory.max`]: `${max}\n`,
  [`sys/fs/cgroup/${place}memory.current`]: `${current}\n`,
  [`sys/fs/cgroup/${place}memory.stat`]: stat,
});

test("memoryLeft is what the machine has, where nobody has put a limit on us", () => {
  expect(memoryLeft(machine({}))).toBe(8000 * KB);
  expect(memoryLeft(machine({ "proc/self/cgroup": "0::/job\n", ...v2("job/", "max", 5000) }))).toBe(8000 * KB);
});

test("memoryLeft is what is left of our group's limit, and of those above, without the pages of files", () => {
  const inner = v2(
    "slurm/job/",
    `${5000 * KB}`,
    3000 * KB,
    `anon 1\ninactive_file ${600 * KB}\nactive_file ${400 * KB}\n`,
  );
  const where = { "proc/self/cgroup": "0::/slurm/job\n" };
  expect(memoryLeft(machine({ ...where, ...inner }))).toBe(3000 * KB);
  expect(memoryLeft(machine({ ...where, ...inner, ...v2("slurm/", `${4000 * KB}`, 3500 * KB) }))).toBe(500 * KB);
});

test("memoryLeft reads the first version of these groups, in a container too, which sees its own as the root", () => {
  const files = (place: string) => ({
    [`sys/fs/cgroup/memory/${place}memory.limit_in_bytes`]: `${2000 * KB}\n`,
    [`sys/fs/cgroup/memory/${place}memory.usage_in_bytes`]: `${1500 * KB}\n`,
    [`sys/fs/cgroup/memory/${place}memory.stat`]: `inactive_file 1\ntotal_inactive_file ${100 * KB}\n`,
  });
  const where = { "proc/self/cgroup": "5:cpu:/x\n4:memory:/docker/abc\n0::/\n" };
  expect(memoryLeft(machine({ ...where, ...files("docker/abc/") }))).toBe(600 * KB);
  expect(memoryLeft(machine({ ...where, ...files("") }))).toBe(600 * KB);
});

test("memoryLeft does not hold anybody back where the system says nothing", () => {
  expect(memoryLeft(join(home, "nowhere"))).toBe(Number.POSITIVE_INFINITY);
  expect(memoryLeft()).toBeGreaterThan(0);
});
