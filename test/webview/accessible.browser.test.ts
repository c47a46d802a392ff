import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser, openPage, settle, type ThemeName } from "./page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const names: readonly ThemeName[] = ["dark-modern", "light-modern", "high-contrast", "high-contrast-light"];

/** All rules in one theme; in the others those that a theme can break. */
async function problems(page: Page, theme: ThemeName): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().include("#root");
  const { violations } = await (theme === "dark-modern" ? axe : axe.withRules(["color-contrast"])).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`));
}

describe.each(names)("in %s", (theme) => {
  test("axe finds nothing in any tab of the lab, and no page breaks its policy", async () => {
    const page = await openPage(browser, { kind: "lab", theme, width: 1100, height: 900 });
    await settle(page);
    expect(await problems(page, theme), "empty").toEqual([]);
    await page.evaluate(() => window.host.show("shakespeare", 1240));
    for (const name of ["Run", "Network", "Weights", "Gradients", "Samples"]) {
      await page.getByRole("tab", { name }).click();
      await settle(page);
      expect(await problems(page, theme), name).toEqual([]);
    }
    await page.evaluate(() =>
      window.host.setStatus("diverged", "The loss became NaN at step 1,241.", "Try a smaller learning rate."),
    );
    await settle(page);
    expect(await problems(page, theme), "diverged").toEqual([]);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    await page.close();
  });

  test("axe finds nothing in the inspector, closed, open and empty", async () => {
    const page = await openPage(browser, { kind: "inspector", theme, width: 320, height: 900 });
    await settle(page);
    expect(await problems(page, theme), "empty").toEqual([]);
    await page.evaluate(() => window.host.show("shakespeare", 1240));
    await settle(page);
    await page.getByRole("button", { name: /^bias/ }).first().click();
    await settle(page);
    expect(await problems(page, theme), "open").toEqual([]);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    await page.close();
  });
});

test("colours follow when the theme changes under the open page", async () => {
  const page = await openPage(browser, { kind: "lab", theme: "dark-modern", width: 1100, height: 900 });
  await page.evaluate(() => window.host.show("story", 100));
  await page.getByRole("tab", { name: "Weights" }).click();
  await settle(page);
  const ground = () =>
    page.evaluate(() => {
      const scale = document.querySelector<HTMLCanvasElement>(".side canvas")!;
      return [...scale.getContext("2d")!.getImageData(3, Math.floor(scale.height / 2), 1, 1).data];
    });
  const near = (color: readonly number[], grey: number): boolean =>
    color.slice(0, 3).every((channel) => Math.abs(channel - grey) < 16);
  expect(near(await ground(), 0x1f)).toBe(true);
  await page.evaluate(() => {
    document.documentElement.style.setProperty("--vscode-editor-background", "#ffffff");
    document.body.classList.replace("vscode-dark", "vscode-light");
  });
  await settle(page);
  expect(near(await ground(), 0xff)).toBe(true);
  await page.close();
});

test("with reduced motion nothing is animated", async () => {
  for (const kind of ["lab", "inspector"] as const) {
    const page = await openPage(browser, { kind, width: 400, height: 600, reducedMotion: true });
    await page.evaluate(() => window.host.show("shakespeare", 100));
    await settle(page);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter((element) => Number.parseFloat(getComputedStyle(element).transitionDuration) > 0)
        .map(({ className, localName }) => `${localName}.${className}`),
    );
    expect(moving, kind).toEqual([]);
    await page.close();
  }
});
