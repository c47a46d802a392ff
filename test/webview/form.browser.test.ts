import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FromView } from "../../webview/protocol.ts";
import type { FakeHost } from "./fakeHost.ts";
import { type OpenOptions, openBrowser, openPage, settle } from "./page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const received = (page: Page): Promise<FromView[]> => page.evaluate(() => window.host.received);
type Run = Parameters<FakeHost["show"]>[0];

/** The form of a run's recipe, unfolded. */
async function openForm(run: Run = "story", options: Partial<OpenOptions> = {}): Promise<Page> {
  const page = await openPage(browser, { kind: "lab", width: 1100, height: 1600, ...options });
  await page.evaluate((name) => window.host.show(name, 100), run);
  await settle(page);
  await page.locator(".recipeForm > summary").click();
  await told(page);
  return page;
}

/** Until the newest question is answered. */
async function told(page: Page): Promise<void> {
  await page.waitForTimeout(450);
  await page.waitForFunction(() => document.querySelector(".formCosts")!.textContent !== "");
  await settle(page);
}

const trained = async (page: Page) => {
  await page.getByRole("button", { name: "Train this recipe" }).click();
  return (await received(page)).findLast((message) => message.type === "trainRecipe")?.recipe as Record<string, never>;
};
const part = (page: Page, name: string) => page.locator(`.part[data-part="${name}"]`);

