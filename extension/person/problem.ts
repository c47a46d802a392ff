import { EngineError } from "../../engine/errors/errors.ts";
import { tellError } from "../../engine/recipe/told.ts";

/** A way out that a message offers as a button. */
export type Remedy = "openSettings" | "manageTrust" | "chooseFile" | "continueTraining" | "showLog";

/** Something that keeps a person from going on: one sentence that says what is wrong, one that says what to do. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly advice: string;
  readonly remedies: readonly Remedy[];

  constructor(message: string, advice: string, remedies: readonly Remedy[] = []) {
    super(message);
    this.advice = advice;
    this.remedies = remedies;
  }
}

/** Anything thrown, as a problem that can be shown; what nobody foresaw points to the log. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (!(error instanceof EngineError)) {
    const message = error instanceof Error ? error.message : String(error);
    return new Problem(`Something unforeseen went wrong: ${message}`, "The log tells more.", ["showLog"]);
  }
  // An internal failure's message is a stack: its first line is enough for a notification.
  if (error.code === "internal") return new Problem(firstLine(error.message), "The log tells more.", ["showLog"]);
  return new Problem(tellError(error), error.advice, remediesOf(error));
}

function remediesOf({ code }: EngineError): Remedy[] {
  switch (code) {
    case "badConfiguration":
    case "outOfMemory":
    case "diverged":
    case "tooManyTokens":
      return ["openSettings"];
    case "tooFewTokens":
    case "tooFewRows":
      return ["openSettings", "chooseFile"];
    case "emptyText":
    case "binaryText":
    case "invalidUtf8":
    case "badSeries":
      return ["chooseFile"];
    case "workerDied":
      return ["continueTraining", "showLog"];
    case "unknownTokens":
    case "badModelFile":
    case "notTraining":
    case "alreadyTraining":
      return [];
    case "internal":
      return ["showLog"];
    default:
      return code satisfies never;
  }
}

const firstLine = (text: string): string => text.split("\n", 1)[0]!;
