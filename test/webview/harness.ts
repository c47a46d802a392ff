/** Takes pictures of both pages in every theme and size, into `.vscode-test/screenshots/webview/`: `node test/webview/harness.ts [filter]`. */
import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import type { descriptions } from "./fixture/description.ts";
import { enginesForm } from "./fixture/enginesForm.ts";
import { evaluations } from "./fixture/validation.ts";
import { type OpenOptions, openBrowser, openPage, settle, type ThemeName } from "./page.ts";

const folder = new URL("../../.vscode-test/screenshots/webview/", import.meta.url).pathname;
const themes: readonly ThemeName[] = ["dark-modern", "light-modern", "high-contrast", "high-contrast-light"];

type Run = keyof typeof descriptions;

interface Scene {
  readonly name: string;
  readonly options: OpenOptions;
  play(page: Page): Promise<unknown>;
}

async function choose(page: Page, list: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: list }).first().click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

const openTab = (page: Page, name: string) => page.getByRole("tab", { name }).click();

function labScenes(theme: ThemeName, width: number): Scene[] {
  const options: OpenOptions = { kind: "lab", theme, width, height: 860 };
  const scene = (name: string, play: Scene["play"]): Scene => ({ name: `lab-${name}-${width}-${theme}`, options, play });
  const shown = (run: Run, steps: number, tab: string) => async (page: Page) => {
    await page.evaluate(([name, count]) => window.host.show(name, count), [run, steps] as const);
    if (tab === "Weights" || tab === "Gradients") await page.setViewportSize({ width, height: 1460 });
    await openTab(page, tab);
  };
  return [
    scene("run", shown("shakespeare", 1240, "Run")),
    scene("validation", (page) =>
      page.evaluate((validation) => window.host.show("shakespeare", 3000, { validation }), evaluations(3000)),
    ),
    scene("recipe", async (page) => {
      await shown("shakespeare", 1240, "Run")(page);
      await page.locator(".recipeForm > summary").click();
      await page.waitForTimeout(900);
    }),
    scene("weights", shown("shakespeare", 1240, "Weights")),
    scene("gradients", shown("shakespeare", 1240, "Gradients")),
    scene("samples", shown("shakespeare", 1240, "Samples")),
    scene("story-run", shown("story", 12_000, "Run")),
    scene("story-network", shown("story", 4000, "Network")),
    scene("story-weights", shown("story", 4000, "Weights")),
    scene("series-run", shown("series", 2400, "Run")),
    ...(["gru", "bidirectional", "mixed", "plugin"] as const).flatMap((run) => [
      scene(`${run}-weights`, shown(run, 1240, "Weights")),
      scene(`${run}-run`, shown(run, 1240, "Run")),
      scene(`${run}-network`, shown(run, 1240, "Network")),
    ]),
    scene("mixed-all", async (page) => {
      await shown("mixed", 1240, "Weights")(page);
      await page.setViewportSize({ width, height: 5200 });
      await choose(page, "Part of the network", "whole network");
    }),
  ];
}

function stateScenes(): Scene[] {
  const options: OpenOptions = { kind: "lab", width: 1280, height: 720 };
  const scene = (name: string, play: Scene["play"]): Scene => ({ name: `state-${name}`, options, play });
  return [
    scene("empty", (page) => page.evaluate(() => window.host.showNothing())),
    scene("starting", (page) =>
      page.evaluate(() => window.host.show("story", 0, { status: "starting", description: null, progress: null })),
    ),
    scene("first-steps", (page) => page.evaluate(() => window.host.show("shakespeare", 12))),
    scene("one-step", (page) => page.evaluate(() => window.host.show("story", 1, { status: "paused" }))),
    scene("paused", (page) => page.evaluate(() => window.host.show("shakespeare", 600, { status: "paused" }))),
    scene("finished", (page) => page.evaluate(() => window.host.show("shakespeare", 5000, { status: "finished" }))),
    scene("early", (page) =>
      page.evaluate(
        ([validation, message]) => window.host.show("shakespeare", 3000, { status: "finished", message, validation }),
        [
          evaluations(3000),
          "Stopped at step 3,000, because the validation loss no longer fell. Its lowest, 1.790, was at step 1,800, whose weights were kept.",
        ] as const,
      ),
    ),
    scene("diverged", (page) =>
      page.evaluate(() =>
        window.host.show("shakespeare", 321, {
          status: "diverged",
          message: "The loss became NaN at step 322; the weights of step 321 are kept.",
          advice: "Try a learning rate of 0.0002, or clip the gradients at a norm of 1.",
        }),
      ),
    ),
    scene("zoomed", async (page) => {
      await page.evaluate(() => window.host.show("shakespeare", 1240));
      await openTab(page, "Weights");
      await settle(page);
      const picture = page.locator('.parameter[data-path="0/kernel"] .picture');
      await picture.click({ position: { x: 120, y: 60 } });
      for (let k = 0; k < 4; k++) await page.keyboard.press("+");
    }),
  ];
}

function inspectorScenes(theme: ThemeName, width: number): Scene[] {
  const options: OpenOptions = { kind: "inspector", theme, width, height: 760 };
  const scene = (name: string, play: Scene["play"]): Scene => ({ name: `inspector-${name}-${width}-${theme}`, options, play });
  const show = (run: Run) => (page: Page) => page.evaluate((name) => window.host.show(name, 1240), run);
  return [
    scene("run", show("shakespeare")),
    scene("story", show("story")),
    ...(["gru", "bidirectional", "mixed", "plugin"] as const).map((run) => scene(run, show(run))),
    scene("open", async (page) => {
      await show("shakespeare")(page);
      await page
        .getByRole("button", { name: /recurrentKernel/ })
        .first()
        .click();
    }),
    scene("empty", (page) => page.evaluate(() => window.host.showNothing())),
  ];
}

function formScenes(theme: ThemeName, width: number): Scene[] {
  const options: OpenOptions = { kind: "form", theme, width, height: 760 };
  const problems = [{ pointer: "/network/stacked/0/lstm/hiddenSize", message: "takes more memory than this machine has" }];
  return [
    { name: `form-${width}-${theme}`, options, play: async () => undefined },
    { name: `form-engine-${width}-${theme}`, options: { ...options, remembered: enginesForm }, play: async () => undefined },
    {
      name: `form-open-${width}-${theme}`,
      options,
      play: async (page) => {
        await page.evaluate((given) => window.formHost.show(window.formHost.value, given), problems);
        await page.evaluate(() => {
          for (const fold of document.querySelectorAll("details")) fold.open = true;
        });
      },
    },
  ];
}

const scenes = [
  ...themes.flatMap((theme) => [440, 1280].flatMap((width) => formScenes(theme, width))),
  ...themes.flatMap((theme) => [440, 700, 1280].flatMap((width) => labScenes(theme, width))),
  ...stateScenes(),
  ...themes.flatMap((theme) => [240, 320].flatMap((width) => inspectorScenes(theme, width))),
];

mkdirSync(folder, { recursive: true });
const filter = new RegExp(process.argv[2] ?? ".");
const browser = await openBrowser();
for (const { name, options, play } of scenes.filter((scene) => filter.test(scene.name))) {
  const page = await openPage(browser, options);
  page.on("pageerror", (error) => console.error(`${name}: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && console.error(`${name}: ${message.text()}`));
  await play(page);
  await settle(page);
  for (const violation of await page.evaluate(() => window.violations)) console.error(`${name}: policy violated, ${violation}`);
  await page.screenshot({ path: `${folder}${name}.png`, fullPage: true });
  await page.close();
}
await browser.close();
