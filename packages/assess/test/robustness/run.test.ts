/** The whole of `selectivity robustness`, on real networks: tiny ones, trained in a moment. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors } from "@selectivity-lab/torch";
import { svgToPng } from "@selectivity-lab/vision";
import { beforeAll, describe, expect, test } from "vitest";
import { selectivity } from "../../../testing/src/command.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";

const home = temporaryFolder();
const environment = { XDG_CACHE_HOME: join(home, "cache") };
const run = (...words: string[]) => selectivity(words, home, environment);
const SHORT = [
  ...["--corruptions", "gaussian_noise,fog", "--severities", "1,5", "--images", "60"],
  ...[
    "--attacks",
    "fgsm,pgd-5,square-20,transfer-5",
    "--epsilons",
    "2/255,8/255",
    "--attack-images",
    "30",
    "--check-images",
    "12",
  ],
  ...["--data-dir", "data", "--json", "--quiet"],
];

beforeAll(async () => {
  writeTinyImages(join(home, "data"));
  const words = [
    "fashion-quick",
    "epochs=1",
    "trainImages=200",
    "validationImages=40",
    "batchSize=20",
    "modelOptions.width=4",
  ];
  const { code, stderr } = await run(
    "sweep",
    ...words,
    "--alphas=-1,0,1",
    "--seeds",
    "0,1",
    "--data-dir",
    "data",
    "--out",
    "s",
    "--quiet",
  );
  expect(code, stderr).toBe(0);
}, 120_000);

const trials = () => readdirSync(join(home, "s/trials"));
const bytes = (file: string) => readFileSync(join(home, file)).toString("base64");

describe("of a sweep", () => {
  test("measures every network, writes each image's bits, and prints one document", async () => {
    const { code, stdout, stderr } = await run("robustness", "s", ...SHORT);
    expect(code, stderr).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ schema: 1, settings: { corruptions: { images: 60 }, attacks: { images: 30 } } });
    expect(document.networks).toHaveLength(6);
    expect(document.byAlpha.map(({ alpha }: { alpha: number }) => alpha)).toEqual([-1, 0, 1]);
    expect(document.statements.map(({ name }: { name: string }) => name)).toEqual(["corruptions", "attacks"]);
    for (const { id, corruptions, attacks } of document.networks) {
      const folder = join(home, "s/trials", id, "robustness");
      const bitsOf = (part: string, key: string) => readSafetensors(join(folder, `${part}-${key}.safetensors`)).tensors;
      const mean = (values: Uint8Array) => values.reduce((sum, bit) => sum + bit, 0) / values.length;
      const right = bitsOf("corruptions", corruptions.key);
      for (const [i, { corruption, severity, accuracy }] of corruptions.cells.entries()) {
        expect([corruption, severity]).toEqual([["gaussian_noise", "fog"][i >> 1], [1, 5][i % 2]]);
        const all = right.get(`correct/${corruption}`)?.toTypedArray() as Uint8Array;
        expect(mean(all.subarray((i % 2) * 60, (i % 2) * 60 + 60))).toBeCloseTo(accuracy, 12);
      }
      const broken = bitsOf("attacks", attacks.key);
      const names = ["fgsm", "pgd-5", "square-20", "transfer-5"];
      const rows = names.map((name) => broken.get(`broken/${name}`)?.toTypedArray() as Uint8Array);
      const worst = broken.get("broken/worst-case")?.toTypedArray() as Uint8Array;
      expect(worst).toEqual(worst.map((_, i) => Math.max(...rows.map((row) => row[i] as number))));
      for (const [e, { accuracy }] of attacks.curve.entries())
        expect(accuracy).toBeCloseTo(1 - mean(worst.subarray(30 * e, 30 * e + 30)), 12);
      expect(attacks.curve[1].accuracy).toBeLessThanOrEqual(attacks.curve[0].accuracy);
      expect(attacks.checks.checks.length).toBeGreaterThan(8);
      expect(attacks.source).toMatch(/best\.safetensors$/);
    }
  }, 180_000);

  test("does nothing twice, and gives the same answer", async () => {
    const before = trials().map((id) =>
      bytes(`s/trials/${id}/robustness/${readdirSync(join(home, "s/trials", id, "robustness"))[0]}`),
    );
    const first = await run("robustness", "s", ...SHORT);
    expect(first.code, first.stderr).toBe(0);
    const after = trials().map((id) =>
      bytes(`s/trials/${id}/robustness/${readdirSync(join(home, "s/trials", id, "robustness"))[0]}`),
    );
    expect(after).toEqual(before);
  });

  test("gives the same bits in one process as in several, from a cache that is empty again", async () => {
    const [id] = trials() as [string];
    const folder = join(home, "s/trials", id, "robustness");
    const files = readdirSync(folder).filter((name) => name.endsWith(".safetensors"));
    const before = files.map((name) => bytes(`s/trials/${id}/robustness/${name}`));
    rmSync(folder, { recursive: true });
    rmSync(join(home, "cache"), { recursive: true });
    const { code, stderr } = await run("robustness", "s", ...SHORT, "--jobs", "1", "--threads", "1");
    expect(code, stderr).toBe(0);
    expect(files.map((name) => bytes(`s/trials/${id}/robustness/${name}`))).toEqual(before);
  }, 60_000);

  test("does not reuse results of frost photographs that have changed since", async () => {
    mkdirSync(join(home, "frost"), { recursive: true });
    const draw = (color: string) => {
      const picture = svgToPng(
        `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="${color}"/></svg>`,
      );
      for (const name of ["frost1", "frost2", "frost3", "frost4", "frost5"])
        writeFileSync(join(home, "frost", `${name}.png`), picture);
    };
    const evaluate = async () => {
      const few = ["--corruptions", "frost", "--severities", "5", "--images", "30", "--attacks", "none"];
      const { code, stdout, stderr } = await run("robustness", "s", ...few, "--frost", "frost", ...SHORT.slice(-4));
      expect(code, stderr).toBe(0);
      return JSON.parse(stdout).networks.map(({ corruptions }: { corruptions: { key: string } }) => corruptions.key);
    };
    draw("#fff");
    const white = await evaluate();
    draw("#000");
    const black = await evaluate();
    expect(new Set([...white, ...black]).size).toBe(2);
    const folder = join(home, "s/trials", trials()[0] as string, "robustness");
    for (const [key] of [white, black]) expect(existsSync(join(folder, `corruptions-${key}.json`))).toBe(true);
    await run("robustness", "s", ...SHORT); // what the report shows below
  }, 120_000);

  test("stands in the report", async () => {
    const { code, stdout } = await run("report", "s", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).statements).toHaveLength(2);
    const page = readFileSync(join(home, "s/report/index.html"), "utf8");
    for (const text of [
      "Corrupted accuracy is higher where class selectivity is lower",
      "Can the attacks be trusted?",
      "iterative-beats-single-step",
    ])
      expect(page).toContain(text);
    for (const name of ["robustness-by-selectivity", "robustness-by-alpha", "corruption-heat-map", "attack-curves"])
      expect(existsSync(join(home, `s/report/${name}.png`)), name).toBe(true);
    expect(existsSync(join(home, "s/robustness/examples.png"))).toBe(true);
  }, 60_000);
});

describe("of one network", () => {
  test("goes beside its file, and prints tables", async () => {
    const [id] = trials() as [string];
    const words = [
      "robustness",
      `s/trials/${id}/model.safetensors`,
      "--corruptions",
      "snow",
      "--images",
      "20",
      "--attacks",
      "none",
      "--data-dir",
      "data",
    ];
    const { code, stdout, stderr } = await run(...words);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("snow");
    expect(
      readdirSync(join(home, `s/trials/${id}/model-robustness`)).some((name) => name.startsWith("corruptions-")),
    ).toBe(true);
  }, 60_000);
});

describe("what cannot be evaluated is said in one screen, and nothing is written", () => {
  test.each([
    [["nothing"], "nothing does not exist"],
    [["s", "--corruptions", "fogg"], 'Did you mean "fog"'],
    [["s", "--attacks", "pgdd"], 'did you mean "pgd"'],
    [["s", "--severities", "6"], "expected whole numbers from 1 to 5, got 6"],
    [["s", "--epsilons", "0"], "--epsilons 0: expected a number above 0"],
    [["s", "--corruptions", "none", "--attacks", "none"], "corruptions and attacks are both none"],
    [["s", "--corruptions", "frost"], "frost needs the original photographs"],
    [["s", "--frost", "data"], "expected frost1.png or frost1.jpg"],
    [["s", "--published", "data"], "expected gaussian_noise.npy and labels.npy"],
    [["s", "--data", "cifar10"], "CIFAR-10"],
  ])("%o", async (words, message) => {
    const before = readFileSync(join(home, "s/robustness/run.json"), "utf8");
    const { code, stderr } = await run("robustness", ...words, "--data-dir", "data");
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(readFileSync(join(home, "s/robustness/run.json"), "utf8")).toBe(before);
  });

  test("a damaged file of a network fails that network alone", async () => {
    const [id] = trials() as [string];
    writeFileSync(join(home, `s/trials/${id}/best.safetensors`), "no weights");
    const { code, stderr } = await run(
      "robustness",
      "s",
      ...SHORT.slice(0, 4),
      "--images",
      "10",
      "--attacks",
      "none",
      "--data-dir",
      "data",
    );
    expect([1, 2]).toContain(code);
    expect(stderr).toContain("best.safetensors");
  }, 60_000);
});
