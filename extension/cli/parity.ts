import { dirname, join } from "node:path";
import { checkCase } from "../../engine/parity/checks/caseCheck.ts";
import { invalid } from "../../engine/parity/checks/result.ts";
import { filesBeside } from "../../engine/parity/modelFile.ts";
import { type CheckedFile, headingOf, lineOf, summaryOf, troubleOf } from "../parity/lines.ts";
import { type Command, json } from "./command.ts";
import { expand, FileError, readBytes, readText } from "./files.ts";
import { UsageError } from "./usage.ts";

export const parity: Command = {
  words: "FILE... [--json]",
  summary: "Holds parity cases against this engine",
  details: [
    "A case (*.lstm-parity.json) is a network, its weights, the steps of a training and what another framework computed for them.",
    "FILE is a case, a folder that is searched for cases, or a pattern. A line a case tells the largest deviation, and its share of what",
    "the case's tolerance allows; for a case that fails, the first tensor that diverges in the order of computation follows.",
    "Exit status: 1 if a case fails; otherwise 2 if a file is no case.",
  ].join("\n"),
  options: { json },
  async run(given, terminal) {
    if (given.words.length === 0) throw new UsageError("A case's file is missing.");
    const files = await expand(given.words);
    const wide = Math.max(...files.map((file) => file.length));
    const results: CheckedFile[] = [];
    if (!given.flag("json")) terminal.print(`${headingOf(wide)}\n`);
    for (const [place, file] of files.entries()) {
      terminal.progress(`${place} of ${files.length} done: ${file}`);
      const result = { file, ...(await check(file)) };
      results.push(result);
      if (!given.flag("json")) terminal.print(`${[lineOf(result, wide), ...troubleOf(result)].join("\n")}\n`);
    }
    terminal.progress("");
    terminal.print(given.flag("json") ? `${JSON.stringify({ cases: results }, null, 2)}\n` : `\n${summaryOf(results)}\n`);
    return statusOf(results);
  },
};

async function check(file: string) {
  try {
    const text = await readText(file);
    const files = await filesBeside(text, (name) => readBytes(join(dirname(file), name)).catch(() => undefined));
    return checkCase(text, () => performance.now(), files);
  } catch (error) {
    if (error instanceof FileError) throw error;
    if (error instanceof Error) return invalid("", "", error.message, 0);
    throw error;
  }
}

function statusOf(results: readonly CheckedFile[]): number {
  if (results.some(({ outcome }) => outcome === "failed")) return 1;
  return results.some(({ outcome }) => outcome === "invalid") ? 2 : 0;
}
