import type { Frame, Page } from "playwright-core";
import { until } from "./workbench.ts";

export type PageKind = "lab" | "inspector";

/** The innermost frame of a webview of ours, found by the script that it runs. VS Code nests two frames around each page. */
export async function webviewFrame(page: Page, kind: PageKind): Promise<Frame> {
  const find = async (): Promise<Frame | null> => {
    for (const frame of page.frames().filter((one) => one.parentFrame()?.parentFrame()))
      if ((await runs(frame, kind)) && (await isOnScreen(frame))) return frame;
    return null;
  };
  return (await until(`the page of the ${kind}`, find, (frame) => frame !== null)) as Frame;
}

/** A frame that is about to be replaced never answers: it is given a second. */
function runs(frame: Frame, kind: PageKind): Promise<boolean> {
  const found = frame.evaluate((name) => document.querySelector(`script[src*="/${name}.js"]`) !== null, kind);
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, 1000, false));
  return Promise.race([found.catch(() => false), late]);
}

async function isOnScreen(frame: Frame): Promise<boolean> {
  const holder = await frame.parentFrame()?.frameElement();
  return (await holder?.isVisible()) ?? false;
}

/** The page's text, as it stands. */
export const textOf = (frame: Frame): Promise<string> => frame.locator("#root").innerText();