describe("the recipe's form", () => {
  test("is folded until it is asked for, and asks for nothing before", async () => {
    const page = await openPage(browser, { kind: "lab", width: 1100, height: 1000 });
    await page.evaluate(() => window.host.show("story", 100));
    await settle(page);
    expect((await received(page)).some(({ type }) => type === "form" || type === "preview")).toBe(false);
    await page.locator(".recipeForm > summary").focus();
    await page.keyboard.press("Space");
    await told(page);
    expect((await received(page)).filter(({ type }) => type === "command")).toEqual([]);
    expect(await part(page, "training").isVisible()).toBe(true);
    await page.close();
  });

  test("has a field for all that the one table says, and trains the run's own recipe where nothing was changed", async () => {
    const page = await openForm();
    const parts = await page.locator(".part > legend").allInnerTexts();
    expect(parts).toEqual(["text", "task", "network", "head", "training", "sampling"]);
    expect(await page.locator(".formCosts").innerText()).toMatch(/ weights · .*B · about /u);
    const recipe = await page.evaluate(() => window.descriptions.story.recipe);
    const asked = await trained(page);
    expect({ ...asked, network: undefined }).toEqual({ ...JSON.parse(JSON.stringify(recipe)), network: undefined });
    await page.close();
  });

  test("tells what a change costs, and trains it", async () => {
    const page = await openForm();
    const costs = () => page.locator(".formCosts").innerText();
    const before = await costs();
    await part(page, "network").getByLabel("hidden size", { exact: true }).fill("12");
    await part(page, "network").getByLabel("layers", { exact: true }).fill("2");
    await part(page, "training").getByLabel("steps", { exact: true }).fill("1,500");
    await told(page);
    expect(await costs()).not.toBe(before);
    const recipe = await trained(page);
    const layer = { lstm: expect.objectContaining({ hiddenSize: 12 }) };
    expect(recipe).toMatchObject({ network: { stacked: [layer, layer] }, training: { steps: 1500 } });
    await page.close();
  });

  test("says what is wrong at its field, and trains nothing then", async () => {
    const page = await openForm();
    const steps = part(page, "training").getByLabel("steps", { exact: true });
    await steps.fill("many");
    await told(page);
    expect(await steps.getAttribute("aria-invalid")).toBe("true");
    const note = part(page, "training").locator(".fieldNote:visible");
    expect(await note.allInnerTexts()).toEqual(['training.steps is "many", must be a whole number from 1 to 10000000']);
    expect(await page.locator(".formCosts").innerText()).toBe("One field is not as it must be.");
    expect(await page.getByRole("button", { name: "Train this recipe" }).isDisabled()).toBe(true);
    await steps.fill("300");
    await told(page);
    expect(await note.count()).toBe(0);
    await page.close();
  });

  test("unfolds an option that is wrong, and knows a layer of a stack", async () => {
    const page = await openForm();
    await part(page, "network").getByLabel("hidden size", { exact: true }).fill("0");
    await part(page, "network").getByLabel("layers", { exact: true }).fill("3");
    await told(page);
    expect(await part(page, "network").getByLabel("hidden size", { exact: true }).getAttribute("aria-invalid")).toBe("true");
    await part(page, "network").getByLabel("hidden size", { exact: true }).fill("8");
    await part(page, "network").getByText("LSTM: options").click();
    await part(page, "network").getByLabel("projection size", { exact: true }).fill("-1");
    await part(page, "network").getByText("LSTM: options").click();
    await told(page);
    expect(await part(page, "network").getByLabel("projection size", { exact: true }).isVisible()).toBe(true);
    await page.close();
  });

  test("picks entries by name with their own options, schedules for the rate, and groups that may be left out", async () => {
    const page = await openForm();
    const training = part(page, "training");
    await part(page, "task").getByLabel("task", { exact: true }).selectOption("streams");
    expect(
      await part(page, "task")
        .getByLabel("task", { exact: true })
        .evaluate((list) => list === document.activeElement),
    ).toBe(true);
    await training.getByLabel("optimizer", { exact: true }).selectOption("adam");
    await training.getByText("Adam: options").click();
    await training.getByLabel("beta1", { exact: true }).fill("0.8");
    await training.getByLabel("how the learning rate goes").selectOption("cosine");
    await training.getByLabel("early stopping", { exact: true }).check();
    await training.getByLabel("patience", { exact: true }).fill("3");
    await part(page, "training").getByLabel("part", { exact: true }).fill("0.2");
    await told(page);
    expect(await page.getByRole("button", { name: "Train this recipe" }).isDisabled()).toBe(true);
    await training.getByLabel("rate", { exact: true }).fill("0.01");
    await training.getByLabel("over", { exact: true }).fill("100");
    await told(page);
    expect(await page.locator(".fieldNote:visible").allInnerTexts()).toEqual([]);
    const recipe = await trained(page);
    expect(recipe).toMatchObject({
      task: "streams",
      head: expect.not.objectContaining({ readout: "last" }),
      training: {
        optimizer: { adam: { beta1: 0.8 } },
        learningRate: { cosine: { rate: 0.01, over: 100 } },
        earlyStopping: { patience: 3 },
      },
    });
    await page.close();
  });

  test("writes a network that is more than a stack as JSON", async () => {
    const page = await openForm("bidirectional");
    const network = part(page, "network").getByLabel("network", { exact: true });
    expect(JSON.parse(await network.inputValue())).toHaveProperty("bidirectional");
    await network.fill('{ "bidirectional": ');
    await told(page);
    expect(await part(page, "network").locator(".fieldNote:visible").innerText()).toContain("is no JSON yet");
    await network.fill('{ "bidirectional": { "forward": { "gru": { "hiddenSize": 4 } } } }');
    await told(page);
    expect(await trained(page)).toMatchObject({ network: { bidirectional: { forward: { gru: { hiddenSize: 4 } } } } });
    await page.close();
  });

  test("keeps what a person has changed when another run comes, and gives it up when asked to", async () => {
    const page = await openForm();
    const size = part(page, "network").getByLabel("hidden size", { exact: true });
    await size.fill("9");
    await page.evaluate(() => window.host.show("story", 200, { id: 2 }));
    await settle(page);
    expect(await size.inputValue()).toBe("9");
    await page.getByRole("button", { name: "Back to this run’s" }).click();
    expect(await size.inputValue()).toBe("5");
    await page.getByRole("button", { name: "Copy as Recipe" }).click();
    expect((await received(page)).at(-1)).toEqual({ type: "command", command: "copyRecipe" });
    await page.close();
  });

  test("takes a point in a number for a point, though it steps a paused run elsewhere", async () => {
    const page = await openForm();
    await page.evaluate(() => window.host.setStatus("paused"));
    await settle(page);
    await part(page, "training").getByLabel("rate", { exact: true }).fill("");
    await part(page, "training").getByLabel("rate", { exact: true }).pressSequentially("0.5");
    expect(await part(page, "training").getByLabel("rate", { exact: true }).inputValue()).toBe("0.5");
    expect((await received(page)).filter(({ type }) => type === "command")).toEqual([]);
    await page.close();
  });

  test.each(["dark-modern", "light-modern", "high-contrast"] as const)("is accessible in %s, and narrow too", async (theme) => {
    const page = await openForm("shakespeare", { theme, width: 440 });
    await part(page, "training").getByLabel("steps", { exact: true }).fill("many");
    await told(page);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().include(".recipeForm").analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(440);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    await page.close();
  });
});
