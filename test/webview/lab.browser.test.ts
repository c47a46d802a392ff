import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FromView } from "../../webview/protocol.ts";
import { openBrowser, openPage, settle } from "./page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const openLab = (width = 1100, height = 900): Promise<Page> => openPage(browser, { kind: "lab", width, height });
const received = (page: Page): Promise<FromView[]> => page.evaluate(() => window.host.received);
const commands = async (page: Page): Promise<string[]> =>
  (await received(page)).flatMap((message) => (message.type === "command" ? [message.command] : []));
const lastWatch = async (page: Page) =>
  (await received(page)).flatMap((message) => (message.type === "watch" ? [message.tensors] : [])).at(-1) ?? [];
const tab = (page: Page, name: string) => page.getByRole("tab", { name });

async function training(page: Page, steps = 1240): Promise<void> {
  await page.evaluate((count) => window.host.show("shakespeare", count), steps);
  await settle(page);
}

describe("before anything was trained", () => {
  test("the lab says so, and its button asks for training", async () => {
    const page = await openLab();
    await settle(page);
    expect((await received(page))[0]).toEqual({ type: "ready" });
    await page.getByRole("button", { name: "Train LSTM on the open file" }).click();
    expect(await commands(page)).toEqual(["train"]);
    await page.close();
  });
});

