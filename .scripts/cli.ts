/** `npm run parity -- FILE...`: the command line, built from the sources as they are now. */
import { buildCli } from "./build.ts";
import { failWith, runNode } from "./processes.ts";

const file = await buildCli().catch(failWith);
process.exit(await runNode([file, ...process.argv.slice(2)]));
