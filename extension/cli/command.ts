import type { Terminal } from "./terminal.ts";
import type { Given, OptionTable } from "./usage.ts";

/** One of the commands of the command line. */
export interface Command {
  /** What follows its name, such as `FILE [options]`. */
  readonly words: string;
  readonly summary: string;
  /** More for its own help: a few sentences. */
  readonly details: string;
  readonly options: OptionTable;
  /** @returns the exit status. @throws UsageError, EngineError */
  run(given: Given, terminal: Terminal): Promise<number>;
}

export const json = { value: null, help: "the result as JSON" } as const;
