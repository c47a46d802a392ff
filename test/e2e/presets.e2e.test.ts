import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { presets } from "../../engine/presets/presets.ts";
import { type Desk, openDesk } from "./desk.ts";
import { LabPage } from "./lab.ts";
import { editorTab, runCommand, until } from "./workbench.ts";

/** The articles' systems as a person trains them: by name, from the palette; the numbers are read off the lab. */

/** Losses that the articles print after 200 steps. */
const printed: Readonly<Record<string, string>> = {
  story: "3.64252235",
  "story-stacked": "3.66167803",
  "story-bidirectional": "3.61684251",
  "story-bidirectional-stacked": "3.64292327",
  "story-layer-norm-off": "3.64252235",
  "story-initial-state": "3.80761947",
};

describe("a person trains a preset", () => {
  let desk: Desk;
  let lab: LabPage;

  beforeAll(async () => {
    desk = await openDesk(inject("tools"));
    lab = new LabPage(desk.page);
  });
  afterAll(async () => {
    await desk?.close();
  });

  async function train(name: string): Promise<void> {
    await runCommand(desk.page, "LSTM: Train a Preset…");
    const input = desk.page.locator(".quick-input-widget input.input").first();
    await input.waitFor();
    await until(
      "the list of presets",
      () => desk.page.locator(".quick-input-list .monaco-list-row").count(),
      (rows) => rows > 3,
    );
    const title = presets.find((preset) => preset.name === name)!.title;
    await input.fill(title);
    await desk.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click();
    await until(
      `the text of ${name}`,
      () => editorTab(desk.page, `${name}.`).count(),
      (tabs) => tabs > 0,
    );
    await until(
      `the lab of ${name}`,
      () => lab.fact("file"),
      (file) => file.startsWith(`${name}.`),
    );
  }

  /** Of a model of numbers, for which no guess tells nothing. */
  async function waitForFall(name: string): Promise<void> {
    const seen: number[] = [];
    await until(
      `${name} to come down, or to its end`,
      async () => {
        seen.push(await lab.figure("loss"));
        return lab.status();
      },
      (status) => status === "finished" || seen.at(-1)! < Math.max(...seen.filter(Number.isFinite)),
      120_000,
    );
  }

  for (const [name, loss] of Object.entries(printed))
    test(`${name} ends at ${loss}, which the lab shows digit by digit`, async () => {
      await train(name);
      await lab.waitForStatus("finished");
      const frame = await lab.frame();
      expect(await frame.locator('[data-figure="loss"] .value').innerText()).toBe(loss);
      expect(await lab.figure("step")).toBe(200);
    });

  for (const { name } of presets.filter((preset) => !(preset.name in printed)))
    test(`${name} learns`, async () => {
      await train(name);
      const tokens = await lab.fact("tokens");
      if (tokens === "") await waitForFall(name);
      else await lab.waitForLossBelow(await lab.uniformLoss());
      await desk.picture(`preset-${name}`);
      if ((await lab.status()) !== "finished") {
        await lab.press("Stop");
        await lab.waitForStatus("stopped", "finished");
      }
      expect(desk.complaints).toEqual([]);
    });
});
