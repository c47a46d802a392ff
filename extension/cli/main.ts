import { runCli } from "./cli.ts";
import { processTerminal } from "./terminal.ts";

// A reader that has seen enough, such as `head`, closes the pipe: that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
// A terminal that was closed takes no more words; what is learnt is saved all the same.
process.stderr.on("error", () => undefined);

void runCli(process.argv.slice(2), processTerminal()).then((status) => {
  process.exitCode = status;
});
