import { EngineError } from "../errors/errors.ts";

/** T rows to read, and where some are told, k more. @param horizon 0 for none */
export function requireRows(have: number, steps: number, horizon: number): void {
  const need = steps + horizon;
  if (have >= need) return;
  const told = horizon > 0 ? ` and ${horizon} to tell` : "";
  throw new EngineError(
    "tooFewRows",
    `The text has ${have} ${have === 1 ? "row" : "rows"} of numbers, but ${steps} to read${told} need at least ${need}.`,
    "Choose a longer text, or a smaller sequence length.",
  );
}
