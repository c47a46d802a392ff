import type { TestProject } from "vitest/node";
import { prepare, type Tools } from "./prepare.ts";

declare module "vitest" {
  interface ProvidedContext {
    tools: Tools;
  }
}

/** Once, before all windows. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide("tools", await prepare());
}
