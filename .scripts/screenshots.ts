import { join } from "node:path";
import { root } from "./paths.ts";
import { runNode } from "./processes.ts";

// Pictures are taken by those who drive VS Code: see test/e2e.
process.exit(await runNode([join(root, "test", "e2e", "readmePicture.ts")]));
