import { EngineError } from "../../errors/errors.ts";

/** Both ways of batching need T tokens to read and one more to be told. */
export function requireTokens(have: number, steps: number): void {
  if (have === 0)
    throw new EngineError("emptyText", "The text is empty: there is no token in it.", "Write some text, or choose another file.");
  const need = steps + 1;
  if (have >= need) return;
  throw new EngineError(
    "tooFewTokens",
    `The text has ${have} ${have === 1 ? "token" : "tokens"}, but a sequence of ${steps} needs at least ${need}.`,
    "Choose a longer text, or a smaller sequence length.",
  );
}

/** A validation part must have something to be told. */
export function requireTargets(have: number): void {
  if (have > 0) return;
  throw new EngineError(
    "tooFewTokens",
    "The validation part is too short: nothing in it can be told from what stands before it.",
    "Choose a longer validation part, or a shorter sequence.",
  );
}
