import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Desk, openDesk } from "./desk.ts";
import { LabPage } from "./lab.ts";
import { textOf, webviewFrame } from "./webviews.ts";
import { chooseTheme, openFromExplorer, runCommand, until } from "./workbench.ts";

/** One trained fable, seen in every theme: pictures to be looked at, and what a machine can tell of accessibility. */
describe("the pages in the themes of VS Code", () => {
  let desk: Desk;
  let lab: LabPage;

  beforeAll(async () => {
    desk = await openDesk(inject("tools"), { settings: { "lstm.steps": 600 }, viewport: { width: 1600, height: 1000 } });
    lab = new LabPage(desk.page);
    await openFromExplorer(desk.page, "belling-the-cat.txt");
    await runCommand(desk.page, "LSTM: Train LSTM on File");
    await lab.waitForStatus("finished");
    await runCommand(desk.page, "LSTM: Show the Gradient Inspector");
    const inspector = await webviewFrame(desk.page, "inspector");
    await until(
      "the parameters",
      () => textOf(inspector),
      (text) => text.includes("kernel"),
    );
  });
  afterAll(() => desk?.close());

  for (const theme of ["Dark Modern", "Light Modern", "Dark High Contrast", "Light High Contrast"]) {
    test(`${theme}: nothing that axe calls serious, in any tab`, async () => {
      await chooseTheme(desk.page, theme);
      const problems: string[] = [];
      for (const tab of ["run", "weights", "gradients", "samples"] as const) {
        await lab.open(tab);
        await settled(lab, tab);
        await desk.picture(`theme-${theme.toLowerCase().replaceAll(" ", "-")}-${tab}`);
        problems.push(...(await seriousProblems(desk)));
      }
      expect([...new Set(problems)]).toEqual([]);
    });
  }

  test("no page broke its security policy in any theme", () => {
    expect(desk.complaints).toEqual([]);
  });
});

/** Pictures of tensors are asked for when their tab opens, and drawn when they come. */
async function settled(lab: LabPage, tab: string): Promise<void> {
  if (tab === "samples") await (await lab.frame()).locator("#view-samples article").first().waitFor();
  else
    await until(
      `${tab} to be drawn`,
      () => lab.inkOnCanvases(),
      (ink) => ink > 0.003,
      20_000,
    );
}

/** In our two pages only: VS Code's own window is not ours to judge. */
async function seriousProblems({ page }: Desk): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  for (const kind of ["lab", "inspector"] as const) {
    const holder = await (await webviewFrame(page, kind)).parentFrame()!.frameElement();
    axe.include([`iframe[name="${await holder.getAttribute("name")}"]`, "iframe#active-frame", "#root"]);
  }
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`));
}
