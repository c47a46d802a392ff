import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FakeHost } from "./fakeHost.ts";
import { openBrowser, openPage, settle } from "./page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function openInspector(width = 240, run: Parameters<FakeHost["show"]>[0] = "shakespeare"): Promise<Page> {
  const page = await openPage(browser, { kind: "inspector", width, height: 760 });
  await page.evaluate((name) => window.host.show(name, 1240), run);
  await settle(page);
  return page;
}

test("no line is cut off or scrolls sideways from 240 px on", async () => {
  for (const [width, run] of [
    [240, "shakespeare"],
    [320, "shakespeare"],
    [400, "shakespeare"],
    [240, "bidirectional"],
    [240, "mixed"],
  ] as const) {
    const page = await openInspector(width, run);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `at ${width} px`).toBeLessThanOrEqual(width);
    const cut = await page.evaluate(
      () =>
        [...document.querySelectorAll(".name, .aligned, .columns span, .flowName")].filter(
          (element) => element.scrollWidth > element.clientWidth + 1,
        ).length,
    );
    expect(cut, `at ${width} px`).toBe(0);
    await page.close();
  }
});

test("numbers of a column stand with their points below each other", async () => {
  const page = await openInspector();
  for (const figure of ["norm", "largest", "ratio"]) {
    const points = await page
      .locator(`[data-figure="${figure}"] .rest`)
      .evaluateAll((rests) => rests.map((rest) => Math.round(rest.getBoundingClientRect().left)));
    expect(new Set(points).size, figure).toBe(1);
  }
  await page.close();
});

test("a parameter opens to its three figures over time, by click and by key, and closes again", async () => {
  const page = await openInspector(320);
  const row = page.getByRole("button", { name: "recurrentKernel" }).first();
  await row.focus();
  await page.keyboard.press("Enter");
  await settle(page);
  expect(await row.getAttribute("aria-expanded")).toBe("true");
  expect(await page.locator(".parameterRow canvas:visible").count()).toBe(8 + 3);
  await row.click();
  expect(await row.getAttribute("aria-expanded")).toBe("false");
  await page.close();
});

test("an open parameter stays open while the run goes on", async () => {
  const page = await openInspector(320);
  await page.getByRole("button", { name: "kernel", exact: true }).first().click();
  for (let k = 0; k < 5; k++) await page.evaluate(() => window.host.advance(5));
  await settle(page);
  expect(await page.getByRole("button", { name: "kernel", exact: true }).first().getAttribute("aria-expanded")).toBe("true");
  expect(await page.locator(".title .reading").innerText()).toBe("step 1,265");
  await page.close();
});

test("the way back through time is read step by step, from t = T on", async () => {
  const page = await openInspector();
  await page.getByLabel(/^layer 2: the gradient/).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await settle(page);
  expect(await page.locator(".flow .reading").innerText()).toMatch(/^layer 2 {2}t = 49 {2}‖dh‖ 0\.\d+/);
  await page.getByRole("combobox", { name: "Quantity" }).click();
  await page.getByRole("option", { name: "dc" }).click();
  await settle(page);
  expect(await page.locator(".flow .hint").innerText()).toContain("cell state");
  await page.close();
});

test("a GRU has no cell state to choose, and a cell of another extension has one more", async () => {
  const offered = async (run: Parameters<FakeHost["show"]>[0]) => {
    const page = await openInspector(240, run);
    await page.getByRole("combobox", { name: "Quantity" }).click();
    const options = await page.locator(".flowControls vscode-dropdown").first().locator("vscode-option").allInnerTexts();
    await page.close();
    return options;
  };
  expect(await offered("gru")).toEqual(["dh"]);
  expect(await offered("plugin")).toEqual(["dh", "dc", "ds"]);
});

test("a backward half is drawn against the forward one, and read at the same token", async () => {
  const page = await openInspector(240, "bidirectional");
  expect(await page.locator(".flowName").allInnerTexts()).toEqual([
    "forward, layer 2",
    "forward, layer 1",
    "backward, layer 2",
    "backward, layer 1",
  ]);
  expect(await page.locator(".direction").allInnerTexts()).toEqual(["t = 24 ◀\n1", "t = 24\n▶ 1"]);
  await page.getByLabel(/^backward, layer 2: the gradient/).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await settle(page);
  expect(await page.locator(".flow .reading").innerText()).toMatch(/^backward, layer 2 {2}t = 23 \(its step 2\) {2}‖dh‖ 0\.\d+/);
  await page.close();
});

test("before the first step there is a button that trains, and then patience", async () => {
  const page = await openPage(browser, { kind: "inspector", width: 240, height: 400 });
  await settle(page);
  await page.getByRole("button", { name: "Train LSTM on the open file" }).click();
  expect(await page.evaluate(() => window.host.received.at(-1))).toEqual({ type: "command", command: "train" });
  await page.evaluate(() => window.host.show("shakespeare", 0, { status: "starting", description: null, progress: null }));
  await settle(page);
  expect(await page.getByRole("button", { name: "Train LSTM on the open file" }).isVisible()).toBe(false);
  await page.close();
});
