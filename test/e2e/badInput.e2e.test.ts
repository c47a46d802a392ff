import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Desk, openDesk } from "./desk.ts";
import { LabPage } from "./lab.ts";
import { chooseFromMenu, dialog, editorTab, explorerRow, notification, openFromExplorer, runCommand } from "./workbench.ts";

/** What cannot be trained on is refused with a sentence on screen, and what was there before stays. */
describe("a person tries what cannot work", () => {
  let desk: Desk;

  beforeAll(async () => {
    const files = {
      "empty.txt": "",
      "one-letter.txt": "x",
      "picture.png.txt": new Uint8Array([
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0, 0, 1, 2, 3, 0, 255, 254,
      ]),
      "latin1.txt": new Uint8Array([
        ...Buffer.from("Caf"),
        0xe9,
        ...Buffer.from(" au lait, and many words more to follow it.\n"),
      ]),
    };
    desk = await openDesk(inject("tools"), { files, settings: { "lstm.steps": 10_000_000 } });
  });
  afterAll(() => desk?.close());

  const refusal = async (text: RegExp, picture: string): Promise<string> => {
    const shown = notification(desk.page, text);
    await shown.waitFor({ timeout: 20_000 });
    const words = await shown.innerText();
    await desk.picture(`refused-${picture}`);
    await runCommand(desk.page, "Notifications: Clear All Notifications");
    await shown.waitFor({ state: "hidden" });
    return words;
  };

  test("with no editor open, a file is asked for, and closing the question trains nothing", async () => {
    await runCommand(desk.page, "LSTM: Train LSTM on File");
    const question = desk.page.locator(".quick-input-widget", { hasText: "Choose a text to train an LSTM on" });
    await question.waitFor();
    await desk.picture("refused-no-editor");
    await desk.page.keyboard.press("Escape");
    await question.waitFor({ state: "hidden" });
    expect(await editorTab(desk.page, "LSTM Lab").count()).toBe(0);
  });

  const cases: readonly [name: string, file: string, sentence: RegExp][] = [
    ["an empty file", "empty.txt", /text is empty/],
    ["a file with fewer tokens than a window needs", "one-letter.txt", /has \d+ tokens?, but/],
    ["a text in another encoding than UTF-8", "latin1.txt", /UTF-8/],
  ];
  for (const [name, file, sentence] of cases) {
    test(`${name} is refused with a clear sentence`, async () => {
      await openFromExplorer(desk.page, file);
      await runCommand(desk.page, "LSTM: Train LSTM on File");
      expect(await refusal(sentence, file)).toMatch(/\.\s/);
    });
  }

  test("binary data is refused, from the Explorer's context menu", async () => {
    await chooseFromMenu(desk.page, explorerRow(desk.page, "picture.png.txt"), "Train LSTM on File");
    expect(await refusal(/not text/, "binary")).toBeTruthy();
  });

  test("after all refusals the fable is trained as if nothing had been", async () => {
    await openFromExplorer(desk.page, "belling-the-cat.txt");
    await runCommand(desk.page, "LSTM: Train LSTM on File");
    const lab = new LabPage(desk.page);
    await lab.waitForStatus("training");
    await lab.waitForStep(20);
  });

  test("a second run is started only when the person says so", async () => {
    const lab = new LabPage(desk.page);
    const before = await lab.figure("step");
    await runCommand(desk.page, "LSTM: Train LSTM on File");
    await dialog(desk.page).waitFor();
    expect(await dialog(desk.page).innerText()).toContain("belling-the-cat.txt");
    await desk.picture("refused-second");
    await desk.page.keyboard.press("Escape");
    await dialog(desk.page).waitFor({ state: "hidden" });
    await lab.waitForStep(before + 1);
    expect(await lab.status()).toBe("training");
    expect(desk.complaints).toEqual([]);
  });
});
