import { dirname, join } from "node:path";

/** The project's folder. */
export const root = dirname(import.meta.dirname);
/** Downloads, scratch folders, reports and pictures: ignored by git, may be deleted at any time. */
export const scratch = join(root, ".vscode-test");
export const reports = join(scratch, "reports");
export const screenshots = join(scratch, "screenshots");
export const dist = join(root, "dist");
export const sample = join(root, "media", "sample");

/** A file in node_modules. */
export const inModules = (...path: string[]): string => join(root, "node_modules", ...path);
