import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkRecipe } from "../../engine/recipe/check.ts";
import type { FromView } from "../../webview/protocol.ts";
import type { FakeHost } from "./fakeHost.ts";
import { descriptions } from "./fixture/description.ts";
import { registry } from "./fixture/networks.ts";
import { type OpenOptions, openBrowser, openPage, settle } from "./page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const received = (page: Page): Promise<FromView[]> => page.evaluate(() => window.host.received);
const row = (page: Page, pointer: string) => page.locator(`.recipeForm .formRow[data-pointer="${pointer}"]`);
const input = (page: Page, pointer: string) => row(page, pointer).getByRole("textbox");
const costs = (page: Page): Promise<string> => page.locator(".formCosts").innerText();
const trainButton = (page: Page) => page.getByRole("button", { name: "Train this recipe" });

/** Until the newest question is answered. */
async function told(page: Page): Promise<void> {
  await page.waitForTimeout(500);
  await page.waitForFunction(() => document.querySelector(".formCosts")!.textContent !== "");
  await settle(page);
}

/** The form of a run's recipe, unfolded. */
async function openForm(run: Parameters<FakeHost["show"]>[0] = "story", options: Partial<OpenOptions> = {}): Promise<Page> {
  const page = await openPage(browser, { kind: "lab", width: 1100, height: 1600, ...options });
  await page.evaluate((name) => window.host.show(name, 100), run);
  await settle(page);
  await page.locator(".recipeForm > summary").click();
  await told(page);
  return page;
}

// biome-ignore lint/suspicious/noExplicitAny: a recipe has the schema's form, which is data here
async function trained(page: Page): Promise<any> {
  await trainButton(page).click();
  return (await received(page)).findLast((message) => message.type === "trainRecipe")?.recipe;
}

describe("the form of the run's recipe", () => {
  test("is folded until it is asked for, and asks for nothing before", async () => {
    const page = await openPage(browser, { kind: "lab", width: 1100, height: 1000 });
    await page.evaluate(() => window.host.show("story", 100));
    await settle(page);
    expect((await received(page)).some(({ type }) => type === "form" || type === "preview")).toBe(false);
    await page.locator(".recipeForm > summary").focus();
    await page.keyboard.press("Space");
    await told(page);
    expect((await received(page)).filter(({ type }) => type === "command")).toEqual([]);
    expect(await input(page, "/training/steps").isVisible()).toBe(true);
    await page.close();
  });

  test.each(["story", "bidirectional", "mixed", "series"] as const)(
    "trains the recipe of %s where nothing was changed",
    async (run) => {
      const page = await openForm(run);
      // The host plans on a fable, which is no series: what it refuses is not asked for here.
      await page.evaluate(() => document.querySelector(".formFoot vscode-button")!.removeAttribute("disabled"));
      const asked = checkRecipe(registry, await trained(page));
      expect(asked.problems).toEqual([]);
      expect(asked.recipe).toEqual(checkRecipe(registry, descriptions[run].recipe).recipe);
      await page.close();
    },
  );

  test("tells what a change costs, and trains it", async () => {
    const page = await openForm();
    const before = await costs(page);
    expect(before).toMatch(/ weights · .*B · about /u);
    await input(page, "/network/stacked/0/lstm/hiddenSize").fill("12");
    await input(page, "/training/steps").fill("1500");
    await told(page);
    expect(await costs(page)).not.toBe(before);
    expect(await trained(page)).toMatchObject({
      network: { stacked: [{ lstm: { hiddenSize: 12 } }] },
      training: { steps: 1500 },
    });
    await page.close();
  });

  test("trains nothing while a field says something that the recipe cannot", async () => {
    const page = await openForm();
    await input(page, "/training/steps").fill("many");
    await told(page);
    expect(await row(page, "/training/steps").locator(".problem").isVisible()).toBe(true);
    expect(await costs(page)).toBe("One field is not as it must be.");
    expect(await trainButton(page).isDisabled()).toBe(true);
    await input(page, "/training/steps").fill("300");
    await told(page);
    expect(await trainButton(page).isDisabled()).toBe(false);
    expect((await trained(page)).training.steps).toBe(300);
    await page.close();
  });

  test("tells what the engine refuses at its place", async () => {
    const page = await openForm("shakespeare");
    await row(page, "/head/readout").getByRole("combobox").click();
    await row(page, "/head/readout").getByRole("option", { name: "last", exact: true }).click();
    await told(page);
    expect(await page.locator(".recipeForm .problem:visible").first().innerText()).toContain("streams");
    expect(await trainButton(page).isDisabled()).toBe(true);
    await page.close();
  });

  test("leaves readout and loss to another task, for which they may not do", async () => {
    const page = await openForm("story");
    await row(page, "/task").getByRole("combobox").first().click();
    await row(page, "/task").getByRole("option", { name: "streams", exact: true }).click();
    await told(page);
    expect(await page.locator(".recipeForm .problem:visible").allInnerTexts()).toEqual([]);
    const recipe = await trained(page);
    expect(recipe.head ?? {}).not.toHaveProperty("readout");
    await page.close();
  });

  test("keeps what a person has changed when another run comes, and gives it up when asked to", async () => {
    const page = await openForm();
    const size = input(page, "/network/stacked/0/lstm/hiddenSize");
    await size.fill("9");
    await page.evaluate(() => window.host.show("story", 200, { id: 2 }));
    await settle(page);
    expect(await size.inputValue()).toBe("9");
    await page.getByRole("button", { name: "Back to this run’s" }).click();
    await settle(page);
    expect(await size.inputValue()).toBe("5");
    await page.getByRole("button", { name: "Copy as Recipe" }).click();
    expect((await received(page)).findLast(({ type }) => type === "command")).toEqual({ type: "command", command: "copyRecipe" });
    await page.close();
  });

  test.each(["dark-modern", "light-modern", "high-contrast"] as const)("is accessible in %s, and narrow too", async (theme) => {
    const page = await openForm("shakespeare", { theme, width: 440 });
    await input(page, "/training/steps").fill("many");
    await told(page);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().include(".recipeForm").analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(440);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    await page.close();
  });
});
