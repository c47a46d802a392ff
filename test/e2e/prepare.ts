import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { findChromium } from "../../.scripts/chromium.ts";
import { packageExtension } from "../../.scripts/package.ts";
import { scratch, screenshots } from "../../.scripts/paths.ts";
import { installExtension, installServer } from "../../.scripts/vscodeServer.ts";

/** What every desk is made of. */
export interface Tools {
  /** Path of Chromium's executable. */
  readonly chromium: string;
  /** A server's data folder in which nothing is but the packaged extension, installed; each window gets a copy. */
  readonly template: string;
  /** Where pictures go. */
  readonly pictures: string;
}

/** Sets everything up; what is driven is the .vsix file that people install. */
export async function prepare(): Promise<Tools> {
  await installServer();
  const chromium = await findChromium();
  const template = join(scratch, "e2e-template");
  await rm(template, { recursive: true, force: true });
  await installExtension(await packageExtension(), template);
  const pictures = join(screenshots, "e2e");
  await mkdir(pictures, { recursive: true });
  return { chromium, template, pictures };
}
