import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Desk, openDesk } from "./desk.ts";
import { LabPage } from "./lab.ts";
import { openFromExplorer, runCommand, until } from "./workbench.ts";

/** A recipe as a person writes it, trains it, changes it in the lab and trains that. The tests go on from each other. */
const recipe = {
  text: { file: "belling-the-cat.txt", tokenizer: "word" },
  task: { windows: { sequenceLength: 4, batchSize: 4 } },
  network: { bidirectional: { forward: { gru: { hiddenSize: 7 } }, merge: "concat" } },
  training: { steps: 300, validation: { part: 0.2, every: 50 } },
  sampling: { every: 100, length: 20 },
};

describe("a person trains a recipe", () => {
  let desk: Desk;
  let lab: LabPage;

  beforeAll(async () => {
    desk = await openDesk(inject("tools"), { files: { "both.lstm.json": JSON.stringify(recipe, null, 2) } });
    lab = new LabPage(desk.page);
  });
  afterAll(async () => {
    await desk?.picture("recipe-last");
    await desk?.close();
  });

  const weights = async (): Promise<number> => Number((await lab.fact("weights")).replaceAll(",", ""));

  test("what it costs stands above its first line", async () => {
    await openFromExplorer(desk.page, "both.lstm.json");
    const lens = desk.page.locator(".codelens-decoration", { hasText: /weights/ });
    await lens.first().waitFor({ timeout: 60_000 });
    expect(await lens.first().innerText()).toMatch(/Train · [\d,]+ weights · .*B · about /);
    await desk.picture("recipe-lens");
  });

  test("it is trained on the text that it names, and drawn as what it is", async () => {
    await runCommand(desk.page, "LSTM: Train This Recipe");
    await lab.waitForStatus("finished");
    expect(await lab.fact("file")).toBe("belling-the-cat.txt");
    const frame = await lab.frame();
    await frame.locator("#tab-weights").click();
    const shown = await until(
      "the gates of a half",
      () => frame.locator("#view-weights").innerText(),
      (text) => /update gate/.test(text),
    );
    expect(shown).toMatch(/forward/);
    expect(shown).toMatch(/reset gate/);
    expect(await frame.locator("#view-weights vscode-option", { hasText: "backward" }).count()).toBe(1);
    await desk.picture("recipe-weights");
    await frame.locator("#tab-run").click();
  });

  test("it is changed in the lab's form, which tells the new costs, and trained as it stands there", async () => {
    const frame = await lab.frame();
    const before = await weights();
    await frame.locator(".recipeForm > summary").click();
    const size = frame
      .locator('.recipeForm .formRow[data-pointer="/network/bidirectional/forward/gru/hiddenSize"]')
      .getByRole("textbox");
    await size.fill("11");
    const costs = await until(
      "the costs of the change",
      () => frame.locator(".formCosts").innerText(),
      (text) => /weights/.test(text) && !text.startsWith(`${before.toLocaleString("en-US")} `),
      60_000,
    );
    const told = Number(costs.match(/([\d,]+) weights/)![1]!.replaceAll(",", ""));
    await desk.picture("recipe-form");
    await frame.getByRole("button", { name: "Train this recipe" }).click();
    await until(
      "the run of the changed recipe",
      () => weights(),
      (count) => count === told,
    );
    await lab.waitForStatus("finished");
    expect(told).toBeGreaterThan(before);
    expect(desk.complaints).toEqual([]);
  });
});
