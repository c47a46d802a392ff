import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openPage, settle } from "./page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function openInspector(width = 240): Promise<Page> {
  const page = await openPage(browser, { kind: "inspector", width, height: 760 });
  await page.evaluate(() => window.host.show("shakespeare", 1240));
  await settle(page);
  return page;
}

test("no line is cut off or scrolls sideways from 240 px on", async () => {
  for (const width of [240, 320, 400]) {
    const page = await openInspector(width);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `at ${width} px`).toBeLessThanOrEqual(width);
    const cut = await page.evaluate(
      () =>
        [...document.querySelectorAll(".name, .aligned, .columns span")].filter(
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
  await page.getByLabel(/^Layer 2: the gradient/).focus();
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
