import type { Locator, Page } from "playwright-core";

/** VS Code's window, as a person uses it: keys, palette, Explorer, status bar, notifications. */

/** F1, the command's name, arrow keys until it is chosen, Enter. A window that is still loading may not know the command yet: F1 again. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const input = page.locator(".quick-input-widget input.input").first();
  for (let tries = 1; ; tries++) {
    await page.keyboard.press("F1");
    await input.fill(`>${title}`);
    const found = await choose(page, title).then(
      () => true,
      (error: unknown) => {
        if (tries === 8) throw error;
        return false;
      },
    );
    if (found) return;
    await page.keyboard.press("Escape");
  }
}

async function choose(page: Page, label: string): Promise<void> {
  const name = page
    .locator(".quick-input-list .monaco-list-row .label-name", { hasText: new RegExp(`^${escaped(label)}$`) })
    .first();
  await name.waitFor({ state: "visible", timeout: 4000 });
  const chosen = page.locator(".quick-input-list .monaco-list-row.focused .label-name");
  for (let row = 0; row < 30 && (await chosen.first().innerText()) !== label; row++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Double click in the Explorer: opens the file to stay. */
export async function openFromExplorer(page: Page, name: string): Promise<void> {
  await explorerRow(page, name).dblclick();
  await editorTab(page, name).waitFor();
  await page.locator(".editor-instance .view-line").first().waitFor();
}

export const explorerRow = (page: Page, name: string): Locator =>
  page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first();

export const editorTab = (page: Page, name: string): Locator => page.locator(".tabs-container .tab", { hasText: name }).first();

/** An entry of something's context menu. A menu that has just opened takes the first click for the end of the one that opened it. */
export async function chooseFromMenu(page: Page, of: Locator, label: string): Promise<void> {
  await of.click({ button: "right" });
  const menu = page.locator(".context-view .monaco-menu");
  const choose = async () => {
    await menu.locator(".action-label", { hasText: label }).first().click({ timeout: 2000 });
    await menu.waitFor({ state: "hidden", timeout: 2000 });
    return true;
  };
  await until(`"${label}" in the menu`, choose, Boolean, 20_000);
}

/** Notifications on screen and progress among them. */
export const notification = (page: Page, text: string | RegExp): Locator =>
  page
    .locator(".notifications-toasts .notification-list-item, .notifications-center .notification-list-item", { hasText: text })
    .first();

/** The modal question in the middle of the window. */
export const dialog = (page: Page): Locator => page.locator(".monaco-dialog-box");

export const statusEntry = (page: Page, text: string | RegExp): Locator =>
  page.locator(".statusbar .statusbar-item", { hasText: text }).first();

/** Rests the pointer upon the n-th occurrence (from 0) of a word in the visible editor; the answer is the hover's text. */
export async function hoverAtWord(page: Page, word: string, occurrence = 0): Promise<string> {
  const hover = page.locator(".monaco-resizable-hover .monaco-hover-content").first();
  const rest = async () => {
    const box = await boxOfWord(page, word, occurrence);
    // Away first: a pointer that already rests there is no news.
    await page.mouse.move(box.x + box.width / 2, box.y + 200);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 });
    await hover.waitFor({ state: "visible", timeout: 4000 });
    // A pointer that moves takes the question back: the answer is waited for in peace.
    await hover.filter({ hasNotText: "Loading" }).waitFor({ state: "visible", timeout: 20_000 });
    // VS Code writes some spaces as no-break spaces.
    return (await hover.innerText()).replaceAll("\u00a0", " ");
  };
  return until(`a hover at "${word}"`, rest, (text) => text.trim() !== "", 60_000);
}

/** Where a word stands on screen: found among the editor's lines, measured by the browser. */
async function boxOfWord(page: Page, word: string, occurrence: number) {
  const box = await page.evaluate(
    ([wanted, count]) => {
      let left = count;
      for (const line of document.querySelectorAll(".editor-instance .view-lines .view-line")) {
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          for (const match of (node.textContent ?? "").matchAll(new RegExp(`\\b${wanted}\\b`, "gu"))) {
            if (left-- > 0) continue;
            const range = document.createRange();
            range.setStart(node, match.index);
            range.setEnd(node, match.index + wanted.length);
            const { x, y, width, height } = range.getBoundingClientRect();
            return { x, y, width, height };
          }
        }
      }
      return null;
    },
    [word, occurrence] as const,
  );
  if (!box) throw new Error(`The word "${word}" is not on screen.`);
  return box;
}

/** Through the palette, as a person would: "Preferences: Color Theme". */
export async function chooseTheme(page: Page, name: string): Promise<void> {
  await runCommand(page, "Preferences: Color Theme");
  const input = page.locator('.quick-input-widget input.input[placeholder*="Theme"]').first();
  await input.fill(name);
  await choose(page, name);
  await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
}

/** Reloads the window and waits for the Explorer. */
export async function reloadWindow(page: Page): Promise<void> {
  await page.reload();
  await page.locator(".explorer-folders-view .monaco-list-row, .pane-body").first().waitFor({ timeout: 60_000 });
}

/** Asks again until the answer satisfies; states are waited for, times never. */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  satisfies: (answer: T) => boolean,
  limit = 90_000,
): Promise<T> {
  const end = performance.now() + limit;
  let last: T | undefined;
  let problem: unknown;
  while (performance.now() < end) {
    try {
      last = await ask();
      problem = undefined;
      if (satisfies(last)) return last;
    } catch (error) {
      problem = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`Waited in vain for ${what}. Last seen: ${problem ?? JSON.stringify(last)}`);
}
