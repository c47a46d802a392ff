import { cp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { packageExtension } from "./package.ts";
import { sample, scratch } from "./paths.ts";
import { failWith } from "./processes.ts";
import { installExtension, installServer, quietSettings, type Server, startServer } from "./vscodeServer.ts";

/** The folder to open: one named on the command line (`npm start -- FOLDER`), or a copy of the samples, so that the project stays clean. */
async function workspace(): Promise<string> {
  const named = process.argv[2];
  if (named) return resolve(named);
  const copy = join(scratch, "sample");
  await cp(sample, copy, { recursive: true, force: false });
  return copy;
}

async function start(): Promise<void> {
  const dataDir = join(scratch, "start");
  await installServer();
  console.log("Building and packaging the extension …");
  const vsix = await packageExtension();
  await rm(join(dataDir, "extensions"), { recursive: true, force: true });
  await installExtension(vsix, dataDir);
  const server = await startServer({ dataDir, settings: { ...quietSettings, "workbench.startupEditor": "readme" } });
  endWith(server);
  console.log(`
VS Code is running with Gatescope inside. Open this address in a browser:

  ${server.address(await workspace())}

Then click ${process.argv[2] ? "a text file" : "belling-the-cat.txt"} in the Explorer, press F1 and choose "LSTM: Train LSTM on File".
Ctrl+C ends it.
`);
}

/** Ctrl+C ends the server with its children. */
function endWith(server: Server): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      server.close().then(() => process.exit(0));
    });
}

await start().catch(failWith);
