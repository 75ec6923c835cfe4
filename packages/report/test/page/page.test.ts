import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSweep, trialId } from "../../../testing/src/fixtures/sweep.js";
import { writeReport } from "../../src/page/write-report.js";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const missing = existsSync(CHROMIUM) ? "" : ` (skipped: no Chromium at ${CHROMIUM})`;

describe.skipIf(missing)(`the page, opened from the disk${missing}`, () => {
  const requests: string[] = [];
  const troubles: string[] = [];
  let browser: Browser;
  let page: Page;
  let url: string;

  beforeAll(async () => {
    const folder = makeSweep({ failed: [trialId(20, 1)], name: "</script><script>hacked = true</script>" });
    url = pathToFileURL((await writeReport(folder)).report).href;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    page = await browser.newPage({ colorScheme: "light" });
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (message) => troubles.push(message.text()));
    await page.goto(url);
    await page.waitForFunction("document.querySelectorAll('figure:not(.drawn)').length === 0");
  });
  afterAll(() => browser.close());

  const scatter = "#accuracy-by-selectivity .live";
  const points = (id: string) => page.locator(`${scatter} path[aria-label*="trial: ${id};"]`);

  test("names the trial under the pointer", async () => {
    await points(trialId(5, 0)).first().hover();
    const tooltip = page.locator("#vg-tooltip-element");
    await expect.poll(() => tooltip.textContent()).toMatch(trialId(5, 0));
    const text = await tooltip.textContent();
    expect(text).toMatch(/alpha\s*5/);
    expect(text).toMatch(/seed\s*0/);
    expect(text).toMatch(/test accuracy\s*6\d\.\d+%/);
    expect(text).toMatch(/mean selectivity\s*0\.\d+/);
  });

  test("singles out an alpha when its legend entry is clicked, in both panels, until it is clicked again", async () => {
    const opacity = (alpha: number) =>
      points(trialId(alpha, 0)).evaluateAll((marks) => marks.map((mark) => Number(mark.getAttribute("opacity"))));
    expect(await opacity(1)).toEqual([1, 1]);
    await page.locator(`${scatter} .role-legend-label text`, { hasText: /^\+2$/ }).click();
    await expect.poll(() => opacity(1)).toEqual([0.06, 0.06]);
    expect(await opacity(2)).toEqual([1, 1]);
    await page.locator(`${scatter} .role-legend-label text`, { hasText: /^\+2$/ }).click();
    await expect.poll(() => opacity(1)).toEqual([1, 1]);
  });

  test("sorts the trials by a heading, either way, with those that have no value last", async () => {
    const heading = page.locator(".sortable th", { hasText: "accuracy" });
    const cells = page.locator(".sortable tbody td:nth-child(5)");
    const column = () => cells.evaluateAll((all) => all.map((cell) => cell.getAttribute("data-value")));
    await heading.getByRole("button").click();
    const upwards = await column();
    const values = upwards.slice(0, -1);
    expect(await heading.getAttribute("aria-sort")).toBe("ascending");
    expect(upwards.at(-1)).toBe("");
    expect(values).toEqual(values.toSorted((a, b) => Number(a) - Number(b)));
    await heading.getByRole("button").click();
    expect(await heading.getAttribute("aria-sort")).toBe("descending");
    expect(await column()).toEqual([...values.reverse(), ""]);
  });

  test("follows the reader's color scheme, also when it changes", async () => {
    const title = page.locator(`${scatter} .role-axis-title text`).first();
    await expect.poll(() => title.getAttribute("fill")).toBe("#1b1b1b");
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(() => title.getAttribute("fill")).toBe("#ececec");
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(22, 24, 27)");
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(() => title.getAttribute("fill")).toBe("#1b1b1b");
  });

  test("shows pictures with a description where scripts are off", async () => {
    const plain = await browser.newPage({ javaScriptEnabled: false });
    await plain.goto(url);
    const picture = plain.locator("#accuracy-by-selectivity img");
    expect(await picture.isVisible()).toBe(true);
    expect(await picture.getAttribute("alt")).toMatch(
      /^Scatter plot of test accuracy .*; 21 networks, colored by alpha/,
    );
  });

  test("asks for nothing but its own file, runs no name as a script, and meets no error", async () => {
    expect(await page.evaluate("'hacked' in window")).toBe(false);
    expect(requests).toContain(url);
    expect(requests.filter((address) => !/^(file|data):/.test(address))).toEqual([]);
    expect(troubles).toEqual([]);
  });
});
