import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { sample as sampleFolder } from "../../.scripts/paths.ts";
import { type Desk, openDesk } from "./desk.ts";
import { LabPage } from "./lab.ts";
import { textOf, webviewFrame } from "./webviews.ts";
import { editorTab, hoverAtWord, openFromExplorer, reloadWindow, runCommand, statusEntry, until } from "./workbench.ts";

/** The main job, from the first click to the model that is there again after a reload. The tests go on from each other. */
const wordsOf = (text: string): string[] => Array.from(text.matchAll(/\p{L}+/gu), ([word]) => word);
const pairsOf = (words: readonly string[]): string[] => words.slice(1).map((word, i) => `${words[i]} ${word}`);

describe("a person trains an LSTM on a fable", () => {
  let desk: Desk;
  let lab: LabPage;
  let stoppedAt = 0;

  beforeAll(async () => {
    desk = await openDesk(inject("tools"), { settings: { "lstm.steps": 10_000_000 } });
    lab = new LabPage(desk.page);
  });
  afterAll(async () => {
    await desk?.picture("fable-last");
    await desk?.close();
  });

  test("the command starts a run, and the lab opens beside the story", async () => {
    await openFromExplorer(desk.page, "belling-the-cat.txt");
    await runCommand(desk.page, "LSTM: Train LSTM on File");
    await lab.waitForStatus("training");
    expect(await editorTab(desk.page, "belling-the-cat.txt").isVisible()).toBe(true);
    expect(await editorTab(desk.page, "LSTM Lab").isVisible()).toBe(true);
  });

  test("the loss falls from that of a uniform guess to less than a third of it", async () => {
    const uniform = await lab.uniformLoss();
    expect(uniform).toBeGreaterThan(3);
    expect(await lab.waitForLossBelow(uniform / 3)).toBeLessThan(uniform / 3);
    await desk.picture("fable-run");
  });

  test("the smoothed loss follows: it comes down from the uniform guess", async () => {
    const uniform = await lab.uniformLoss();
    const smoothed = await until(
      "the smoothed loss to fall",
      () => lab.figure("smoothed"),
      (loss) => loss < 0.8 * uniform,
    );
    expect(smoothed).toBeGreaterThan(0);
    expect(await lab.inkOnCanvases()).toBeGreaterThan(0.005);
  });

  test("the status bar tells step, loss, speed and time left", async () => {
    const entry = statusEntry(desk.page, /loss/);
    await entry.waitFor();
    expect(await entry.innerText()).toMatch(/loss \d/);
  });

  test("the weights and the gradients are painted, gate by gate", async () => {
    for (const tab of ["weights", "gradients"] as const) {
      await lab.open(tab);
      const ink = await until(
        `${tab} on screen`,
        () => lab.inkOnCanvases(),
        (share) => share > 0.3,
        30_000,
      );
      expect(ink).toBeGreaterThan(0.3);
      const gates = await (await lab.frame()).locator(`#view-${tab} .gate b`).allInnerTexts();
      expect(gates.slice(0, 4).sort()).toEqual(["f", "g", "i", "o"]);
      await desk.picture(`fable-${tab}`);
    }
  });

  test("samples are written in words of the story, most of them in its order", async () => {
    const story = wordsOf(readFileSync(join(sampleFolder, "belling-the-cat.txt"), "utf8"));
    const pairs = new Set(pairsOf(story));
    await lab.open("samples");
    const sample = (await lab.frame()).locator("#view-samples article .sampleText").first();
    const text = await until(
      "a sample",
      () => sample.innerText(),
      (written) => pairsOf(wordsOf(written)).filter((pair) => pairs.has(pair)).length > wordsOf(written).length / 2,
      60_000,
    );
    expect(wordsOf(text).length).toBeGreaterThan(10);
    for (const word of wordsOf(text)) expect(story).toContain(word);
    await desk.picture("fable-samples");
    await lab.open("run");
  });

  test("the hover lists five words with their probabilities, and what stands there", async () => {
    const text = await hoverAtWord(desk.page, "mouse", 1);
    await desk.picture("fable-hover");
    const probabilities = [...text.matchAll(/(?<![\d.])(?:0\.\d{3}|1\.000|<\.001)/gu)];
    expect(probabilities.length).toBeGreaterThanOrEqual(5);
    expect(text).toContain("What stands here, “mouse”");
    expect(text).toMatch(/bits/);
    await desk.page.keyboard.press("Escape");
  });

  test("the gradient inspector shows every parameter and the way back through time", async () => {
    await runCommand(desk.page, "LSTM: Show the Gradient Inspector");
    const inspector = await webviewFrame(desk.page, "inspector");
    const text = await until(
      "the parameters",
      () => textOf(inspector),
      (words) => /recurrentKernel/.test(words),
    );
    for (const word of ["kernel", "recurrentKernel", "bias"]) expect(text).toContain(word);
    expect(text.toLowerCase()).toContain("back through time");
    await desk.picture("fable-inspector");
  });

  test("pause holds the step, one step is one step, resume goes on", async () => {
    await lab.press("Pause");
    await lab.waitForStatus("paused");
    const paused = await lab.figure("step");
    await lab.press("Step once");
    await until(
      "one step more",
      () => lab.figure("step"),
      (step) => step > paused,
    );
    expect(await lab.figure("step")).toBe(paused + 1);
    await lab.press("Resume");
    await lab.waitForStatus("training");
    await lab.waitForStep(paused + 10);
  });

  test("stop ends the run", async () => {
    const pressed = Date.now();
    await lab.press("Stop");
    await lab.waitForStatus("stopped");
    await until("the model to be offered again", () => lab.canContinue(), Boolean);
    await until("the last step to be saved", () => isSavedSince(desk, pressed), Boolean);
    stoppedAt = await lab.figure("step");
    expect(stoppedAt).toBeGreaterThan(0);
  });

  test("after a reload of the window the run is there again, at its step, with hover and curve", async () => {
    await reloadWindow(desk.page);
    await until(
      `the run of before at step ${stoppedAt}`,
      () => lab.figure("step"),
      (step) => step === stoppedAt,
    );
    expect(await hoverAtWord(desk.page, "mouse", 1)).toContain("What stands here, “mouse”");
    await desk.picture("fable-reloaded");
  });

  test("training continues from there", async () => {
    await runCommand(desk.page, "LSTM: Continue Training");
    await lab.waitForStatus("training");
    await lab.waitForStep(stoppedAt + 10);
    await lab.press("Stop");
    await lab.waitForStatus("stopped");
  });

  test("no page broke its security policy, and none threw an error", () => {
    expect(desk.complaints).toEqual([]);
  });
});

/** Savings go through the window: one that is reloaded while it saves keeps the saving before. Two seconds of peace mean that none is under way. */
async function isSavedSince({ data }: Desk, time: number): Promise<boolean> {
  const storage = join(data, "data", "User", "workspaceStorage");
  const written = globSync("*/gatescope.gatescope/models/*/*", { cwd: storage }).map(
    (file) => statSync(join(storage, file)).mtimeMs,
  );
  const last = Math.max(...written);
  return last > time && last < Date.now() - 2000;
}
