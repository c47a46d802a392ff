import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { findChromium } from "../../.scripts/chromium.ts";
import { packageExtension } from "../../.scripts/package.ts";
import { scratch, screenshots } from "../../.scripts/paths.ts";
import { installExtension, installServer } from "../../.scripts/vscodeServer.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of Chromium's executable. */
    chromium: string;
    /** A server data folder in which nothing is but the packaged extension, installed; each window gets a copy. */
    template: string;
    /** Where pictures go. */
    pictures: string;
  }
}

/** Once, before all windows: what is tested is the .vsix file that people install. */
export default async function setup(project: TestProject): Promise<void> {
  await installServer();
  project.provide("chromium", await findChromium());
  const template = join(scratch, "e2e-template");
  await rm(template, { recursive: true, force: true });
  await installExtension(await packageExtension(), template);
  project.provide("template", template);
  const pictures = join(screenshots, "e2e");
  await mkdir(pictures, { recursive: true });
  project.provide("pictures", pictures);
}
