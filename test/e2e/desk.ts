import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { chromiumArgs } from "../../.scripts/chromium.ts";
import { sample } from "../../.scripts/paths.ts";
import { quietSettings, type Server, startServer } from "../../.scripts/vscodeServer.ts";
import type { Tools } from "./prepare.ts";

/** A person's desk: one VS Code with the packaged extension, one browser window, one folder of texts. */
export interface Desk {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The opened folder: a copy of the samples, with the files that were asked for. */
  readonly folder: string;
  /** The server's data folder: settings, extensions, and what extensions store. */
  readonly data: string;
  /** What the console of the window and its webviews reported as policy violations or errors of our pages. */
  readonly complaints: readonly string[];
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface DeskOptions {
  /** More files of the folder: name → content. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly viewport?: { readonly width: number; readonly height: number };
}

export async function openDesk(tools: Tools, options: DeskOptions = {}): Promise<Desk> {
  const { files = {}, settings = {}, viewport = { width: 1440, height: 900 } } = options;
  const home = await mkdtemp(join(tmpdir(), "gatescope-e2e-"));
  const folder = join(home, "stories");
  await cp(sample, folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  await cp(tools.template, join(home, "data"), { recursive: true });
  const server = await startServer({ dataDir: join(home, "data"), settings: { ...quietSettings, ...settings } });
  const browser = await chromium.launch({ executablePath: tools.chromium, args: chromiumArgs });
  const context = await browser.newContext({ viewport, deviceScaleFactor: 1 });
  const page = await context.newPage();
  const complaints = listen(page);
  await page.goto(server.address(folder));
  await page.locator(".monaco-workbench .explorer-folders-view .monaco-list-row").first().waitFor({ timeout: 60_000 });
  return {
    page,
    context,
    folder,
    data: join(home, "data"),
    complaints,
    picture: async (name) => {
      await page.screenshot({ path: join(tools.pictures, `${name}.png`) });
    },
    close: () => closeAll(home, server, browser),
  };
}

async function closeAll(home: string, server: Server, browser: Browser): Promise<void> {
  await browser.close();
  await server.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}

/** VS Code talks much; ours are policy violations anywhere, and what our scripts throw. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    const { url } = message.location();
    const ours = url.includes("gatescope");
    const violation = /content security policy/i.test(message.text());
    if ((message.type() === "error" && ours) || (violation && isWebview(url))) complaints.push(`${message.text()} (${url})`);
  });
  page.on("pageerror", (error) => {
    if (error.stack?.includes("gatescope")) complaints.push(error.stack);
  });
  return complaints;
}

const isWebview = (url: string): boolean => url.includes("webview") || url.includes("gatescope");
