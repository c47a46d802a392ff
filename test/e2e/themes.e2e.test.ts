import axe from "axe-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Desk, openDesk } from "./desk.ts";
import { LabPage } from "./lab.ts";
import { textOf, webviewFrame } from "./webviews.ts";
import { chooseTheme, openFromExplorer, runCommand, until } from "./workbench.ts";

declare global {
  interface Window {
    /** In a page into which axe's source was put. */
    readonly axe: typeof axe;
  }
}

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

/** Pictures of tensors are asked for when their tab opens, and drawn when they come: then their largest number is told. */
async function settled(lab: LabPage, tab: string): Promise<void> {
  const frame = await lab.frame();
  if (tab === "samples") await frame.locator("#view-samples article").first().waitFor();
  else if (tab === "run")
    await until(
      "the curves",
      () => lab.inkOnCanvases(),
      (ink) => ink > 0.003,
      20_000,
    );
  else await frame.locator(`#view-${tab} .figures`, { hasText: "largest" }).first().waitFor();
}

/** In our two pages only: VS Code's own window is not ours to judge. Each is asked by itself, as VS Code's frames do not pass questions on. */
async function seriousProblems({ page }: Desk): Promise<string[]> {
  const problems: string[] = [];
  for (const kind of ["lab", "inspector"] as const) {
    const frame = await webviewFrame(page, kind);
    await frame.evaluate(axe.source);
    const { violations } = await frame.evaluate(() => {
      // VS Code paints the ground behind the page; axe has to be told of it, or takes it for white.
      document.documentElement.style.backgroundColor = getComputedStyle(document.body).getPropertyValue("--surface");
      return window.axe.run("#root");
    });
    for (const { id, help, impact, nodes } of violations)
      if (impact === "serious" || impact === "critical")
        problems.push(...nodes.map(({ html }) => `${kind}, ${id}: ${help}: ${html.slice(0, 160)}`));
  }
  return problems;
}
