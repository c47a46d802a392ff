import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FromView } from "../../webview/protocol.ts";
import type { FakeHost } from "./fakeHost.ts";
import { evaluations } from "./fixture/validation.ts";
import { openBrowser, openPage, settle } from "./page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const openLab = (width = 1100, height = 900): Promise<Page> => openPage(browser, { kind: "lab", width, height });
type Run = Parameters<FakeHost["show"]>[0];
const received = (page: Page): Promise<FromView[]> => page.evaluate(() => window.host.received);
const commands = async (page: Page): Promise<string[]> =>
  (await received(page)).flatMap((message) => (message.type === "command" ? [message.command] : []));
const lastWatch = async (page: Page) =>
  (await received(page)).flatMap((message) => (message.type === "watch" ? [message.tensors] : [])).at(-1) ?? [];
const tab = (page: Page, name: string) => page.getByRole("tab", { name });

async function training(page: Page, steps = 1240, run: Run = "shakespeare"): Promise<void> {
  await page.evaluate(([name, count]) => window.host.show(name, count), [run, steps] as const);
  await settle(page);
}

/** Whether an element can be seen whole, and so can all around it that cut off what leaves them. */
const cutOff = (page: Page, selector: string): Promise<string[]> =>
  page.evaluate((wanted) => {
    const leaves = (inner: DOMRect, outer: DOMRect) => inner.right > outer.right + 0.5 || inner.left < outer.left - 0.5;
    const outside = (inner: DOMRect, outer: DOMRect) => inner.top >= outer.bottom || inner.bottom <= outer.top;
    const isCut = (element: Element): boolean => {
      const own = element.getBoundingClientRect();
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        const frame = around.getBoundingClientRect();
        const hides = getComputedStyle(around).overflowX !== "visible" && around !== document.documentElement;
        if (hides && outside(own, frame)) return false;
        if ((hides || around === document.documentElement) && leaves(own, frame)) return true;
      }
      return false;
    };
    const shown = [...document.querySelectorAll(wanted)].filter((element) => element.getClientRects().length > 0);
    return shown.filter(isCut).map(({ className, textContent }) => `${className}: ${textContent}`);
  }, selector);

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
  test("nothing is cut off in a panel that is half of a small window, or narrower, whatever the network", async () => {
    for (const [width, run] of [
      [300, "bidirectional"],
      [300, "plugin"],
      [440, "mixed"],
      [440, "shakespeare"],
      [480, "shakespeare"],
    ] as const) {
      const page = await openLab(width);
      await training(page, 240, run);
      for (const name of ["Run", "Network", "Weights", "Gradients", "Samples"]) {
        const where = `${run}, ${name}, ${width} px`;
        await tab(page, name).click();
        await settle(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBeLessThanOrEqual(width);
        const parts = ".figure, .gate b, .sampleText, h2, h3, .hint, .line span, .facts dd, .picture canvas, .formula, .where";
        expect(await cutOff(page, parts), where).toEqual([]);
      }
      await page.close();
    }
  });

  test("a number that has no room is left out whole, never cut into another number", async () => {
    for (const width of [300, 360, 440, 520, 640, 800, 1000]) {
      const page = await openLab(width);
      const tiny = { losses: [3.474e-6], smoothed: [1.0234e-2], gradientNorms: [2.5e-7] };
      await training(page, 3000);
      await page.evaluate((numbers) => window.host.tell(numbers), tiny);
      await settle(page);
      expect(await page.locator('[data-figure="loss"] .value').innerText()).toBe("3.474e−6");
      expect(await page.locator(".chart .reading").first().textContent()).toContain("smoothed 0.01023");
      expect(await cutOff(page, ".figure, .line span"), `at ${width} px`).toEqual([]);
      await page.close();
    }
  });

  test("a heading is a heading, and what it is measured in stands beside it", async () => {
    const page = await openLab();
    await training(page);
    expect(await page.getByRole("heading", { name: "loss", exact: true }).count()).toBe(1);
    expect(await page.getByRole("heading", { name: "newest sample", exact: true }).count()).toBe(1);
    await page.close();
  });

  test("a run of one step draws a point", async () => {
    const page = await openLab();
    // Within the axes of the gradient norm: all but the grid, which is dark, is the curve.
    const drawn = () =>
      page.evaluate(() => {
        const canvas = document.querySelectorAll<HTMLCanvasElement>(".plot canvas")[1]!;
        const { data } = canvas.getContext("2d")!.getImageData(60, 16, canvas.width - 90, canvas.height - 50);
        return [...data].filter((byte, k) => k % 4 === 1 && byte > 120).length;
      });
    for (const [steps, least] of [
      [1, 8],
      [2, 8],
    ] as const) {
      await training(page, steps, "story");
      expect(await drawn(), `${steps} steps`).toBeGreaterThan(least);
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
        [...document.querySelectorAll(".figure:not([hidden])")].map((figure) => {
          const line = figure.parentElement!.getBoundingClientRect();
          const { top } = figure.getBoundingClientRect();
          // What has no room is out of sight, below the line.
          return top >= line.bottom ? line.top : top;
        }),
      );
      expect(new Set(tops.map(Math.round)).size, `at ${width} px`).toBe(1);
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

  test("a pace is chosen from a list, and a page that comes back shows the run's", async () => {
    const page = await openLab();
    await training(page);
    const pace = page.getByRole("combobox", { name: "Pace" });
    const shown = () => pace.evaluate((list: HTMLSelectElement) => list.selectedOptions[0]?.text);
    const paces = async () => (await received(page)).filter(({ type }) => type === "pace");
    expect(await shown()).toBe("full speed");
    await pace.selectOption("5 steps/s");
    await page.evaluate(() => window.host.advance(1));
    await settle(page);
    expect([await shown(), await paces()]).toEqual(["5 steps/s", [{ type: "pace", stepsPerSecond: 5 }]]);
    await pace.selectOption("one at a time");
    await page.evaluate(() => window.host.setStatus("paused"));
    await settle(page);
    expect([await shown(), await commands(page)]).toEqual(["one at a time", ["step"]]);
    await pace.selectOption("full speed");
    expect((await paces()).at(-1)).toEqual({ type: "pace", stepsPerSecond: null });
    expect(await commands(page)).toEqual(["step", "resume"]);
    await page.evaluate(() => window.host.show("shakespeare", 20, { stepsPerSecond: 12 }));
    await settle(page);
    expect(await shown()).toBe("12 steps/s");
    await page.evaluate(() => window.host.setStatus("finished"));
    await settle(page);
    expect(await pace.isDisabled()).toBe(true);
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

describe("the validation", () => {
  const shown = async (page: Page, steps: number, best?: number): Promise<void> => {
    const validation = evaluations(steps, best === undefined ? {} : { best });
    await page.evaluate(([count, points]) => window.host.show("shakespeare", count, { validation: points }), [
      steps,
      validation,
    ] as const);
    await settle(page);
  };

  test("is drawn over the loss in its own colour, with its best step, and read with it", async () => {
    const page = await openLab();
    await training(page);
    const words = page.locator(".validationWords");
    expect(await words.isVisible()).toBe(false);
    expect(await page.locator('[data-figure="validation"]').isVisible()).toBe(false);
    const teal = () =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>(".plot canvas")!;
        const wanted = getComputedStyle(document.querySelector(".validationKey .key")!)
          .borderTopColor.match(/\d+/gu)!
          .map(Number);
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let k = 0; k < data.length; k += 4) if (wanted.every((byte, i) => Math.abs(data[k + i]! - byte) < 12)) count++;
        return count;
      });
    expect(await teal()).toBe(0);
    await shown(page, 1500, 3000);
    expect(await teal()).toBeGreaterThan(200);
    expect(await page.locator('[data-figure="validation"]').innerText()).toMatch(/^val\s+2\.\d{3}$/u);
    expect(await words.innerText()).toMatch(
      /^Lowest validation loss so far: 2\.\d{3}, at step 1,\d00, whose weights are kept\.$/u,
    );
    await page.getByLabel("loss over steps").focus();
    await page.keyboard.press("ArrowLeft");
    await settle(page);
    expect(await page.getByRole("status").last().innerText()).toMatch(/validation 2\.\d{3}/u);
    await page.close();
  });

  test("comes point by point, and when the curves part a sentence says since when", async () => {
    const page = await openLab();
    await shown(page, 1000, 1000);
    const points = evaluations(4000, { best: 1000 });
    for (const validation of points.slice(10))
      await page.evaluate((point) => {
        window.host.advance(100);
        window.host.evaluate(point);
      }, validation);
    await settle(page);
    const words = await page.locator(".validationWords").innerText();
    expect(words).toMatch(/^The curves part: since step \d,\d00 the validation loss has risen from .* to /u);
    expect(words).toMatch(/The weights of step \d,\d00 are kept\.$/u);
    await page.close();
  });

  test("that ended a run is told, and nothing is red", async () => {
    const page = await openLab();
    await shown(page, 2000);
    const message = "Stopped at step 2,000, because the validation loss no longer fell.";
    await page.evaluate((words) => window.host.setStatus("finished", words), message);
    await settle(page);
    expect(await page.locator(".notice.calm").innerText()).toBe(message);
    expect(await page.locator(".problem").count()).toBe(0);
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
    await picture.hover({ position: { x: 60, y: 12 } });
    await settle(page);
    expect(await page.locator(".where").first().innerText()).toBe("LSTM · kernel · i (input gate) · token 0 “the” · unit 0");
    await page.mouse.move(5, 5);
    await picture.focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown"])
      await page.keyboard.press(key);
    await settle(page);
    expect(await page.locator(".where").first().innerText()).toBe("LSTM · kernel · f (forget gate) · token 1 “mice” · unit 0");
    expect(await page.getByRole("status").innerText()).toMatch(/f \(forget gate\) .*: w = −?\d\.\d+/);
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

  test("follow the part that is picked, in weights and gradients alike", async () => {
    const page = await openLab();
    await training(page);
    await tab(page, "Weights").click();
    await choose(page, "layer 2");
    expect((await lastWatch(page)).some(({ path }) => path === "1/kernel")).toBe(true);
    expect((await lastWatch(page)).some(({ path }) => path === "0/kernel")).toBe(false);
    await page.close();
  });
});

describe("any network", () => {
  const headers = (page: Page) => page.locator("#view-weights .gate b").allInnerTexts();
  const groups = (page: Page) => page.locator("#view-weights .group h2").allInnerTexts();
  const pathsOf = async (page: Page) => [...new Set((await lastWatch(page)).map(({ path }) => path))];

  test("a GRU is drawn by its own gates, in the colours of their roles", async () => {
    const page = await openLab(1100, 1400);
    await training(page, 100, "gru");
    await tab(page, "Weights").click();
    await settle(page);
    expect(await groups(page)).toEqual(["GRU", "dense"]);
    expect(await headers(page)).toEqual(["r", "z", "n"]);
    const colors = await page
      .locator("#view-weights .gate")
      .evaluateAll((gates) => gates.map((gate) => getComputedStyle(gate).borderBottomColor));
    const palette = await page.evaluate(() =>
      ["blue", "orange", "green"].map((hue) => {
        const probe = document.body.appendChild(document.createElement("i"));
        probe.style.color = `var(--hue-${hue})`;
        return getComputedStyle(probe).color;
      }),
    );
    expect(colors).toEqual(palette);
    expect((await lastWatch(page)).map(({ path, gate }) => `${path} ${gate}`)).toContain("recurrentBias n");
    await page.close();
  });

  test("any part of a bidirectional stack can be picked, and its vectors are pictures as well", async () => {
    const page = await openLab(1100, 1400);
    await training(page, 100, "bidirectional");
    await tab(page, "Weights").click();
    await choose(page, "backward");
    expect(await groups(page)).toEqual(["backward, layer 1", "backward, layer 2"]);
    expect(await page.locator("#view-weights .groupHead .hint").first().innerText()).toContain(
      "from the last token to the first",
    );
    expect(await pathsOf(page)).toEqual(
      expect.arrayContaining(["backward/0/kernel", "backward/0/gamma", "backward/0/stateBeta"]),
    );
    await choose(page, "whole network");
    expect((await groups(page)).length).toBe(5);
    await page.close();
  });

  test("a cell of another extension has its gates, its colours, its picture and its formulas", async () => {
    const page = await openLab();
    await training(page, 100, "plugin");
    await tab(page, "Weights").click();
    await settle(page);
    expect(await headers(page)).toEqual(["e", "w", "n", "k", "o"]);
    await tab(page, "Network").click();
    await settle(page);
    expect(await page.locator(".cellDrawing .gateBox text").allTextContents()).toEqual(["n", "e", "w", "k", "o"]);
    expect(await page.locator(".formula", { hasText: "c = (1 − e) · c₋ + w · n" }).count()).toBe(1);
    await page.close();
  });

  test("the network is an outline, and each part leads to its weights", async () => {
    const page = await openLab(1100, 1400);
    await training(page, 100, "mixed");
    await tab(page, "Network").click();
    await settle(page);
    const rows = await page.locator(".outline tbody tr").allInnerTexts();
    expect(rows.map((row) => row.split("\t")[0])).toContain("layer 4, backward");
    await page.getByRole("button", { name: "layer 4, backward" }).click();
    expect(await page.locator(".partDetail .gateBox text").allTextContents()).toEqual(["h"]);
    await page.getByRole("button", { name: "Show its weights" }).click();
    await settle(page);
    expect(await tab(page, "Weights").getAttribute("aria-selected")).toBe("true");
    expect(await groups(page)).toEqual(["layer 4, backward"]);
    expect((await pathsOf(page)).every((path) => path.startsWith("3/backward/"))).toBe(true);
    await page.close();
  });

  test("one number has one colour in all matrices of a cell, and the page says so", async () => {
    const page = await openLab(1100, 1400);
    await training(page, 100, "gru");
    await tab(page, "Weights").click();
    await settle(page);
    expect(await page.locator("#view-weights .scaleNote").first().innerText()).toMatch(/^one scale, up to ±0\.\d+$/);
    const touched = () =>
      page.locator('.parameter[data-path="recurrentBias"] canvas.cells').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext("2d")!.getImageData(70, 10, 200, 6);
        return new Set(Array.from({ length: data.length / 4 }, (_, k) => data.slice(4 * k, 4 * k + 3).join())).size;
      });
    // A bias of 3e-8 beside weights of 0.1 is nothing, and looks like it.
    expect(await touched()).toBe(1);
    await page.close();
  });

  test("empty pictures get a word, and it goes when a picture comes", async () => {
    const page = await openLab();
    await page.evaluate(() => window.host.withhold("gradient"));
    await page.evaluate(() => window.host.show("gru", 100, { status: "paused" }));
    await tab(page, "Gradients").click();
    await page.waitForTimeout(1800);
    const note = page.locator("#view-gradients .missing");
    expect(await note.innerText()).toContain("Train one step to see the next ones.");
    await page.evaluate(() => window.host.withhold(null));
    await page.evaluate(() => window.host.advance(1));
    await settle(page);
    expect(await note.isVisible()).toBe(false);
    await page.close();
  });
});

describe("a series of numbers", () => {
  test("shows its forecast over the truth, a chart for each column, and no sample", async () => {
    const page = await openLab(1100, 1300);
    await training(page, 2400, "series");
    expect(await page.locator(".forecast h3").allInnerTexts()).toEqual(["forecast", "temperature", "load"]);
    expect(await page.locator(".newestSample").isVisible()).toBe(false);
    await page.getByLabel("load, told and true").focus();
    await page.keyboard.press("ArrowLeft");
    for (let k = 0; k < 3; k++) await page.keyboard.press("Shift+ArrowLeft");
    await settle(page);
    expect(await page.getByRole("status").innerText()).toMatch(
      /^load: row 409, told \d+\.\d, true \d+\.\d, off by −?\d+\.\d+, not trained on$/,
    );
    await page.getByRole("combobox", { name: "Column" }).click();
    await page.getByRole("option", { name: "temperature" }).click();
    await settle(page);
    expect(await page.locator(".forecast h3").allInnerTexts()).toEqual(["forecast", "temperature"]);
    await tab(page, "Samples").click();
    await settle(page);
    expect(await page.locator("#view-samples .waiting").innerText()).toContain("does not write");
    await page.close();
  });

  test("is measured in its own unit, and says when the curves part", async () => {
    const page = await openLab(1100, 900);
    await training(page, 2400, "series");
    expect(await page.locator('[data-figure="validation"] .value').innerText()).toMatch(/^0\.\d+$/);
    expect(await page.locator(".chart .reading").first().textContent()).toMatch(/validation 0\.\d+/);
    expect(await page.locator(".validationWords.parting").innerText()).toMatch(
      /since step \d,\d00 the validation loss has risen/u,
    );
    expect(await page.locator(".chart .hint").first().innerText()).toBe("mean squared error of standardized numbers");
    expect(await page.locator('[data-figure="speed"] .unit').innerText()).toBe("rows/s");
    expect(await page.locator("#root").innerText()).not.toContain("per token");
    await page.close();
  });
});

async function choose(page: Page, part: string): Promise<void> {
  await page.getByRole("combobox", { name: "Part of the network" }).first().click();
  await page.getByRole("option", { name: part, exact: true }).click();
  await settle(page);
}

test("a page that is shown again has the tab open that it had, and underlines that one", async () => {
  const page = await openPage(browser, {
    kind: "lab",
    width: 900,
    height: 700,
    remembered: { tab: "gradients", part: "1/ lstm" },
  });
  await training(page, 100);
  expect(await tab(page, "Gradients").getAttribute("aria-selected")).toBe("true");
  expect(await page.locator("#view-gradients").isVisible()).toBe(true);
  expect(await page.locator("#view-gradients h2").allInnerTexts()).toEqual(["layer 2"]);
  const underlined = await page
    .locator("vscode-panel-tab")
    .evaluateAll((tabs) =>
      tabs.filter((each) => getComputedStyle(each).boxShadow !== "none").map(({ textContent }) => textContent),
    );
  expect(underlined).toEqual(["Gradients"]);
  const kits = page.locator("vscode-panels").evaluate((panels) => {
    const line = panels.shadowRoot!.querySelector(".activeIndicator");
    return line === null || getComputedStyle(line).display === "none";
  });
  expect(await kits).toBe(true);
  await page.close();
});

test("a run that has ended is not begun again by a space that was meant for something else", async () => {
  const page = await openLab();
  await page.evaluate(() => window.host.show("shakespeare", 300, { status: "finished", canContinue: true }));
  await settle(page);
  await page.locator("body").press("Space");
  await page.locator(".facts h2").click();
  await page.keyboard.press("Space");
  expect(await commands(page)).toEqual([]);
  await page.close();
});

describe("by keyboard alone", () => {
  test("every control, tab and picture is reached, and the focus can be seen", async () => {
    const page = await openLab();
    await training(page);
    await page.evaluate(() => window.host.setStatus("paused"));
    await settle(page);
    const reached: string[] = [];
    for (let k = 0; k < 17; k++) {
      await page.keyboard.press("Tab");
      reached.push(
        await page.evaluate(
          () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
        ),
      );
    }
    for (const name of ["Resume", "Step once", "Stop", "Pace", "Run", "Train anew", "Settings…"])
      expect(reached, name).toContain(name);
    for (const name of [/^loss over steps/, /^gradient norm over steps/, /^Sample of step/])
      expect(
        reached.some((label) => name.test(label)),
        String(name),
      ).toBe(true);
    await tab(page, "Run").focus();
    await page.keyboard.press("ArrowRight");
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
    expect(await page.locator(".chart .reading").first().innerText()).toMatch(/^step 299\s/);
    expect(await page.getByRole("status").innerText()).toMatch(/^loss: step 299, /);
    await page.close();
  });
});
