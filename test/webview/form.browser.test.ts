import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enginesForm } from "./fixture/enginesForm.ts";
import { openBrowser, openPage, settle, type ThemeName } from "./page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const openForm = async (width = 1000, theme: ThemeName = "dark-modern"): Promise<Page> => {
  const page = await openPage(browser, { kind: "form", width, height: 900, theme });
  await settle(page);
  return page;
};
const changes = (page: Page) => page.evaluate(() => window.formHost.changes);
// biome-ignore lint/suspicious/noExplicitAny: what the form's owner holds has the schema's form, which is data here
const value = (page: Page): Promise<any> => page.evaluate(() => window.formHost.value);
const row = (page: Page, pointer: string) => page.locator(`.formRow[data-pointer="${pointer}"]`);
const focusedPlace = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest("[data-pointer]")?.getAttribute("data-pointer") ?? null);

const unfold = (page: Page) =>
  page.evaluate(() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });

async function pick(page: Page, pointer: string, list: RegExp, option: string): Promise<void> {
  await row(page, pointer).getByRole("combobox", { name: list }).click();
  await row(page, pointer).getByRole("option", { name: option, exact: true }).click();
  await settle(page);
}

describe("a form", () => {
  test("reports each number that is allowed by its pointer, and says what is wrong with the others", async () => {
    const page = await openForm();
    const size = "/network/stacked/0/lstm/hiddenSize";
    const input = row(page, size).getByRole("textbox");
    await input.fill("64");
    expect((await changes(page)).at(-1)).toEqual([size, 64]);
    await input.fill("0.5");
    expect(await row(page, size).locator(".problem").innerText()).toBe("must be a whole number from 1 to 2048");
    expect(await input.getAttribute("aria-invalid")).toBe("true");
    await input.fill("");
    expect(await row(page, size).locator(".problem").innerText()).toBe("is missing");
    expect((await value(page)).network.stacked[0].lstm.hiddenSize).toBe(64);
    await input.fill("65");
    expect(await row(page, size).locator(".problem").isVisible()).toBe(false);
    await page.close();
  });

  test("does not write over what a person is writing", async () => {
    const page = await openForm();
    const input = row(page, "/training/learningRate").getByRole("textbox");
    await input.fill("0.");
    await input.pressSequentially("010");
    expect(await input.inputValue()).toBe("0.010");
    expect((await value(page)).training.learningRate).toBe(0.01);
    await page.close();
  });

  test("leaves out what is emptied, and shows what is usual in its place", async () => {
    const page = await openForm();
    await row(page, "/training/steps").getByRole("textbox").fill("");
    expect((await changes(page)).at(-1)).toEqual(["/training/steps", undefined]);
    expect((await value(page)).training).not.toHaveProperty("steps");
    await page.locator("summary", { hasText: "5 more options" }).click();
    expect(await row(page, "/network/stacked/0/lstm/forgetBias").getByRole("textbox").getAttribute("placeholder")).toBe("0");
    await page.close();
  });

  test("adds, moves and removes layers, and the focus goes with them", async () => {
    const page = await openForm();
    await page.getByRole("button", { name: "Add to stacked" }).click();
    await settle(page);
    expect((await value(page)).network.stacked).toHaveLength(3);
    expect(await focusedPlace(page)).toBe("/network/stacked/2");
    await page.getByRole("button", { name: /^Move up stacked 3/ }).click();
    await page.getByRole("button", { name: /^Move up stacked 2/ }).click();
    await settle(page);
    const kinds = () => value(page).then(({ network }) => network.stacked.map((layer: object) => Object.keys(layer)[0]));
    expect(await kinds()).toEqual(["bidirectional", "lstm", "bidirectional"]);
    await page.getByRole("button", { name: /^Remove stacked 2/ }).click();
    await page.getByRole("button", { name: /^Remove stacked 2/ }).click();
    await settle(page);
    expect(await kinds()).toEqual(["bidirectional"]);
    expect(await page.getByRole("button", { name: /^Remove stacked 1/ }).getAttribute("disabled")).not.toBeNull();
    await page.close();
  });

  test("wraps a network, takes it out again, and goes on from the numbers that stand there by then", async () => {
    const page = await openForm();
    const layer = "/network/stacked/0";
    await row(page, `${layer}/lstm/hiddenSize`).getByRole("textbox").fill("48");
    await pick(page, layer, /^Wrap/, "into residual");
    expect((await value(page)).network.stacked[0]).toEqual({ residual: { lstm: { hiddenSize: 48 } } });
    expect(await focusedPlace(page)).toBe(layer);
    await pick(page, layer, /^Wrap/, "into bidirectional");
    expect((await value(page)).network.stacked[0]).toEqual({
      bidirectional: { forward: { residual: { lstm: { hiddenSize: 48 } } } },
    });
    await pick(page, layer, /^Wrap/, "take out what is within");
    await pick(page, layer, /^Wrap/, "take out what is within");
    expect((await value(page)).network.stacked[0]).toEqual({ lstm: { hiddenSize: 48 } });
    await page.close();
  });

  test("keeps the layers of a stack when options are to be said beside them", async () => {
    const page = await openForm();
    const { stacked } = (await value(page)).network;
    await pick(page, "/network/stacked", /form$/, "with options");
    expect((await value(page)).network.stacked).toEqual({ layers: stacked });
    await row(page, "/network/stacked/dropout").getByRole("textbox").fill("0.1");
    await page.getByRole("button", { name: "Add to layers" }).click();
    await settle(page);
    expect((await value(page)).network.stacked).toEqual({ layers: [...stacked, stacked[1]], dropout: 0.1 });
    await page.close();
  });

  test("gives another kind what it must have", async () => {
    const page = await openForm();
    await pick(page, "/network/stacked/0", /^stacked 1/, "GRU");
    expect((await value(page)).network.stacked[0]).toEqual({ gru: { hiddenSize: 64 } });
    await page.close();
  });

  test("makes an object of a name that stood alone once an option of it is said", async () => {
    const page = await openForm();
    const beta = row(page, "/training/optimizer/adam/beta1").getByRole("textbox");
    await beta.click();
    await beta.pressSequentially("0.8");
    await settle(page);
    expect((await value(page)).training.optimizer).toEqual({ adam: { beta1: 0.8 } });
    expect(await focusedPlace(page)).toBe("/training/optimizer/adam/beta1");
    expect(await beta.inputValue()).toBe("0.8");
    await page.close();
  });

  test("switches on and off what may be absent, and changes a number into a schedule", async () => {
    const page = await openForm();
    await row(page, "/head/embedding").getByRole("checkbox").click();
    await settle(page);
    expect((await value(page)).head).toEqual({ embedding: { size: 32 } });
    await row(page, "/head/embedding").getByRole("checkbox").click();
    await settle(page);
    expect((await value(page)).head).toEqual({});
    await pick(page, "/training/learningRate", /form$/, "by name");
    expect((await value(page)).training.learningRate).toEqual({ cosine: { rate: 0 } });
    await page.close();
  });

  test("shows a problem that it is told at its place, or at the nearest that has a line, and opens what hides it", async () => {
    const page = await openForm();
    await page.evaluate(() =>
      window.formHost.show(window.formHost.value, [
        { pointer: "/network/stacked/1/bidirectional/forward/gru/hiddenSize/0", message: "is too large" },
        { pointer: "/training/clipping/norm", message: "is below 0" },
      ]),
    );
    await settle(page);
    expect(await row(page, "/network/stacked/1/bidirectional/forward/gru/hiddenSize").locator(".problem").innerText()).toBe(
      "is too large",
    );
    expect(await row(page, "/training/clipping/norm").locator(".problem").innerText()).toBe("is below 0");
    await page.close();
  });

  test("keeps open what is open, and the focus where it is, when it is built anew", async () => {
    const page = await openForm();
    await page.locator("summary", { hasText: "5 more options" }).click();
    await row(page, "/network/stacked/0/lstm/forgetBias").getByRole("textbox").focus();
    await page.evaluate(() => {
      const { network, ...rest } = window.formHost.value as { network: { stacked: unknown[] } };
      window.formHost.show({ ...rest, network: { stacked: [...network.stacked, { gru: { hiddenSize: 2 } }] } });
    });
    await settle(page);
    expect(await row(page, "/network/stacked/0/lstm/forgetBias").isVisible()).toBe(true);
    expect(await focusedPlace(page)).toBe("/network/stacked/0/lstm/forgetBias");
    await page.close();
  });

  test("fits into a narrow page, and every control is reached by the keyboard", async () => {
    const page = await openForm(320);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const reached = new Set<string>();
    for (let k = 0; k < 40; k++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(
        () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
      );
      reached.add(at);
    }
    for (const name of [
      /^hidden size: Units/,
      /^Wrap network/,
      /^Add to stacked/,
      /^Move down stacked 1/,
      /^merge/,
      /^optimizer: How/,
      /more options$/,
    ])
      expect(
        [...reached].some((label) => name.test(label)),
        String(name),
      ).toBe(true);
    await page.close();
  });
});

test("the engine's own recipes are edited by it, a plugin's cell among them", async () => {
  const page = await openPage(browser, { kind: "form", width: 440, height: 900, remembered: enginesForm });
  await settle(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(440);
  expect(await page.locator(".formSection h3").allInnerTexts()).toEqual(["text", "head", "training", "sampling"]);
  await pick(page, "/network/stacked/0", /^stacked 1/, "notebook cell");
  expect((await value(page)).network.stacked[0]).toEqual({ notebookCell: { hiddenSize: 32 } });
  await pick(page, "/task", /^task/, "series");
  expect((await value(page)).task).toEqual({ series: {} });
  await unfold(page);
  await settle(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(440);
  await page.close();
});

test.each(["dark-modern", "light-modern", "high-contrast", "high-contrast-light"] as const)(
  "axe finds nothing in %s",
  async (theme) => {
    const page = await openForm(800, theme);
    await unfold(page);
    await row(page, "/network/stacked/0/lstm/hiddenSize").getByRole("textbox").fill("0");
    await settle(page);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().include("#root").analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))).toEqual([]);
    await page.close();
  },
);