describe("while a run trains", () => {
  test("nothing is cut off in a panel as narrow as half a small window", async () => {
    const page = await openLab(480);
    await training(page);
    for (const name of ["Run", "Weights", "Gradients", "Samples"]) {
      await tab(page, name).click();
      await settle(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(480);
      const cut = await page.evaluate(() => {
        const right = document.documentElement.clientWidth;
        const shown = [...document.querySelectorAll(".figure .value, .gate, .sampleText")].filter(
          (e) => e.getClientRects().length > 0,
        );
        return shown.filter((e) => e.getBoundingClientRect().right > right).length;
      });
      expect(cut, name).toBe(0);
    }
    await page.close();
  });

  test("nothing moves when numbers grow", async () => {
    const page = await openLab();
    await training(page, 995);
    const places = () =>
      page.evaluate(() => {
        const parts =
          ".figure .value, .figure .label, .status, .controls vscode-button, .plot, .facts, .newestSample, vscode-panel-tab";
        return [...document.querySelectorAll(parts)].map((element) => {
          const { left, right, top } = element.getBoundingClientRect();
          const grows = element.matches('[data-figure="left"] .value');
          return [left, grows ? 0 : right, top].map(Math.round);
        });
      });
    const before = await places();
    for (let k = 0; k < 12; k++) await page.evaluate(() => window.host.advance(1));
    await settle(page);
    expect(await places()).toEqual(before);
    expect(await page.locator('[data-figure="step"] .value').innerText()).toBe("1,007");
    await page.close();
  });

  test("the line at the top never wraps, however narrow the panel", async () => {
    for (const width of [560, 700, 1100]) {
      const page = await openLab(width);
      await page.evaluate(() => window.host.show("story", 12_000));
      await settle(page);
      const tops = await page.evaluate(() =>
        [...document.querySelectorAll(".figure")]
          .filter((figure) => figure.checkVisibility())
          .map((figure) => Math.round(figure.getBoundingClientRect().top)),
      );
      expect(new Set(tops).size, `at ${width} px`).toBe(1);
      expect(await page.locator(".head").evaluate((head) => head.scrollWidth <= head.clientWidth), `at ${width} px`).toBe(true);
      await page.close();
    }
  });

  test("buttons and keys send the commands, each in its time", async () => {
    const page = await openLab();
    await training(page);
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await page.evaluate(() => window.host.setStatus("paused"));
    await settle(page);
    await page.getByRole("button", { name: "Step once" }).click();
    await page.locator("body").press(".");
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Stop" }).click();
    expect(await commands(page)).toEqual(["pause", "step", "step", "resume", "stop"]);
    await page.close();
  });

  test("a failure is told once, with what to do, and nothing else is red", async () => {
    const page = await openLab();
    await training(page);
    await page.evaluate(() =>
      window.host.setStatus("diverged", "The loss became NaN at step 1,241.", "Try a smaller learning rate."),
    );
    await settle(page);
    const alert = page.getByRole("alert");
    expect(await alert.innerText()).toContain("The loss became NaN at step 1,241.");
    await alert.getByRole("button", { name: "Train again" }).click();
    expect(await commands(page)).toEqual(["train"]);
    await page.close();
  });
});

describe("heatmaps", () => {
  test("are asked for only while they are in sight", async () => {
    const page = await openLab(1100, 500);
    await training(page);
    expect(await lastWatch(page)).toEqual([]);
    await tab(page, "Weights").click();
    await settle(page);
    const seen = await lastWatch(page);
    expect(new Set(seen.map(({ kind }) => kind))).toEqual(new Set(["value"]));
    expect(seen.map(({ gate }) => gate).slice(0, 4)).toEqual(["i", "f", "g", "o"]);
    expect(seen.some(({ path }) => path === "dense/kernel")).toBe(false);
    await tab(page, "Gradients").click();
    await settle(page);
    expect((await lastWatch(page)).every(({ kind }) => kind === "gradient")).toBe(true);
    await tab(page, "Run").click();
    await settle(page);
    expect(await lastWatch(page)).toEqual([]);
    await page.close();
  });

  test("tell a cell's exact value and place to the pointer and to the keyboard", async () => {
    const page = await openLab();
    await page.evaluate(() => window.host.show("story", 100));
    await tab(page, "Weights").click();
    await settle(page);
    const picture = page.locator('.parameter[data-path="0/kernel"] .picture');
    await picture.hover({ position: { x: 90, y: 12 } });
    await settle(page);
    expect(await page.locator(".where").first().innerText()).toBe("layer 1 · kernel · gate i (input) · token 0 “the” · unit 0");
    await page.mouse.move(5, 5);
    await picture.focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown"])
      await page.keyboard.press(key);
    await settle(page);
    expect(await page.locator(".where").first().innerText()).toBe("layer 1 · kernel · gate f (forget) · token 1 “mice” · unit 0");
    expect(await page.getByRole("status").innerText()).toMatch(/gate f .*: w = −?\d\.\d+/);
    await page.close();
  });

  test("ask for a smaller rectangle when one zooms, and for the whole again at 0", async () => {
    const page = await openLab();
    await training(page);
    await tab(page, "Weights").click();
    await settle(page);
    const rows = async () => (await lastWatch(page)).find(({ path }) => path === "0/kernel")!.rows;
    expect(await rows()).toEqual([0, 65]);
    const picture = page.locator('.parameter[data-path="0/kernel"] .picture');
    await picture.click({ position: { x: 120, y: 60 } });
    await page.keyboard.press("+");
    await settle(page);
    const [from, to] = await rows();
    expect(to - from).toBe(33);
    await page.mouse.wheel(0, -100);
    await settle(page);
    const [, closer] = await rows();
    expect(closer).toBeLessThan(to + 1);
    await page.keyboard.press("0");
    await settle(page);
    expect(await rows()).toEqual([0, 65]);
    await page.close();
  });

  test("leave the wheel to the page until they have the focus", async () => {
    const page = await openLab(1100, 500);
    await training(page);
    await tab(page, "Weights").click();
    await settle(page);
    const picture = page.locator('.parameter[data-path="0/kernel"] .picture');
    await picture.hover({ position: { x: 120, y: 60 } });
    await page.mouse.wheel(0, 120);
    await settle(page);
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(60);
    await page.close();
  });

  test("follow the layer that is picked", async () => {
    const page = await openLab();
    await training(page);
    await tab(page, "Weights").click();
    await page.getByRole("combobox", { name: "Layer" }).first().click();
    await page.getByRole("option", { name: "layer 2" }).click();
    await settle(page);
    expect((await lastWatch(page)).some(({ path }) => path === "1/kernel")).toBe(true);
    expect((await lastWatch(page)).some(({ path }) => path === "0/kernel")).toBe(false);
    await page.close();
  });
});

describe("by keyboard alone", () => {
  test("every control, tab and picture is reached, and the focus can be seen", async () => {
    const page = await openLab();
    await training(page);
    await page.evaluate(() => window.host.setStatus("paused"));
    await settle(page);
    const reached: string[] = [];
    for (let k = 0; k < 16; k++) {
      await page.keyboard.press("Tab");
      reached.push(
        await page.evaluate(
          () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
        ),
      );
    }
    for (const name of ["Resume", "Step once", "Stop", "Run", "Train anew", "Settings…"]) expect(reached, name).toContain(name);
    for (const name of [/^loss over steps/, /^gradient norm over steps/, /^Sample of step/])
      expect(
        reached.some((label) => name.test(label)),
        String(name),
      ).toBe(true);
    await tab(page, "Run").focus();
    await page.keyboard.press("ArrowRight");
    await settle(page);
    expect(await tab(page, "Weights").getAttribute("aria-selected")).toBe("true");
    const picture = page.locator(".picture").first();
    await picture.focus();
    await page.keyboard.press("ArrowRight");
    expect(await picture.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("solid");
    await page.close();
  });

  test("the loss is read point by point", async () => {
    const page = await openLab();
    await training(page, 300);
    await page.getByLabel("loss over steps").focus();
    await page.keyboard.press("ArrowLeft");
    await settle(page);
    expect(await page.locator(".chart .reading").first().innerText()).toMatch(/^step 299 /);
    expect(await page.getByRole("status").innerText()).toMatch(/^loss: step 299 /);
    await page.close();
  });
});
