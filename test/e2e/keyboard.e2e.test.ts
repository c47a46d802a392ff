import { expect, inject, test } from "vitest";
import { openDesk } from "./desk.ts";
import { LabPage } from "./lab.ts";
import { runCommand, until } from "./workbench.ts";

test("everything is done without a pointer: open, train, change tabs, pause, step, resume, stop", async () => {
  const desk = await openDesk(inject("tools"), { settings: { "lstm.steps": 10_000_000 } });
  const { page } = desk;
  const lab = new LabPage(page);
  const focusIn = async () =>
    (await lab.frame()).evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute("aria-label") || "");
  const tabTo = async (wanted: (name: string) => boolean) => {
    for (let presses = 0; presses < 40 && !wanted(await focusIn()); presses++) await page.keyboard.press("Tab");
    expect(wanted(await focusIn()), `focus is at "${await focusIn()}"`).toBe(true);
  };
  try {
    await page.keyboard.press("Control+P");
    await page.locator(".quick-input-widget input.input").first().fill("belling-the-cat.txt");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "belling-the-cat.txt" }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".editor-instance .view-line").first().waitFor();
    await runCommand(page, "LSTM: Train LSTM on File");
    await lab.waitForStatus("training");

    await runCommand(page, "LSTM: Show the LSTM Lab");
    await until(
      "the lab to have the focus",
      () => page.evaluate(() => document.activeElement?.tagName),
      (tag) => tag === "IFRAME",
    );
    await tabTo((name) => name.startsWith("tab-"));
    await page.keyboard.press("ArrowRight");
    await (await lab.frame()).locator("#view-network").waitFor({ state: "visible" });
    await page.keyboard.press("ArrowRight");
    await (await lab.frame()).locator("#view-weights").waitFor({ state: "visible" });
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await (await lab.frame()).locator("#view-run").waitFor({ state: "visible" });

    await page.keyboard.press("Space");
    await lab.waitForStatus("paused");
    const paused = await lab.figure("step");
    await page.keyboard.press(".");
    await until(
      "one step more",
      () => lab.figure("step"),
      (step) => step === paused + 1,
    );
    await runCommand(page, "LSTM: Resume Training");
    await lab.waitForStatus("training");
    await runCommand(page, "LSTM: Stop Training");
    await lab.waitForStatus("stopped");
    expect(desk.complaints).toEqual([]);
  } finally {
    await desk.picture("keyboard");
    await desk.close();
  }
});
