import { expect, test } from "vitest";
import { KeptData } from "../../src/pool/kept-data.js";

test("keeps what was loaded last, and frees it before it loads something else", async () => {
  const happened: string[] = [];
  const kept = new KeptData<string>((data) => happened.push(`free ${data}`));
  const load = (key: string) =>
    kept.load(key, async () => {
      happened.push(`load ${key}`);
      return key;
    });
  for (const key of ["a", "a", "b", "a"]) expect(await load(key)).toBe(key);
  expect(happened).toEqual(["load a", "free a", "load b", "free b", "load a"]);
});

test("a load that fails leaves nothing behind: what was freed is loaded again, and freed once", async () => {
  const freed: string[] = [];
  const kept = new KeptData<string>((data) => freed.push(data));
  await kept.load("a", async () => "first");
  await expect(kept.load("b", () => Promise.reject(new Error("no such data set")))).rejects.toThrow("no such data set");
  expect(await kept.load("a", async () => "second")).toBe("second");
  expect(freed).toEqual(["first"]);
});
